using System.Collections.Generic;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>Connectors whose tables are measuring sources; sinks are those of the script.</summary>
/// <param name="warmUpEvents">Unit: events.</param>
/// <param name="measuredEvents">Unit: events.</param>
public sealed class MeasuringConnectors(long warmUpEvents, long measuredEvents) : IConnectors
{
    private readonly FileConnectors _files = new(new FileConnectorOptions());

    /// <summary>The source that was opened.</summary>
    public MeasuringSource? Source { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        [Source = new MeasuringSource(heap, warmUpEvents, measuredEvents)];

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume) => _files.OpenSink(sink, resume);
}
