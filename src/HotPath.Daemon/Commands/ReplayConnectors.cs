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
/// writes them nowhere; for a part of a journal they are compared with the sink's file; with <c>--output</c> bare
/// SELECTs are printed besides, in any form. Nothing that a run has written is touched.
/// </summary>
internal sealed class ReplayConnectors : IConnectors, IDisposable
{
    private const string PathKey = "path";
    private const string Nowhere = "/dev/null";

    private readonly FileConnectorOptions _recorded;
    private readonly FileConnectors? _printed;
    private readonly ReplayPart? _part;
    private readonly List<(ComparedFileStream File, long PublishedBytes)> _files = [];

    /// <summary>Connectors of a replay.</summary>
    /// <param name="recorded">Options of the recorded run, whose streams lead nowhere.</param>
    /// <param name="printed">Options of what is printed now, or <see langword="null"/> for nothing.</param>
    /// <param name="part">The part of a journal to compare with the files of sinks; <see langword="null"/> for a
    /// recorded log, whose sinks may have been written again since.</param>
    public ReplayConnectors(FileConnectorOptions recorded, FileConnectorOptions? printed, ReplayPart? part)
    {
        _recorded = recorded;
        _printed = printed is null ? null : new FileConnectors(printed);
        _part = part;
    }

    /// <summary>Where rows of the part are listed with their ids, or <see langword="null"/>.</summary>
    public RowListing? Listing { get; init; }

    /// <summary>The files of sinks, compared or absent.</summary>
    public IEnumerable<ComparedFileStream> Files => _files.Select(static file => file.File);

    /// <inheritdoc/>
    public IReadOnlyList<ITableSource> OpenSources(TableDefinition table, NativeHeap heap) =>
        throw new InvalidOperationException("a replay reads its log and opens no source");

    /// <inheritdoc/>
    public ITableSink OpenSink(SinkDefinition sink, SinkCursor? resume)
    {
        ITableSink hashed = OpenHashed(sink, resume, out ComparedFileStream? file);
        try
        {
            return new PartSink(hashed, _part?.FromPosition ?? 0)
            {
                File = file,
                Shown = sink.Role == SinkRole.Select ? _printed?.OpenSink(sink, resume) : null,
                Listing = Listing?.Of(sink),
            };
        }
        catch
        {
            hashed.Dispose();
            throw;
        }
    }

    /// <summary>The replay has come to the end of its part: nothing more is given to any sink.</summary>
    public void Complete()
    {
        foreach ((ComparedFileStream file, long publishedBytes) in _files)
        {
            file.Complete(publishedBytes, isWhole: _part!.IsToEnd);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ComparedFileStream file in Files)
        {
            file.Dispose();
        }
    }

    // Connectors of its own for each sink: one set of connectors opens no path twice.
    private ITableSink OpenHashed(SinkDefinition sink, SinkCursor? resume, out ComparedFileStream? file)
    {
        file = null;
        if (!sink.Options.TryGetValue(PathKey, out string? path))
        {
            return new FileConnectors(_recorded).OpenSink(sink, resume);
        }

        if (_part is null || path.Length == 0)
        {
            return new FileConnectors(_recorded).OpenSink(
                sink with { Options = Redirected(sink.Options) }, resume);
        }

        ComparedFileStream? opened = null;
        FileConnectorOptions compared = _recorded with
        {
            OnComparison = comparison => Note(opened = comparison, sink.Id),
        };
        ITableSink hashed = new FileConnectors(compared).OpenSink(sink, resume);
        file = opened;
        return hashed;
    }

    private void Note(ComparedFileStream file, int sink)
    {
        _files.Add((file, _part!.Published.TryGetValue(sink, out SinkCursor cursor) ? cursor.LengthBytes : 0));
        if (_part.IsFromStart)
        {
            file.StartAt(0);
        }
    }

    private static Dictionary<string, string> Redirected(IReadOnlyDictionary<string, string> options) =>
        options.ToDictionary(
            static o => o.Key, static o => o.Key == PathKey ? Nowhere : o.Value, StringComparer.Ordinal);
}
