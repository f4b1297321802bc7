using System.Collections.Generic;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>Arrivals as the table's input; sinks of the script, one of them timed.</summary>
/// <param name="arrivals">The generator.</param>
/// <param name="root">Folder that the schema's path starts from.</param>
internal sealed class PipelineConnectors(Arrivals arrivals, string root) : IConnectors
{
    private readonly FileConnectors _files = new(new FileConnectorOptions());

    /// <summary>What was allocated behind the warm-up.</summary>
    public AllocationCount? Allocations { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap)
    {
        Allocations = new AllocationCount(heap);
        return [new ViewSource(arrivals, new RecordFormats(root).Open(table), Allocations)];
    }

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        ITableSink opened = _files.OpenSink(sink, resume);
        return sink.Name == PipelineScript.Measured ? new ReleasedSink(arrivals, opened) : opened;
    }
}
