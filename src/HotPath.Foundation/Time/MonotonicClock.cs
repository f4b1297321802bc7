using System;
using System.Diagnostics;

namespace HotPath.Foundation.Time;

/// <summary>The machine's monotonic clock in nanoseconds: for durations and nothing else.</summary>
/// <remarks>Threading: any thread.</remarks>
public static class MonotonicClock
{
    private const long NsPerSecond = 1_000_000_000;

    /// <summary>Now. Unit: ns since an arbitrary start.</summary>
    public static long NowNs => Stopwatch.Frequency == NsPerSecond
        ? Stopwatch.GetTimestamp()
        : (long)((Int128)Stopwatch.GetTimestamp() * NsPerSecond / Stopwatch.Frequency);
}
