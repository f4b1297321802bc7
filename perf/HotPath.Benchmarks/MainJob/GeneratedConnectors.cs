using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.MainJob;

/// <summary>Connectors for the import: every table reads generated events.</summary>
/// <param name="sinks">Opens sinks.</param>
/// <param name="events">Opens the events.</param>
public sealed class GeneratedConnectors(IConnectors sinks, Func<EventSource> events) : IConnectors
{
    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => [events()];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => sinks.OpenSink(sink, resume);
}
