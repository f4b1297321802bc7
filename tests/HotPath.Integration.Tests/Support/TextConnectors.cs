using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>The file connectors, with every sink's rows kept in memory as <c>--output csv</c> would print
/// them.</summary>
public sealed class TextConnectors : IConnectors
{
    private readonly FileConnectors _files = new(new FileConnectorOptions());
    private readonly SortedDictionary<string, MemoryStream> _texts = new(StringComparer.Ordinal);

    /// <summary>What each sink printed, by its name, dead letters apart.</summary>
    public IReadOnlyDictionary<string, string> Texts =>
        _texts.ToDictionary(t => t.Key, t => Encoding.UTF8.GetString(t.Value.ToArray()), StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) => _files.OpenSources(table, heap);

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (sink.Role == SinkRole.DeadLetters)
        {
            return _files.OpenSink(sink, resume);
        }

        var text = new MemoryStream();
        _texts.Add(sink.Name, text);
        var csv = new FileConnectors(new FileConnectorOptions { Output = OutputFormat.Csv, StandardOutput = text });
        return csv.OpenSink(
            sink with { Role = SinkRole.Select, Options = new Dictionary<string, string>(StringComparer.Ordinal) }, resume);
    }
}
