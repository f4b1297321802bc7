using System;
using System.Collections.Generic;
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
    /// <returns>A column a member; sets as text, groups as their count, without constants and header.</returns>
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
        return
        [
            .. from member in usable
               where member.Constant is null && member.Kind != SbeMemberKind.Choice
               where !member.Path.StartsWith("header.", StringComparison.Ordinal)
               where !wholes.Contains(ParentOf(member.Path))
               select new MessageColumn(
                   member.ColumnNames().Last(name => byName[name].Count() == 1 || name == member.ColumnNames().First()),
                   SbeTypeRules.Best(member),
                   member.Path,
                   member.Description,
                   !member.IsRequired),
        ];
    }

    private static string ParentOf(string path) =>
        path.LastIndexOf('.') is var dot and >= 0 ? path[..dot] : string.Empty;
}
