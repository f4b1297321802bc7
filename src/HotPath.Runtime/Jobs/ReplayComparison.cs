using System.Collections.Generic;
using System.Linq;
using HotPath.Journal.Log;

namespace HotPath.Runtime.Jobs;

/// <summary>
/// Compares a replay with the run that recorded the log: state hash at every mark, output of every sink.
/// </summary>
public static class ReplayComparison
{
    /// <summary>Compares.</summary>
    /// <param name="report">The replay.</param>
    /// <param name="trailer">The recorded run; empty lists (an import) give nothing to compare.</param>
    /// <returns>The report with every divergence.</returns>
    public static JobReport Compare(JobReport report, LogTrailer trailer)
    {
        System.ArgumentNullException.ThrowIfNull(report);
        System.ArgumentNullException.ThrowIfNull(trailer);
        var divergences = new List<string>();
        bool hasMarks = trailer.Marks.Count > 0;
        if (hasMarks)
        {
            CompareMarks(report.MarkHashes, trailer.Marks, divergences);
        }

        foreach (SinkDigest expected in trailer.Sinks)
        {
            SinkDigest? actual = report.Sinks.FirstOrDefault(sink => sink.Name == expected.Name);
            if (actual != expected)
            {
                divergences.Add(
                    $"sink '{expected.Name}': {Text(actual)}; the recorded run gave {Text(expected)}");
            }
        }

        return report with
        {
            MarksCompared = hasMarks ? trailer.Marks.Count : 0,
            SinksCompared = trailer.Sinks.Count,
            Divergences = divergences,
        };
    }

    private static void CompareMarks(
        IReadOnlyList<MarkHash> actual, IReadOnlyList<MarkHash> expected, List<string> divergences)
    {
        if (actual.Count != expected.Count)
        {
            divergences.Add($"{actual.Count} marks; the recorded run had {expected.Count}");
        }

        for (int i = 0; i < actual.Count && i < expected.Count; i++)
        {
            if (actual[i] != expected[i])
            {
                // The first is the place to look; all later ones follow from it.
                divergences.Add(
                    $"state hash {actual[i].Hash:x16} at mark {actual[i].Position}; the recorded run had "
                    + $"{expected[i].Hash:x16} at mark {expected[i].Position}");
                return;
            }
        }
    }

    private static string Text(SinkDigest? sink) =>
        sink is null ? "missing" : $"{sink.Rows} rows, {sink.LengthBytes} bytes, chain {sink.ChainHash:x16}";
}
