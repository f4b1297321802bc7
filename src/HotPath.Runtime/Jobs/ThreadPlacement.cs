using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Jobs;

/// <summary>Which core each thread of a plan is kept on. Results never depend on it.</summary>
/// <remarks>Source: design.md, "The pipeline".</remarks>
public sealed class ThreadPlacement
{
    /// <summary>Isolated cores, where there are enough.</summary>
    public const string Auto = "auto";

    /// <summary>No thread is kept anywhere.</summary>
    public const string Off = "off";

    private ThreadPlacement(IReadOnlyList<int> cores, string reason)
    {
        Cores = cores;
        Reason = reason;
    }

    /// <summary>Core of each thread, in the order of the plan; empty when the scheduler is to choose.</summary>
    public IReadOnlyList<int> Cores { get; }

    /// <summary>Why it is so, for people.</summary>
    public string Reason { get; }

    /// <summary>Chooses.</summary>
    /// <param name="text"><c>auto</c>, <c>off</c>, or cores in the order of the plan's threads: <c>2,3,5-6</c>.</param>
    /// <param name="threads">Threads of the plan.</param>
    /// <param name="usable">Cores that the process may run on.</param>
    /// <param name="isolated">Cores that the kernel puts nobody on by itself.</param>
    /// <returns>The placement.</returns>
    /// <exception cref="HotPathException">HP1001: no such form, too few cores, or one that is not there.</exception>
    public static ThreadPlacement Choose(
        string text, int threads, IReadOnlyCollection<int> usable, IReadOnlyCollection<int> isolated)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(usable);
        ArgumentNullException.ThrowIfNull(isolated);
        switch (text.Trim())
        {
            case Off:
                return new ThreadPlacement([], "not pinned");
            case Auto:
                return isolated.Count >= threads
                    ? new ThreadPlacement([.. isolated.Take(threads)], "pinned to isolated cores")
                    : new ThreadPlacement([], isolated.Count == 0
                        ? "not pinned: no core is isolated"
                        : $"not pinned: {threads} threads, {isolated.Count} isolated cores");
            default:
                break;
        }

        if (TryReadCores(text) is not { } cores)
        {
            throw Invalid(text, "is neither auto, nor off, nor cores such as 2,3 or 4-7");
        }

        int[] absent = [.. cores.Except(usable).Except(isolated)];
        return absent.Length > 0
            ? throw Invalid(text, $"core {absent[0]} is not usable here; there are {string.Join(',', usable)}")
            : cores.Distinct().Count() != cores.Count || cores.Count < threads
            ? throw Invalid(text, $"the plan has {threads} threads and each needs a core of its own")
            : new ThreadPlacement([.. cores.Take(threads)], "pinned");
    }

    /// <summary>Reads a list of cores as the kernel writes it.</summary>
    /// <param name="text">Such as <c>0,2-3</c>; empty for none.</param>
    /// <returns>The cores, or <see langword="null"/> when it is no such list.</returns>
    public static IReadOnlyList<int>? TryReadCores(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cores = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2
                || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
                || last < first
                || last - first > 1024)
            {
                return null;
            }

            cores.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return cores;
    }

    private static HotPathException Invalid(string text, string problem) =>
        new(ErrorCode.ConfigurationInvalid, $"--pin '{text}': {problem}");
}
