using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Shards;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Where late rows go: 'hotpath.late-output' for the statements behind it, 'hotpath.table.T.late-output' for all other
/// statements over a table.
/// </summary>
internal sealed class LateOutputSettings
{
    /// <summary>The setting of a statement.</summary>
    public const string Key = "hotpath.late-output";

    /// <summary>That of a table, for suggestions.</summary>
    public const string TableKey = TableOptions.Prefix + "<table>" + Suffix;

    private const string Suffix = ".late-output";

    private static readonly Dictionary<string, (LateContent Content, SqlTypeKind Kind, string Type)> Facts =
        new(StringComparer.Ordinal)
        {
            ["window_start"] = (LateContent.WindowStart, SqlTypeKind.Timestamp, "TIMESTAMP(3)"),
            ["window_end"] = (LateContent.WindowEnd, SqlTypeKind.Timestamp, "TIMESTAMP(3)"),
            ["lateness_ms"] = (LateContent.Lateness, SqlTypeKind.BigInt, "BIGINT"),
            ["query_name"] = (LateContent.Statement, SqlTypeKind.VarChar, "STRING"),
            ["event"] = (LateContent.Event, SqlTypeKind.VarChar, "STRING"),
        };

    private readonly SortedDictionary<string, SetStatement> _tables = new(StringComparer.Ordinal);

    /// <summary>That of the statements that follow; <see langword="null"/> for none.</summary>
    public SetStatement? Current { get; private set; }

    /// <summary>Takes a setting.</summary>
    /// <returns>Whether it is one of these.</returns>
    public bool TryTake(SetStatement set)
    {
        if (set.Key == Key)
        {
            Current = set;
            return true;
        }

        if (TableOptions.TableOf(set.Key, Suffix) is not { } table)
        {
            return false;
        }

        _tables[table] = set;
        return true;
    }

    /// <summary>What a column of a late output holds for the rows of one stage.</summary>
    /// <param name="column">The column.</param>
    /// <param name="stage">A stage that drops late rows.</param>
    public static LateColumn ContentOf(Column column, Relation stage)
    {
        if (Facts.TryGetValue(column.Name, out (LateContent Content, SqlTypeKind Kind, string Type) fact))
        {
            WindowBound bound = fact.Content switch
            {
                LateContent.WindowStart => WindowBound.Start,
                LateContent.WindowEnd => WindowBound.End,
                _ => WindowBound.None,
            };
            int given = bound == WindowBound.None || !stage.HasBoundsOfInput ? -1 : stage.Inputs[0].IndexOf(bound);
            return given < 0 ? new LateColumn(fact.Content) : new LateColumn(LateContent.Column, given);
        }

        int index = stage.Table.Schema.IndexOf(column.Name);
        return index >= 0 && IsSame(stage.Table.Schema.Columns[index].Type, column.Type)
            ? new LateColumn(LateContent.Column, index)
            : new LateColumn(LateContent.Nothing);
    }

    /// <summary>Finds the table of each statement and compares it with the rows that may come.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="diagnostics">Told what does not fit.</param>
    /// <returns>The statements, with their late outputs.</returns>
    public IReadOnlyList<BoundStatement> Resolve(
        IReadOnlyList<BoundStatement> statements, SessionCatalog catalog, DiagnosticBag diagnostics)
    {
        foreach ((string name, SetStatement set) in _tables)
        {
            _ = TableOptions.Find(name, set, catalog, diagnostics);
        }

        return [.. statements.Select(statement => Resolve(statement, catalog, diagnostics))];
    }

    private BoundStatement Resolve(BoundStatement statement, SessionCatalog catalog, DiagnosticBag diagnostics)
    {
        SetStatement? set = statement.LateSetting ?? statement.Source.Scanned
            .Select(table => _tables.GetValueOrDefault(table.Name))
            .FirstOrDefault(static set => set is not null);
        if (StagesOf(statement).Length == 0
            || set is null or { Value: "" }
            || TableOptions.Find(set.Value, set, catalog, diagnostics) is not { } sink)
        {
            return statement;
        }

        foreach (Column column in sink.Schema.Columns)
        {
            Check(column, statement, sink, set, diagnostics);
        }

        return statement with { LateSink = sink };
    }

    private static Relation[] StagesOf(BoundStatement statement) =>
        [.. statement.Source.Stages.Where(static stage => stage.DropsLateRows)];

    private static void Check(
        Column column, BoundStatement statement, TableEntry sink, SetStatement set, DiagnosticBag diagnostics)
    {
        Relation[] stages = StagesOf(statement);
        bool isFact = Facts.TryGetValue(
            column.Name, out (LateContent Content, SqlTypeKind Kind, string Type) fact);
        bool fits = isFact
            ? column.Type.Kind == fact.Kind || (fact.Kind == SqlTypeKind.VarChar && column.Type.IsText)
            : stages.Any(stage => ContentOf(column, stage).Content != LateContent.Nothing);
        if (fits)
        {
            CheckRequired(column, statement, sink, set, diagnostics);
            return;
        }

        string rows = string.Join(", ", stages[0].Table.Schema.Columns.Select(static c => $"{c.Name} {c.Type}"));
        string problem = isFact
            ? $"must be {fact.Type}, not {column.Type}"
            : $"({column.Type}) is neither window_start, window_end, lateness_ms, query_name or event, nor a stored "
                + $"column of the rows with its type: {rows} (statement at {statement.Place})";
        diagnostics.Error(
            set.Place, column.Name, $"'{set.Key}': column '{column.Name}' of table '{sink.Name}' {problem}");
    }

    private static void CheckRequired(
        Column column, BoundStatement statement, TableEntry sink, SetStatement set, DiagnosticBag diagnostics)
    {
        if (sink.IsRequired(column.Name) && StagesOf(statement).Any(stage => MayBeNull(column, stage)))
        {
            diagnostics.Error(
                set.Place,
                column.Name,
                $"'{set.Key}': column '{column.Name}' of table '{sink.Name}' is NOT NULL, and late rows of the "
                + $"statement at {statement.Place} may have NULL there; declare it without NOT NULL");
        }
    }

    private static bool MayBeNull(Column column, Relation stage) => ContentOf(column, stage).Content switch
    {
        LateContent.Nothing => true,
        LateContent.WindowStart or LateContent.WindowEnd => stage.Window is null,
        LateContent.Column => !stage.Table.IsRequired(column.Name) && !Facts.ContainsKey(column.Name),
        _ => false,
    };

    private static bool IsSame(SqlType left, SqlType right) => left == right || (left.IsText && right.IsText);
}
