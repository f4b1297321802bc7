using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

/// <summary>The real <c>hotpath</c> as a process of its own: what a user sees.</summary>
internal sealed class CommandRun : IDisposable
{
    private const int TimeoutMs = 120_000;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private CommandRun(string file, string arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(arguments);
        start.Environment["hotpath"] = Program;
        start.Environment["poisoned"] = typeof(CommandRun).Assembly.Location;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    // scripts/soak gives one that was compiled ahead of time: a start costs half as much.
    private static string Program =>
        Environment.GetEnvironmentVariable("HOTPATH_PROGRAM") is { Length: > 0 } given
            ? given
            : Path.Combine(AppContext.BaseDirectory, "hotpath.dll");

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Whether it has come to its end.</summary>
    public bool IsEnded => _process.HasExited;

    /// <summary>Starts a shell line in which <c>hotpath</c> stands for the command.</summary>
    public static CommandRun Start(string line) =>
        new("bash", $"set -o pipefail; hotpath() {{ dotnet exec \"$hotpath\" \"$@\"; }}; {line}");

    /// <summary>Runs a shell line to its end.</summary>
    public static CommandResult Complete(string line, int timeoutMs = TimeoutMs)
    {
        using CommandRun run = Start(line);
        run._process.StandardInput.Close();
        return run.Finish(timeoutMs);
    }

    /// <summary>Kills a run as soon as a file is there, or after ten seconds; it may have ended before.</summary>
    /// <param name="arguments">What <c>hotpath</c> is given.</param>
    /// <param name="file">The file.</param>
    public static void KillOnceThereIs(string file, string arguments)
    {
        using CommandRun run = Start($"exec dotnet exec \"$hotpath\" {arguments}");
        for (int i = 0; i < 400 && !run.IsEnded && !File.Exists(file); i++)
        {
            Thread.Sleep(25);
        }

        run.Signal("KILL");
        Assert.That(run.Finish().ExitCode, Is.EqualTo(137).Or.Zero);
    }

    /// <summary>Sends a signal to the process that the line replaced itself with.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", $"-{name} {_process.Id.ToString(CultureInfo.InvariantCulture)}");
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public CommandResult Finish(int timeoutMs = TimeoutMs)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        if (!_process.WaitForExit(timeoutMs))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"hotpath did not end within {timeoutMs} ms");
        }

        if (!Task.WaitAll([output, _errors], timeoutMs))
        {
            throw new TimeoutException($"what a line of hotpath started still writes {timeoutMs} ms behind its end");
        }

        return new CommandResult(_process.ExitCode, output.Result, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
