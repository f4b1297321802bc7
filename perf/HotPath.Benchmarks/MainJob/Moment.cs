using System;
using System.Diagnostics;

namespace HotPath.Benchmarks.MainJob;

/// <summary>When a measurement begins.</summary>
/// <param name="Timestamp">Of <see cref="Stopwatch"/>.</param>
/// <param name="Cpu">User and system time of the whole process until then.</param>
public readonly record struct Moment(long Timestamp, TimeSpan Cpu)
{
    /// <summary>Begins.</summary>
    /// <returns>Now.</returns>
    public static Moment Now() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    /// <summary>Ends.</summary>
    /// <returns>What has passed since.</returns>
    public Sample SampleUntilNow() => new(
        Stopwatch.GetElapsedTime(Timestamp).TotalSeconds, (Environment.CpuUsage.TotalTime - Cpu).TotalSeconds);
}
