using System.Collections.Generic;
using HdrHistogram;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Burst;

/// <summary>The paced source; sinks of the others that measure, a file for the burst whose times are noted.</summary>
/// <param name="source">The source.</param>
/// <param name="latencies">Where the others' figures go. Unit: ticks of the stopwatch.</param>
/// <param name="warmUpRows">Rows of each of them that do not count at its start. Unit: rows.</param>
/// <param name="rows">Rows of each that count behind them. Unit: rows.</param>
internal sealed class BurstConnectors(BurstSource source, LongHistogram latencies, long warmUpRows, long rows)
    : IConnectors
{
    private readonly FileConnectors _files = new(new FileConnectorOptions());

    /// <summary>The sink of the burst.</summary>
    public TimedSink? Burst { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => [source];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        if (BurstScript.IsMeasured(sink.Name))
        {
            return new OthersSink(latencies, warmUpRows, rows);
        }

        ITableSink opened = _files.OpenSink(sink, resume);
        return sink.Name == BurstScript.Burst ? Burst = new TimedSink(opened) : opened;
    }
}
