using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A line of strace: a call on a file, as it was entered.</summary>
/// <param name="Thread">Thread that made it.</param>
/// <param name="Name">Name of the system call.</param>
/// <param name="Paths">Paths in its arguments, the first one first.</param>
/// <param name="IsChange">Whether it may change or sync something; a file opened as it is is no change.</param>
internal sealed partial record TracedCall(string Thread, string Name, IReadOnlyList<string> Paths, bool IsChange)
{
    /// <summary>Reads a line; <see langword="null"/> when it is no call on a file.</summary>
    public static TracedCall? Read(string line)
    {
        Match call = CallPattern().Match(line);
        string arguments = call.Groups["arguments"].Value;
        string[] paths = [.. PathPattern().Matches(arguments).Select(static m => m.Groups["path"].Value)];
        // strace -P knows a rename by its old name alone.
        paths = call.Groups["name"].Value == "rename" ? paths[..1] : paths;
        return call.Success && paths.Length > 0
            ? new TracedCall(
                call.Groups["thread"].Value,
                call.Groups["name"].Value,
                paths,
                call.Groups["name"].Value != "openat" || arguments.Contains("O_CREAT", StringComparison.Ordinal))
            : null;
    }

    /// <summary>
    /// How strace finds a call again: it counts the calls of each thread for itself, so another thread must not come to
    /// the same number earlier. The lowest number is told: the fewer calls before it must be the same thread's, the
    /// likelier they are in the next run.
    /// </summary>
    /// <param name="all">The run, in order.</param>
    /// <param name="at">Which of it.</param>
    /// <param name="watched">A path that must be among those counted, or <see langword="null"/>.</param>
    /// <returns>The call, or <see langword="null"/> when another thread always comes first.</returns>
    public static StorageCall? Find(IReadOnlyList<TracedCall> all, int at, string? watched = null)
    {
        TracedCall call = all[at];
        string[] others = [.. all.Where(c => c.Name == call.Name && c.Thread != call.Thread).SelectMany(static c => c.Paths)];
        string[] own = [.. all
            .Where(c => c.Name == call.Name && c.Thread == call.Thread)
            .SelectMany(static c => c.Paths)
            .Except(others)];
        string[] needed = watched is null ? [] : [watched];
        return call.Paths
            .Select(path => Count(all, at, [path, .. needed]))
            .Concat(call.Paths.Select(path => Count(all, at, [path, .. needed, .. own])))
            .OfType<StorageCall>()
            .MinBy(static found => found.Number);
    }

    private static StorageCall? Count(IReadOnlyList<TracedCall> all, int at, IReadOnlyList<string> paths)
    {
        TracedCall call = all[at];
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (TracedCall earlier in all.Take(at + 1).Where(c => c.Name == call.Name && c.Paths.Intersect(paths).Any()))
        {
            counts[earlier.Thread] = counts.GetValueOrDefault(earlier.Thread) + 1;
        }

        int number = counts[call.Thread];
        bool isFirst = counts.All(other => other.Key == call.Thread || other.Value < number);
        return isFirst ? new StorageCall(call.Name, [.. paths.Distinct()], number) : null;
    }

    [GeneratedRegex("""^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*)""")]
    private static partial Regex CallPattern();

    // A descriptor's file, or a name; the folder that names are relative to is none, for all are absolute.
    [GeneratedRegex("""(?:\d<|")(?<path>/[^">]*)(?:>|")""")]
    private static partial Regex PathPattern();
}
