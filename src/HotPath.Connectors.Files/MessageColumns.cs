using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Connectors.Files.Sbe;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Connectors.Files;

/// <summary>The columns that a table over a message would have.</summary>
public static class MessageColumns
{
    /// <summary>Columns for everything in a message that one row can hold.</summary>
    /// <param name="schema">Schema.</param>
    /// <param name="message">One of its messages.</param>
    /// <returns>
    /// A column a member; sets as text, groups as their count, without constants and header. The numbers of the header
    /// when there is nothing else: a table without columns is none.
    /// </returns>
    public static IReadOnlyList<MessageColumn> Of(MessageSchema schema, Message message)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(message);
        SbeMember[] usable =
            [.. SbeMemberList.Of(schema, message).Where(static m => m.Kind != SbeMemberKind.Refused)];
        ILookup<string, SbeMember> byName = usable
            .SelectMany(static member => member.ColumnNames().Select(name => (name, member)))
            .ToLookup(static pair => pair.name, static pair => pair.member);
        HashSet<string> wholes =
        [
            .. usable.Where(static m => m.Kind is SbeMemberKind.Decimal or SbeMemberKind.Uuid)
                .Select(static m => m.Path),
        ];
        SbeMember[] members =
        [
            .. usable.Where(static m => m.Constant is null && m.Kind != SbeMemberKind.Choice)
                .Where(m => !wholes.Contains(ParentOf(m.Path))),
        ];
        bool isHeaderAlone = members.All(IsOfHeader);
        var taken = new HashSet<string>();
        return
        [
            .. members.Where(m => isHeaderAlone || !IsOfHeader(m))
                .Select(m => Column(m, name => byName[name].Count() == 1, taken)),
        ];
    }

    private static bool IsOfHeader(SbeMember member) => member.Path.StartsWith("header.", StringComparison.Ordinal);

    private static MessageColumn Column(SbeMember member, Func<string, bool> isUnique, HashSet<string> taken)
    {
        string whole = member.ColumnNames().First();
        string? own = member.ColumnNames().LastOrDefault(isUnique);
        string name = own ?? whole;

        // userId and user_id are one name to a column.
        for (int number = 2; !taken.Add(name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{whole}_{number}");
        }

        return new MessageColumn(
            name, SbeTypeRules.Best(member), member.Path, member.Description, !member.IsRequired, name != own);
    }

    private static string ParentOf(string path) =>
        path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : string.Empty;
}
