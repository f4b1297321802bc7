using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Whether each partition of a table's source has a watermark of its own ('hotpath.table.T.watermark-per'), and after
/// which silence it is left out ('hotpath.table.T.idle-timeout', and Flink's 'table.exec.source.idle-timeout').
/// </summary>
internal sealed class PartitionSettings
{
    /// <summary>The setting, for suggestions.</summary>
    public const string PerKey = TableOptions.Prefix + "<table>" + PerSuffix;

    /// <summary>The silence, for suggestions.</summary>
    public const string IdleKey = TableOptions.Prefix + "<table>" + IdleSuffix;

    /// <summary>Flink's silence, for every table.</summary>
    public const string FlinkIdleKey = "table.exec.source.idle-timeout";

    private const string PerSuffix = ".watermark-per";
    private const string IdleSuffix = ".idle-timeout";
    private const string Partition = "partition";
    private const string Table = "table";

    private readonly SortedDictionary<string, SetStatement> _per = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (SetStatement Set, long Ms)> _idle = new(StringComparer.Ordinal);
    private long _idleMs;

    /// <summary>Takes a setting.</summary>
    /// <returns>Whether it is one of these.</returns>
    public bool TryTake(SetStatement set, DiagnosticBag diagnostics)
    {
        if (set.Key == FlinkIdleKey)
        {
            _idleMs = Durations.Read(set, diagnostics);
            return true;
        }

        if (TableOptions.TableOf(set.Key, IdleSuffix) is { } idle)
        {
            _idle[idle] = (set, Durations.Read(set, diagnostics));
            return true;
        }

        if (TableOptions.TableOf(set.Key, PerSuffix) is not { } table)
        {
            return false;
        }

        _per[table] = set;
        if (set.Value is not (Partition or Table))
        {
            diagnostics.Error(
                set.Place, set.Value, $"'{set.Key}' is '{Table}' (the default) or '{Partition}', not '{set.Value}'");
        }

        return true;
    }

    /// <summary>Whether each partition of a table has a watermark of its own.</summary>
    public bool HasPartitions(string table) => _per.TryGetValue(table, out SetStatement? set) && set.Value != Table;

    /// <summary>Silence after which a partition is left out; 0 for never. Unit: ms of ingest time.</summary>
    public long IdleMsOf(string table) => HasPartitions(table) ? SilenceMsOf(table) : 0;

    /// <summary>Silence after which a source holds back neither its own rows nor other sources; 0 for never. Unit: ms.
    /// </summary>
    public long SilenceMsOf(string table) =>
        _idle.TryGetValue(table, out (SetStatement Set, long Ms) idle) ? idle.Ms : _idleMs;

    /// <summary>Compares everything with the tables there are.</summary>
    public void Check(SessionCatalog catalog, DiagnosticBag diagnostics)
    {
        foreach ((string name, SetStatement set) in
            _per.Select(static p => (p.Key, p.Value)).Concat(_idle.Select(static i => (i.Key, i.Value.Set))))
        {
            if (TableOptions.Find(name, set, catalog, diagnostics) is not { } table)
            {
                continue;
            }

            if (table.RowTime is null)
            {
                diagnostics.Error(
                    set.Place, name, $"table '{name}' declares no WATERMARK; declare one, or leave '{set.Key}' out");
            }
            else if (!_per.ContainsValue(set)
                && !HasPartitions(name)
                && !table.Options.ContainsKey(WatermarkAlignment.GroupKey))
            {
                diagnostics.Error(
                    set.Place, name,
                    $"'{set.Key}' has no effect while the table has one watermark; add SET "
                    + $"'{TableOptions.Prefix}{name}{PerSuffix}' = '{Partition}'");
            }
        }
    }
}
