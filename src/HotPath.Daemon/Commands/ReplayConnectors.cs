using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Daemon.Commands;

/// <summary>
/// Sinks of a replay. Each forms the bytes that the recorded run formed, so that their hashes can be compared, and
/// writes them nowhere; with <c>--output</c> bare SELECTs are printed besides, in any form. Nothing that a run has
/// written is touched.
/// </summary>
internal sealed class ReplayConnectors : IConnectors
{
    private const string PathKey = "path";
    private const string Nowhere = "/dev/null";

    private readonly FileConnectorOptions _recorded;
    private readonly FileConnectors? _printed;

    /// <summary>Connectors of a replay.</summary>
    /// <param name="recorded">Options of the recorded run, whose streams lead nowhere.</param>
    /// <param name="printed">Options of what is printed now, or <see langword="null"/> for nothing.</param>
    public ReplayConnectors(FileConnectorOptions recorded, FileConnectorOptions? printed)
    {
        _recorded = recorded;
        _printed = printed is null ? null : new FileConnectors(printed);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        throw new InvalidOperationException("a replay reads its log and opens no source");

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        SinkDefinition silent = sink.Options.ContainsKey(PathKey)
            ? sink with { Options = Redirected(sink.Options) }
            : sink;
        // Connectors of its own for each sink: one set of connectors opens no path twice.
        ITableSink hashed = new FileConnectors(_recorded).OpenSink(silent, resume);
        if (_printed is null || sink.Role != SinkRole.Select)
        {
            return hashed;
        }

        try
        {
            return new TeeSink(hashed, _printed.OpenSink(sink, resume));
        }
        catch
        {
            hashed.Dispose();
            throw;
        }
    }

    private static Dictionary<string, string> Redirected(IReadOnlyDictionary<string, string> options) =>
        options.ToDictionary(
            static o => o.Key, static o => o.Key == PathKey ? Nowhere : o.Value, StringComparer.Ordinal);
}
