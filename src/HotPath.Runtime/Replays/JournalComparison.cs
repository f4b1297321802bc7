using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Journal.Log;
using HotPath.Runtime.Jobs;

namespace HotPath.Runtime.Replays;

/// <summary>
/// Compares the replay of a journal with the run that wrote it: state hash at every mark that a footer holds, output of
/// every sink at the newest checkpoint within the part.
/// </summary>
public static class JournalComparison
{
    /// <summary>Compares.</summary>
    /// <param name="report">The replay.</param>
    /// <param name="replay">What the run had left.</param>
    /// <param name="expectedMarks">Mark hashes of the footers, in order.</param>
    /// <param name="sinks">Sinks of the plan.</param>
    /// <param name="actualSinks">What each sink got up to the checkpoint, by id; <see langword="null"/> when the replay
    /// passed no mark there.</param>
    /// <returns>The report with every divergence.</returns>
    public static JobReport Compare(
        JobReport report,
        JournalReplay replay,
        IReadOnlyList<MarkHash> expectedMarks,
        IReadOnlyList<SinkDefinition> sinks,
        IReadOnlyDictionary<int, SinkCursor>? actualSinks)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(replay);
        ArgumentNullException.ThrowIfNull(sinks);
        var divergences = new List<string>();
        // A footer may name a mark that lies before the start; the snapshot stands for those.
        List<MarkHash> expected =
        [
            .. expectedMarks.Where(
                mark => mark.Position >= replay.StartPosition && mark.Position <= replay.StopPosition),
        ];
        CompareMarks(report.MarkHashes, expected, divergences);
        bool hasCheckpoint = replay.ComparedPosition > replay.StartPosition;
        if (hasCheckpoint)
        {
            CompareSinks(replay, sinks, actualSinks, divergences);
        }

        return report with
        {
            MarksCompared = expected.Count,
            SinksCompared = hasCheckpoint ? sinks.Count : 0,
            Divergences = divergences,
        };
    }

    private static void CompareMarks(
        IReadOnlyList<MarkHash> actual, List<MarkHash> expected, List<string> divergences)
    {
        Dictionary<long, ulong> hashes = actual.ToDictionary(mark => mark.Position, mark => mark.Hash);
        foreach (MarkHash mark in expected)
        {
            bool isThere = hashes.TryGetValue(mark.Position, out ulong hash);
            if (!isThere || hash != mark.Hash)
            {
                // The first is the place to look; all later ones follow from it.
                divergences.Add(
                    $"{(isThere ? $"state hash {hash:x16}" : "no mark")} at position {mark.Position}; the journal "
                    + $"holds state hash {mark.Hash:x16}");
                return;
            }
        }
    }

    private static void CompareSinks(
        JournalReplay replay,
        IReadOnlyList<SinkDefinition> sinks,
        IReadOnlyDictionary<int, SinkCursor>? actual,
        List<string> divergences)
    {
        if (actual is null)
        {
            divergences.Add($"no mark ends at position {replay.ComparedPosition}, where a checkpoint is");
            return;
        }

        foreach (SinkDefinition sink in sinks)
        {
            SinkCursor? expected = Find(replay.ComparedSinks, sink.Id);
            SinkCursor? got = Find(actual, sink.Id);
            if (got != expected)
            {
                divergences.Add(
                    $"sink '{sink.Name}' at position {replay.ComparedPosition}: {Text(got)}; the checkpoint holds "
                    + Text(expected));
            }
        }
    }

    private static SinkCursor? Find(IReadOnlyDictionary<int, SinkCursor> cursors, int sink) =>
        cursors.TryGetValue(sink, out SinkCursor cursor) ? cursor : null;

    private static string Text(SinkCursor? cursor) => cursor is { } sink
        ? $"{sink.Rows} rows, {sink.LengthBytes} bytes, chain {sink.ChainHash:x16}"
        : "nothing";
}
