using System;
using System.Threading;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A life of a job that ends by kill -9, unless the job is done before.</summary>
internal static class KilledRun
{
    /// <summary>Exit code of a life that was killed.</summary>
    public const int Killed = 128 + 9;

    private const int StartMsMax = 20_000;
    private const int StepMs = 5;

    /// <summary>Starts the job and kills it.</summary>
    /// <param name="arguments">Of the program.</param>
    /// <param name="sinkBytes">What its sinks hold. Unit: bytes.</param>
    /// <param name="isStarting">Whether the time runs from the start, not from its first rows on.</param>
    /// <param name="afterMs">When. Unit: ms.</param>
    /// <returns>How it ended.</returns>
    public static CommandResult After(string arguments, Func<long> sinkBytes, bool isStarting, int afterMs)
    {
        long before = sinkBytes();
        using CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" {arguments}");
        for (int ms = 0; !isStarting && ms < StartMsMax && !run.IsEnded && sinkBytes() == before; ms += StepMs)
        {
            Thread.Sleep(StepMs);
        }

        Thread.Sleep(afterMs);
        run.Signal("KILL");
        return run.Finish();
    }
}
