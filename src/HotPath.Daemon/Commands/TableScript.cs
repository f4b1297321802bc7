using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Rows;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Model;
using HotPath.Sql;

namespace HotPath.Daemon.Commands;

/// <summary>Writes the CREATE TABLE by which a message is read, for people to begin with.</summary>
internal static class TableScript
{
    /// <summary>Writes the script of one table.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="schema">Schema.</param>
    /// <param name="message">Message.</param>
    public static void Write(TextWriter text, PublishedSchema schema, Message message)
    {
        IReadOnlyList<MessageColumn> columns = MessageColumns.Of(schema.Schema, message);
        string[] lines =
        [
            .. columns.Select(static c => $"  {SqlIdentifier.Quote(c.Name)} {c.Type}{Comment(c.Description)}"),
            .. columns.Where(static c => c.Type.Kind == SqlTypeKind.Timestamp && !c.IsNullable).Take(1)
                .Select(static c => SqlIdentifier.Quote(c.Name))
                .Select(static name => $"  WATERMARK FOR {name} AS {name} - INTERVAL '5' SECOND"),
        ];
        string table = string.Concat(message.Name.Select(Snake));
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"-- {message.Name}, template {message.Id} of {schema.Schema.Package} version {schema.Schema.Version}"));
        text.WriteLine($"CREATE TABLE {SqlIdentifier.Quote(table)} (");
        text.WriteLine(string.Join(",\n", lines));
        text.WriteLine(") WITH (");
        text.WriteLine("  'connector' = 'filesystem',");
        text.WriteLine($"  'path' = '${{{table.ToUpperInvariant()}}}',");
        text.WriteLine("  'format' = 'sbe',");
        text.WriteLine($"  'sbe.schema' = {Literal(schema.Path)},");
        text.Write($"  'sbe.message' = '{message.Name}'");
        foreach (MessageColumn column in columns.Where(static c => c.IsNameAmbiguous))
        {
            text.Write($",\n  {Literal(column.MemberOption)} = {Literal(column.MemberPath)}");
        }

        text.WriteLine();
        text.WriteLine(");");
    }

    private static string Snake(char letter, int index) =>
        (index > 0 && char.IsAsciiLetterUpper(letter) ? "_" : string.Empty) + char.ToLowerInvariant(letter);

    private static string Comment(string description) =>
        description.Length > 0 ? $" COMMENT {Literal(description)}" : string.Empty;

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
