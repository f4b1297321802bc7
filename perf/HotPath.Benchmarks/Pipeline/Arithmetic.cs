using System;
using System.Diagnostics;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>Arithmetic in registers that takes a given time while nobody disturbs the core: it touches no memory, so whatever
/// slows it down is not the program's.</summary>
internal sealed class Arithmetic
{
    private const int Samples = 20_000;
    private const int Steps = 1_000;

    private readonly int _steps;
    private ulong _state = 1;

    /// <summary>Finds out how many steps that is.</summary>
    /// <param name="ns">Unit: ns.</param>
    public Arithmetic(double ns)
    {
        long leastTicks = long.MaxValue;
        for (int i = 0; i < Samples; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Run(Steps);
            leastTicks = Math.Min(leastTicks, Stopwatch.GetTimestamp() - start);
        }

        double stepNs = leastTicks * 1e9 / Stopwatch.Frequency / Steps;
        _steps = (int)(ns / stepNs);
    }

    /// <summary>Takes that time.</summary>
    public void Run() => Run(_steps);

    // Each step waits for the one before.
    private void Run(int steps)
    {
        ulong state = _state;
        for (int i = 0; i < steps; i++)
        {
            state = unchecked((state * 6_364_136_223_846_793_005) + 1_442_695_040_888_963_407);
        }

        _state = state;
    }
}
