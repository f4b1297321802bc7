using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Time;

namespace HotPath.Conformance.Running;

/// <summary>The file connectors, with sources that keep the case's arrival order and sinks that keep their
/// rows.</summary>
public sealed class CaseConnectors : IConnectors
{
    private readonly FileConnectors _files;
    private readonly FileConnectorOptions _options;
    private readonly ArrivalOrder _order;
    private readonly int[] _tableIds;
    private readonly List<CapturedRow> _rows = [];

    /// <summary>Connectors for one run.</summary>
    /// <param name="plan">Plan of the case.</param>
    /// <param name="linesOf">Lines that a table reads, by its path.</param>
    public CaseConnectors(IJobPlan plan, Func<string, IReadOnlyList<int>> linesOf)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _options = new FileConnectorOptions
        {
            Output = OutputFormat.Csv,
            SessionZone = plan.Settings.TryGetValue("table.local-time-zone", out string? zone) ? ZoneRules.Of(zone) : ZoneRules.Utc,
        };
        _files = new FileConnectors(_options);
        _tableIds = [.. plan.Tables.Select(t => t.Id)];
        _order = new ArrivalOrder([.. plan.Tables.Select(t => linesOf(t.Options["path"]))]);
    }

    /// <summary>Rows that came out, in the order in which they came out.</summary>
    public IReadOnlyList<CapturedRow> Rows => _rows;

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap)
    {
        ArgumentNullException.ThrowIfNull(table);
        int source = Array.IndexOf(_tableIds, table.Id);
        return [new ArrivalOrderSource(_files.OpenSources(table, heap).Single(), _order, source)];
    }

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (sink.Role == SinkRole.DeadLetters)
        {
            return _files.OpenSink(sink, resume);
        }

        var text = new MemoryStream();
        var csv = new FileConnectors(_options with { StandardOutput = text });
        return new CapturingSink(csv.OpenSink(sink with { Role = SinkRole.Select }, resume), text, sink.Name, _rows);
    }
}
