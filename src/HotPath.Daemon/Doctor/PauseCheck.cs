using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace HotPath.Daemon.Doctor;

/// <summary>Reads the clock in a loop: a gap is time in which the thread did not run, or the machine did not.</summary>
/// <param name="gapsNs">Measures for a while: the length of that and every gap of some length. Unit: ns.</param>
internal sealed class PauseCheck(Func<(long LengthNs, IReadOnlyList<long> GapsNs)> gapsNs) : IChecks
{
    private const long GapMinNs = 10_000;
    private const long GapMaxNs = 500_000;
    private const long LengthNs = 1_000_000_000;

    /// <inheritdoc/>
    public IEnumerable<Finding> Run()
    {
        (long lengthNs, IReadOnlyList<long> gaps) = gapsNs();
        long longestNs = 0;
        long sumNs = 0;
        foreach (long gap in gaps)
        {
            longestNs = Math.Max(longestNs, gap);
            sumNs += gap;
        }

        yield return Finding.Advise(
            "pauses",
            longestNs <= GapMaxNs,
            FormattableString.Invariant($"a busy thread missed {100.0 * sumNs / lengthNs:F2} % of {lengthNs / 1e9:F1}")
            + FormattableString.Invariant($" s, {longestNs / 1e3:F0} us at once"),
            "no event can be faster than that: isolate cores, move interrupts away, give a virtual machine cores of its"
            + " own");
    }

    /// <summary>Measures on the calling thread for a second.</summary>
    public static (long LengthNs, IReadOnlyList<long> GapsNs) Measure()
    {
        var gaps = new List<long>();
        long start = Stopwatch.GetTimestamp();
        long before = start;
        while (true)
        {
            long now = Stopwatch.GetTimestamp();
            long gapNs = (long)Stopwatch.GetElapsedTime(before, now).TotalNanoseconds;
            if (gapNs >= GapMinNs)
            {
                gaps.Add(gapNs);
            }

            before = now;
            long lengthNs = (long)Stopwatch.GetElapsedTime(start, now).TotalNanoseconds;
            if (lengthNs >= LengthNs)
            {
                return (lengthNs, gaps);
            }
        }
    }
}
