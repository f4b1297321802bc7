using System.Diagnostics;

namespace HotPath.Daemon;

/// <summary>
/// How long this program has been running: start-up is a figure of the report. Counted from the entry of <c>Main</c>;
/// the operating system's own start time would count a shell script that ended in <c>exec</c> as well.
/// </summary>
internal static class ProcessClock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Time since the first use, which is the first statement of <c>Main</c>. Unit: ms.</summary>
    public static double SinceStartMs => Stopwatch.GetElapsedTime(Start).TotalMilliseconds;
}
