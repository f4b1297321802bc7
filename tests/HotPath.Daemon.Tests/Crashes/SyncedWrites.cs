using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using HotPath.Journal.Segments;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// What the device was told to keep of a segment, by the system calls of the process: what had been written when a sync
/// began that came back without an error.
/// </summary>
internal static partial class SyncedWrites
{
    /// <summary>Adds up the frames of synced batches.</summary>
    /// <param name="trace">Lines of strace with paths, all threads: writes and syncs of the segment.</param>
    /// <param name="segment">Path of the segment.</param>
    /// <returns>Length of their frames. Unit: bytes of the log.</returns>
    public static long FrameBytes(IEnumerable<string> trace, string segment)
    {
        var pending = new Dictionary<string, Call>(StringComparer.Ordinal);
        long written = 0;
        long synced = 0;
        foreach (string line in trace)
        {
            Match entry = EntryPattern().Match(line);
            Match exit = ExitPattern().Match(line);
            if (entry.Success && entry.Groups["path"].Value == segment)
            {
                pending[entry.Groups["thread"].Value] = new Call(
                    entry.Groups["name"].Value == "pwrite64",
                    BatchBytes(entry),
                    WrittenBefore: written);
            }

            if (exit.Success && pending.Remove(exit.Groups["thread"].Value, out Call? call) && !line.Contains(" = -1 ", StringComparison.Ordinal))
            {
                written += call.IsWrite ? call.FrameBytes : 0;
                synced = call.IsWrite ? synced : Math.Max(synced, call.WrittenBefore);
            }
        }

        return synced;
    }

    /// <summary>The file whose sync was made to fail.</summary>
    /// <param name="trace">Lines of strace with paths.</param>
    /// <returns>Its path then; <see langword="null"/> where none failed.</returns>
    public static string? FailedPath(IEnumerable<string> trace)
    {
        var begun = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in trace)
        {
            Match entry = EntryPattern().Match(line);
            if (entry.Success)
            {
                begun[entry.Groups["thread"].Value] = entry.Groups["path"].Value;
            }

            Match exit = ExitPattern().Match(line);
            if (exit.Success && line.Contains("(INJECTED)", StringComparison.Ordinal))
            {
                return begun.GetValueOrDefault(exit.Groups["thread"].Value);
            }
        }

        return null;
    }

    // Each batch is one write, frames and footer; a header and a footer alone have no frames.
    private static long BatchBytes(Match entry)
    {
        if (entry.Groups["name"].Value != "pwrite64" || Number(entry, "offset") < SegmentDescriptor.HeaderBytes)
        {
            return 0;
        }

        return Number(entry, "length") - SegmentDescriptor.FooterBytes;
    }

    private static long Number(Match match, string group) =>
        long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private sealed record Call(bool IsWrite, long FrameBytes, long WrittenBefore);

    [GeneratedRegex("""^(?<thread>\d+) +(?<name>pwrite64|fdatasync)\(\d+<(?<path>[^>]*)>(?:, [^,]*, (?<length>\d+), (?<offset>\d+))?""")]
    private static partial Regex EntryPattern();

    [GeneratedRegex("""^(?<thread>\d+) .*\) += """)]
    private static partial Regex ExitPattern();
}
