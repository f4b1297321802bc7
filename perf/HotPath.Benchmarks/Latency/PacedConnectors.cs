using System;
using System.Collections.Generic;
using HdrHistogram;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Latency;

/// <summary>A paced source for every table, a measuring sink for <see cref="Measured"/>.</summary>
/// <param name="source">Opens the source.</param>
/// <param name="latencies">Where the figures go. Unit: ticks of the stopwatch.</param>
/// <param name="warmUpEvents">Rows at the start that do not count. Unit: rows.</param>
/// <param name="others">Opens other sinks.</param>
internal sealed class PacedConnectors(
    Func<ITableSource> source, LongHistogram latencies, long warmUpEvents, IConnectors others) : IConnectors
{
    /// <summary>Name of the table whose rows are measured.</summary>
    public const string Measured = "released";

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => [source()];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => sink.Name == Measured
        ? new LatencySink(latencies, warmUpEvents)
        : others.OpenSink(sink, resume);
}
