using System;
using System.Diagnostics;

namespace HotPath.Benchmarks.MainJob;

/// <summary>Time of one repetition.</summary>
/// <param name="WallSeconds">Unit: s.</param>
/// <param name="CpuSeconds">User and system time of the whole process. Unit: s.</param>
public readonly record struct Sample(double WallSeconds, double CpuSeconds)
{
    /// <summary>Times an action.</summary>
    /// <param name="action">What to run.</param>
    /// <returns>The sample.</returns>
    public static Sample Of(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        return new Sample(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
