using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.MainJob;

/// <summary>Connectors for the import: every table reads generated events.</summary>
/// <param name="count">How many. Unit: events.</param>
/// <param name="sinks">Opens sinks.</param>
public sealed class GeneratedConnectors(long count, IConnectors sinks) : IConnectors
{
    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => [new EventSource(count)];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => sinks.OpenSink(sink, resume);
}
