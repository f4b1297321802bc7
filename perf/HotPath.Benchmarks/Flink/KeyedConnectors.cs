using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Flink;

/// <summary>Connectors for the import: every table reads the peer's events.</summary>
/// <param name="events">How many. Unit: events.</param>
/// <param name="keys">Different keys. Unit: keys.</param>
/// <param name="density">Events in a second of event time. Unit: events/s.</param>
/// <param name="sinks">Opens sinks.</param>
internal sealed class KeyedConnectors(long events, int keys, int density, IConnectors sinks) : IConnectors
{
    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => [new KeyedEvents(events, keys, density)];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => sinks.OpenSink(sink, resume);
}
