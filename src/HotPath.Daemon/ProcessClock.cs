using System;
using System.Diagnostics;

namespace HotPath.Daemon;

/// <summary>How long this process has been running: start-up is a figure of the report.</summary>
internal static class ProcessClock
{
    /// <summary>Time since the operating system started the process. Unit: ms.</summary>
    public static double SinceStartMs
    {
        get
        {
            using Process self = Process.GetCurrentProcess();
            return (DateTime.UtcNow - self.StartTime.ToUniversalTime()).TotalMilliseconds;
        }
    }
}
