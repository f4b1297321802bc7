using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Errors;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;
using HotPath.Journal.Frames;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Replays;

namespace HotPath.Daemon.Poison;

/// <summary>
/// A process that evaluates the journal behind the newest checkpoint and nothing else, so that its end says something
/// about the rows there.
/// </summary>
internal static class PoisonTrial
{
    /// <summary>Name of the command; it is in no help.</summary>
    public const string CommandName = "try-journal";

    private const string NotesFile = "evaluating.trial";
    private const int PollMs = 20;
    private const int SignalBase = 128;

    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS: what a process does to itself.
    private static readonly int[] FaultSignals = [4, 5, 6, 7, 8, 11, 31];

    /// <summary>Tries in another process.</summary>
    /// <param name="path">Data directory, held by this process.</param>
    /// <param name="stop">Gives the trial up.</param>
    /// <returns>The row that ended it; <see langword="null"/> when it ended otherwise.</returns>
    public static QuarantineCommand? Run(string path, CancellationToken stop)
    {
        string notesPath = Path.Combine(path, NotesFile);
        File.Delete(notesPath);
        using Process trial = Process.Start(StartInfo(path))!;
        trial.OutputDataReceived += static (_, _) => { };
        trial.ErrorDataReceived += static (_, _) => { };
        trial.BeginOutputReadLine();
        trial.BeginErrorReadLine();
        while (!trial.WaitForExit(PollMs))
        {
            if (stop.IsCancellationRequested)
            {
                trial.Kill();
            }
        }

        QuarantineCommand? row = null;
        if (IsGuilty(trial.ExitCode) && File.Exists(notesPath))
        {
            using EvaluationNoteFile notes = EvaluationNoteFile.Open(notesPath);
            row = notes.ReadDeaths().Select(static death => (QuarantineCommand?)death).FirstOrDefault();
        }

        File.Delete(notesPath);
        return row;
    }

    /// <summary>The other process.</summary>
    /// <param name="path">Data directory, held by the process that tries.</param>
    /// <param name="compile">From the text of a plan to a plan.</param>
    /// <returns>Exit code; internal for an error that is none of the expected ones.</returns>
    public static ExitCode Evaluate(string path, Func<string, IJobPlan?> compile)
    {
        using EvaluationNoteFile notes = EvaluationNoteFile.Open(Path.Combine(path, NotesFile));
        using var end = new ProcessEnd(static _ => { });
        (JournalReplay replay, string planText) = ReplayDirectory.NewestOf(path, notes.Address);
        if (compile(planText) is not { } plan)
        {
            return ExitCode.Usage;
        }

        try
        {
            using var connectors = new ReplayConnectors(PlanSettings.Of(plan), printed: null, part: null);
            _ = JobRunner.Replay(replay, plan, connectors, new JobOptions { ShardCount = 1 }, CancellationToken.None);
            return ExitCode.Ok;
        }
        catch (HotPathException error) when (MayBeDueToRow(error))
        {
            return ExitCode.Internal;
        }
        catch (HotPathException)
        {
            return ExitCode.StateDamaged;
        }
    }

    // A process without memory says nothing about a row, but a function that asks for too much three times does.
    private static bool MayBeDueToRow(HotPathException error) => error.Code == ErrorCode.OutOfMemory
        ? error.InnerException is OutOfMemoryException
        : error.Code == ErrorCode.InvariantBroken && error.InnerException is not (null or OutOfMemoryException);

    private static bool IsGuilty(int exitCode) =>
        exitCode == (int)ExitCode.Internal || FaultSignals.Contains(exitCode - SignalBase);

    private static ProcessStartInfo StartInfo(string path)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(CommandName);
        start.ArgumentList.Add(path);
        return start;
    }
}
