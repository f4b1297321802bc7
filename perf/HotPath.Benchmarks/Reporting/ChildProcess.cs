using System;
using System.Diagnostics;

namespace HotPath.Benchmarks.Reporting;

/// <summary>Runs this program again in a fresh process.</summary>
public static class ChildProcess
{
    /// <summary>Runs and waits.</summary>
    /// <param name="arguments">Command line of the child.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">The child failed.</exception>
    public static string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {child.ExitCode}");
    }
}
