using System;

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
        Moment begin = Moment.Now();
        action();
        return begin.SampleUntilNow();
    }

    /// <summary>What a part of a run stands for.</summary>
    /// <param name="factor">The whole by the part.</param>
    /// <returns>Both times, multiplied.</returns>
    public Sample Times(double factor) => new(WallSeconds * factor, CpuSeconds * factor);
}
