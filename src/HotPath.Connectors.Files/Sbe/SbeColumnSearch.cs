using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Rows;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Looks for what one column of a table stands for in each of its messages.</summary>
/// <remarks>
/// A column stands for the member whose path, in snake case, is its name or ends with it: <c>user_id</c> for
/// <c>envelope.userId</c>. Two members that suit are an error, also when one of them suits better: otherwise a new
/// version of the schema could change silently what a column means.
/// </remarks>
internal sealed class SbeColumnSearch
{
    private readonly Column _column;
    private readonly int _index;
    private readonly string? _path;
    private readonly string? _unit;
    private readonly string _key;
    private readonly List<string> _searched = [];
    private string? _problem;
    private bool _isFound;

    /// <summary>A search.</summary>
    /// <param name="column">Column.</param>
    /// <param name="index">Its index.</param>
    /// <param name="options">Options of the table.</param>
    public SbeColumnSearch(Column column, int index, SbeOptions options)
    {
        _column = column;
        _index = index;
        _path = options.Members.GetValueOrDefault(column.Name);
        _unit = options.Units.GetValueOrDefault(column.Name);
        _key = SbeNames.Key(column.Name);
    }

    /// <summary>Looks in one message.</summary>
    /// <param name="message">Message.</param>
    /// <param name="members">Its members.</param>
    /// <returns>The column, or null when the message has nothing for it.</returns>
    public SbeColumn? Find(Message message, IReadOnlyList<SbeMember> members)
    {
        _searched.Add($"{message.Name} ({Names(members)})");
        SbeMember[] found = [.. members.Where(IsMeant)];
        SbeMember[] usable = [.. found.Where(static m => m.Kind != SbeMemberKind.Refused)];
        if (usable.Length > 1)
        {
            _problem ??= $"may be {string.Join(" or ", usable.Select(static m => $"'{m.Path}'"))} of message "
                + $"'{message.Name}'; say which with '{SbeOptions.MemberKeyOf(_column.Name)}' = '<member>'";
            return null;
        }

        if (found.Length == 0)
        {
            return null;
        }

        _isFound = true;
        SbeMember member = usable.Length == 1 ? Timed(usable[0]) : found[0];
        SbeConversion conversion =
            usable.Length == 1 ? SbeTypeRules.Find(member, _column.Type) : SbeConversion.None;
        if (conversion == SbeConversion.None)
        {
            _problem ??= Refusal(member, message);
            return null;
        }

        long unitNs = conversion == SbeConversion.Time ? SbeTypeRules.UnitNs(member.TimeUnit) : 0;
        return new SbeColumn(_index, _column.Type, member, conversion, unitNs);
    }

    /// <summary>What is wrong after all messages have been looked at.</summary>
    /// <returns>One sentence with the remedy, or null.</returns>
    public string? Problem()
    {
        string? problem = _problem ?? (_isFound ? null : NotFound());
        return problem is null ? null : $"column '{_column.Name}' {_column.Type} {problem}";
    }

    private bool IsMeant(SbeMember member) => _path is null
        ? member.ColumnNames().Contains(_key, StringComparer.Ordinal)
        : member.Path == _path;

    private SbeMember Timed(SbeMember member) =>
        _unit is not null && member.Kind == SbeMemberKind.Number && SbeTypeRules.IsInteger(member.Primitive)
            ? member with { TimeUnit = _unit }
            : member;

    private string Refusal(SbeMember member, Message message)
    {
        string which = $"cannot be member '{member.Path}' of message '{message.Name}' ({member.TypeName}, "
            + $"{member.Place})";
        if (member.Kind == SbeMemberKind.Refused)
        {
            return $"{which}: it {member.Refusal}";
        }

        string unit = _column.Type.IsTimestamp && member is { Kind: SbeMemberKind.Number, TimeUnit: null }
            && SbeTypeRules.IsInteger(member.Primitive)
            ? $"; if it counts time since 1970, add 'sbe.time-unit.{_column.Name}' = 'nanosecond' or its unit"
            : string.Empty;
        return $"{which}; write {SbeTypeRules.Instead(member)}{unit}";
    }

    private string NotFound() => _path is null
        ? $"has no member of its name in {string.Join("; ", _searched)}; correct it, or name the member with "
            + $"'{SbeOptions.MemberKeyOf(_column.Name)}' = '<member>'"
        : $"has no member '{_path}' in {string.Join("; ", _searched)}; correct "
            + $"'{SbeOptions.MemberKeyOf(_column.Name)}'";

    private string Names(IReadOnlyList<SbeMember> members) => string.Join(", ", members
        .Where(static m => m.Kind is not (SbeMemberKind.Refused or SbeMemberKind.Choice))
        .Where(static m => !m.Path.StartsWith("header.", StringComparison.Ordinal))
        .Select(m => _path is null ? m.ColumnNames().First() : m.Path));
}
