using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace HotPath.State.Lmdb.Tests;

/// <summary>Runs <see cref="ChildProgram"/>, alone or under strace.</summary>
internal static class Child
{
    private const int TimeoutMs = 60_000;

    /// <summary>Runs it to its end.</summary>
    public static (int ExitCode, string[] Lines, string Errors) Run(params string[] arguments) =>
        Start("dotnet", [typeof(Child).Assembly.Location, .. arguments]);

    /// <summary>Runs it with a fault in its system calls on the state file.</summary>
    public static (int ExitCode, string[] Lines, string Errors) RunWith(string inject, string folder, params string[] arguments)
    {
        string[] strace = ["-f", "-qq", "-o", "/dev/null", "-P", Path.Combine(folder, "state", "data.mdb"), "-e", inject];
        return Start("strace", [.. strace, "dotnet", typeof(Child).Assembly.Location, .. arguments]);
    }

    /// <summary>Starts it and leaves it running.</summary>
    public static Process Begin(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Child).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Skips the test where strace is absent.</summary>
    public static void RequireStrace()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':');
        if (!folders.Any(static folder => File.Exists(Path.Combine(folder, "strace"))))
        {
            Assert.Ignore("strace is absent: faults cannot be injected");
        }
    }

    private static (int ExitCode, string[] Lines, string Errors) Start(string program, string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeoutMs))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)}");
        }

        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.GetAwaiter().GetResult());
    }
}
