using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Binding;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Planning;

/// <summary>Has the WITH options of every table that some statement uses checked by the connectors.</summary>
internal sealed class OptionChecker(BoundSession session, ITableValidation validation, DiagnosticBag diagnostics)
{
    public void Check()
    {
        foreach (TableEntry table in session.Catalog.Tables)
        {
            if (session.Statements.Any(s => s.Source.Scanned.Contains(table)))
            {
                foreach (string problem in validation.Validate(Source(table)))
                {
                    Report(table, problem);
                }
            }

            if (session.Statements.Any(s => s.WritesTo(table)))
            {
                foreach (string problem in validation.Validate(Sink(table)))
                {
                    Report(table, problem);
                }
            }
        }

        foreach (BoundStatement statement in session.Statements)
        {
            CheckUpdates(statement);
        }
    }

    /// <summary>The codecs that the tables of statements are read and written by.</summary>
    /// <returns>A line a table, name and hash, for the plan; empty when no table has a codec.</returns>
    public string Codecs()
    {
        IEnumerable<string> lines =
            from table in session.Catalog.Tables
            where session.Statements.Any(
                s => s.Source.Scanned.Contains(table) || s.WritesTo(table))
            let codec = validation.Codec(Source(table))
            where codec is not null
            select $"{table.Name} sha256={codec}";
        return string.Join('\n', lines);
    }

    private static TableDefinition Source(TableEntry table) =>
        new() { Id = table.Id, Name = table.Name, Schema = table.Schema, Options = table.Options };

    private static SinkDefinition Sink(TableEntry table) =>
        new() { Id = 0, Name = table.Name, Role = SinkRole.Table, Schema = table.Schema, Options = table.Options };

    private static string Updating(Relation relation) => relation.Lateness is not null
        ? $"late rows correct its windows (WindowAggregate with lateness); put SET '{LatenessSettings.Key}' = '0 ms' "
            + "before it"
        : relation.Ranking is null
        ? "its GROUP BY (or DISTINCT) has no window (GroupAggregate); group by window_start and window_end of TUMBLE"
        : "its ROW_NUMBER changes ranks (Rank, or Deduplicate of last rows); rank the rows of windows, or keep first "
            + "rows";

    private void CheckUpdates(BoundStatement statement)
    {
        if (statement.Sink is not { } table || !statement.Source.IsUpdating || validation.TakesUpdates(Sink(table)))
        {
            return;
        }

        string connector = table.Options.GetValueOrDefault("connector", "?");
        diagnostics.Error(
            statement.Place,
            table.Name,
            $"table '{table.Name}' ('connector' = '{connector}') takes new rows only, but this query also changes rows "
            + $"that it gave before: {Updating(statement.Source)}, or write to 'print' or a bare SELECT");
    }

    // A problem of one option or column stands there; one that is missing, or of the table as a whole, at the table.
    private void Report(TableEntry table, string problem)
    {
        TableOption? option = table.Syntax.Options.FirstOrDefault(
            o => problem.StartsWith($"option '{o.Key}'", StringComparison.Ordinal));
        ColumnDeclaration? column = table.Syntax.Columns.FirstOrDefault(
            c => problem.StartsWith($"column '{c.Name}'", StringComparison.Ordinal));
        diagnostics.Error(
            option?.Place ?? column?.Place ?? table.Syntax.Place,
            option is null ? column?.Name ?? table.Name : $"'{option.Key}'",
            $"table '{table.Name}': {problem}");
    }
}
