using System;
using System.Diagnostics;
using System.Threading;

namespace HotPath.Benchmarks.Sbe;

/// <summary>Times a variant in its own process time: another program on the same core does not count.</summary>
internal static class VariantTiming
{
    private const double RoundMilliseconds = 40;
    private const double WarmUpMilliseconds = 400;
    private const int FirstCount = 64;

    // A method is hot after 30 calls and compiled well in the background, a tenth of a second after the last new method.
    private const int BurstCalls = 40;
    private const int Bursts = 3;
    private const int PauseMilliseconds = 200;

    /// <summary>Runs it until its code is compiled as well as it ever will be.</summary>
    /// <returns>Operations of a round.</returns>
    public static int WarmUp(Variant variant)
    {
        for (int call = 1; call <= Bursts * BurstCalls; call++)
        {
            GC.KeepAlive(variant.Run(FirstCount));
            Thread.Sleep(call % BurstCalls == 0 ? PauseMilliseconds : 0);
        }

        int count = FirstCount;
        double milliseconds = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMilliseconds || milliseconds < RoundMilliseconds)
        {
            milliseconds = Nanoseconds(variant, count) * count / 1e6;
            if (milliseconds < RoundMilliseconds)
            {
                count *= 2;
            }
        }

        return count;
    }

    /// <summary>One round.</summary>
    /// <returns>Unit: ns/op.</returns>
    public static double Nanoseconds(Variant variant, int count)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        GC.KeepAlive(variant.Run(count));
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / count;
    }

    /// <summary>What it allocates: what twice as many operations allocate more, so that what is not theirs does not count.</summary>
    /// <returns>Unit: bytes/op.</returns>
    public static double AllocatedBytes(Variant variant)
    {
        const int Count = 100 * Workload.Messages;
        return (double)(AllocatedBytes(variant, 2 * Count) - AllocatedBytes(variant, Count)) / Count;
    }

    private static long AllocatedBytes(Variant variant, int count)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = variant.Run(count);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
