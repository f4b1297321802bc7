using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Integration.Tests.Support;

/// <summary>The file connectors, with every sink of a script in a JSON file of its own: bytes that survive a
/// process.</summary>
/// <param name="folder">Where the files lie.</param>
public sealed class FileSinkConnectors(string folder) : IConnectors
{
    private readonly FileConnectors _files = new(new FileConnectorOptions());

    /// <summary>Bytes of each file as text, by its name.</summary>
    public IReadOnlyDictionary<string, string> Texts => Directory.GetFiles(folder)
        .ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        _files.OpenSources(table, heap);

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        ArgumentNullException.ThrowIfNull(sink);
        string path = Path.Combine(folder, FileName(sink));
        return _files.OpenSink(sink.Role == SinkRole.DeadLetters ? DeadLetters(sink, path) : Rows(sink, path), resume);
    }

    /// <summary>Name of a sink's file.</summary>
    /// <param name="sink">The sink.</param>
    /// <returns>Name without folder.</returns>
    public static string FileName(SinkDefinition sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink.Role == SinkRole.DeadLetters ? "dead-letters.json" : sink.Name + ".json";
    }

    private static SinkDefinition DeadLetters(SinkDefinition sink, string path) =>
        sink with { Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = path } };

    private static SinkDefinition Rows(SinkDefinition sink, string path) => sink with
    {
        Role = SinkRole.Table,
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["connector"] = "filesystem",
            ["path"] = path,
            ["format"] = "json",
        },
    };
}
