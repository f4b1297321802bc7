using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// By which column copies of a table's events are recognised, and for how long: 'hotpath.table.T.event-id' and
/// 'hotpath.table.T.dedup-window'.
/// </summary>
internal sealed class EventIdSettings
{
    /// <summary>The column's setting, for suggestions.</summary>
    public const string ColumnKey = TableOptions.Prefix + "<table>" + ColumnSuffix;

    /// <summary>The window's setting, for suggestions.</summary>
    public const string WindowKey = TableOptions.Prefix + "<table>" + WindowSuffix;

    private const string ColumnSuffix = ".event-id";
    private const string WindowSuffix = ".dedup-window";
    private const long WindowMs = 3_600_000;

    private readonly SortedDictionary<string, SetStatement> _columns = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (SetStatement Set, long Ms)> _windows = new(StringComparer.Ordinal);

    /// <summary>Takes a setting.</summary>
    /// <param name="set">Any setting.</param>
    /// <param name="diagnostics">Told when the value is none.</param>
    /// <returns>Whether it is one of these.</returns>
    public bool TryTake(SetStatement set, DiagnosticBag diagnostics)
    {
        if (TableOptions.TableOf(set.Key, ColumnSuffix) is { } table)
        {
            _columns[table] = set;
            return true;
        }

        if (TableOptions.TableOf(set.Key, WindowSuffix) is { } windowed)
        {
            _windows[windowed] = (set, Durations.Read(set, diagnostics));
            return true;
        }

        return false;
    }

    /// <summary>The column of a table.</summary>
    /// <returns>Its name, or <see langword="null"/> when copies are not recognised.</returns>
    public string? ColumnOf(string table) => _columns.TryGetValue(table, out SetStatement? set) ? set.Value : null;

    /// <summary>For how long the ids of a table are remembered. Unit: ms of event time.</summary>
    public long WindowMsOf(string table) =>
        _windows.TryGetValue(table, out (SetStatement Set, long Ms) window) ? window.Ms : WindowMs;

    /// <summary>Compares everything with the tables there are.</summary>
    /// <param name="catalog">The tables.</param>
    /// <param name="diagnostics">Told what does not fit.</param>
    public void Check(SessionCatalog catalog, DiagnosticBag diagnostics)
    {
        foreach ((string table, SetStatement set) in _columns)
        {
            if (TableOptions.Find(table, set, catalog, diagnostics) is { } entry)
            {
                CheckColumn(entry, set, diagnostics);
            }
        }

        foreach ((string table, (SetStatement set, _)) in _windows.Where(w => !_columns.ContainsKey(w.Key)))
        {
            if (TableOptions.Find(table, set, catalog, diagnostics) is not null)
            {
                diagnostics.Error(
                    set.Place, table,
                    $"'{set.Key}' has no effect without an event id; add SET "
                    + $"'{TableOptions.Prefix}{table}{ColumnSuffix}' = '<column>'");
            }
        }
    }

    /// <summary>Rows that would correct windows, and are refused because their ids may be forgotten, are a mistake.
    /// </summary>
    /// <param name="statements">All statements.</param>
    /// <param name="diagnostics">Told of each such pair.</param>
    public void WarnOfShortWindows(IEnumerable<BoundStatement> statements, DiagnosticBag diagnostics)
    {
        foreach (BoundStatement statement in statements)
        {
            long latenessMs = statement.Source.Stages.Max(ReachMsOf);
            if (statement.Source.Scanned.FirstOrDefault(table =>
                _columns.ContainsKey(table.Name) && WindowMsOf(table.Name) < latenessMs) is { } table)
            {
                diagnostics.Warning(
                    statement.Place,
                    LatenessSettings.Key,
                    $"late rows correct windows up to {latenessMs} ms behind the watermark, but those more than "
                    + $"{WindowMsOf(table.Name)} ms behind that of table '{table.Name}' are refused as Stale; make "
                    + $"'{TableOptions.Prefix}{table.Name}{WindowSuffix}' as long");
            }
        }
    }

    // A row at the start of a window corrects it for as long as it is kept behind its end.
    private static long ReachMsOf(Relation stage) => stage.Lateness is { IsAny: true } lateness
        ? lateness.LongestMs + ((stage.Window ?? stage.Attached)?.Specification.SizeMs ?? 0)
        : 0;

    /// <summary>Who names the id of what is written expects that no copy is, which no id does.</summary>
    /// <param name="catalog">The tables.</param>
    /// <param name="statements">All statements.</param>
    /// <param name="diagnostics">Told of each such table.</param>
    public void WarnOfWritten(
        SessionCatalog catalog, IReadOnlyList<BoundStatement> statements, DiagnosticBag diagnostics)
    {
        foreach ((string name, SetStatement set) in _columns)
        {
            if (catalog.FindTable(name) is { } table
                && statements.Any(statement => statement.WritesTo(table))
                && !statements.Any(statement => statement.Source.Scanned.Contains(table)))
            {
                diagnostics.Warning(
                    set.Place, set.Key,
                    $"'{set.Key}' has no effect: copies are recognised in what is read, and table '{name}' is written");
            }
        }
    }

    private static void CheckColumn(TableEntry table, SetStatement set, DiagnosticBag diagnostics)
    {
        int index = table.Schema.IndexOf(set.Value);
        if (index < 0)
        {
            string suggestion = NameSuggestions.For(set.Value, table.Schema.Columns.Select(static c => c.Name));
            diagnostics.Error(
                set.Place, set.Value,
                $"the event id '{set.Value}' is not a stored column of table '{table.Name}'; {suggestion}");
            return;
        }

        SqlType type = table.Schema.Columns[index].Type;
        if (!type.IsVariableLength && !type.IsInteger)
        {
            diagnostics.Error(
                set.Place, set.Value,
                $"the event id '{set.Value}' must be STRING, BYTES or an integer, not {type}");
        }

        if (table.RowTime is null)
        {
            diagnostics.Error(
                set.Place, set.Value,
                $"table '{table.Name}' declares no WATERMARK, and event ids are remembered for a time of event time; "
                + "declare one, or leave the event id out");
        }
    }
}
