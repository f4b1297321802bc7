using System;
using System.Collections.Generic;
using System.IO;
using HotPath.Conformance.Running;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Conformance.Nexmark;

/// <summary>The file connectors, with sinks that keep their rows.</summary>
public sealed class NexmarkConnectors : IConnectors
{
    private readonly FileConnectorOptions _options = new() { Output = OutputFormat.Csv };
    private readonly List<CapturedRow> _rows = [];
    private readonly FileConnectors _files;

    /// <summary>Connectors for one run.</summary>
    public NexmarkConnectors() => _files = new FileConnectors(_options);

    /// <summary>Rows that came out, in the order in which they came out.</summary>
    public IReadOnlyList<CapturedRow> Rows => _rows;

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        _files.OpenSources(table, heap);

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
        return new CapturingSink(csv.OpenSink(sink, resume), text, sink.Name, _rows);
    }
}
