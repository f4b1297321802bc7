using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// SIGTERM at any moment, once or again and again: the process drains and ends with its code, and the next life goes on
/// to the bytes of a run without a stop.
/// </summary>
public sealed class TerminateTests
{
    private const int Terminated = 143;
    private const int AfterMsMax = PacedJob.InputMs;
    private const int ReadyMsMax = 100_000;
    private const int StepMs = 10;

    [Test]
    public void Run_TerminatedAtRandomMoments_StopsInOrderAndGoesOn()
    {
        var random = new SplitMix64(Counts.Seed + 23);
        using var job = new PacedJob(Counts.Seed);
        int stopped = 0;
        int drained = 0;
        var problems = new List<string>();
        for (int i = 0; i < Counts.Terminations; i++)
        {
            bool isReady = i % 3 != 2;
            int afterMs = random.Below(AfterMsMax);
            int signals = 1 + random.Below(3);
            using CommandRun run = CommandRun.Start($"exec dotnet exec \"$hotpath\" {job.Arguments("run")} --grace 100");
            for (int ms = 0; isReady && ms < ReadyMsMax && !run.IsEnded && !IsReady(job); ms += StepMs)
            {
                Thread.Sleep(StepMs);
            }

            Thread.Sleep(afterMs);
            for (int s = 0; s < signals; s++)
            {
                run.Signal("TERM");
                Thread.Sleep(random.Below(20));
            }

            CommandResult result = run.Finish();
            string what = $"{signals} signals {afterMs} ms after {(isReady ? "it was ready" : "its start")}: exit code {result.ExitCode}: {result.Errors}";
            if (result.ExitCode is not (Terminated or 0) || SinkCheck.Partial(job.CalmBytes, job.Sink("run")) is not null)
            {
                problems.Add(what);
            }

            stopped += result.ExitCode == Terminated ? 1 : 0;
            drained += result.Errors.Contains("terminated", StringComparison.Ordinal) ? 1 : 0;
            if (result.ExitCode == 0)
            {
                Check(job, what, problems);
            }
        }

        Check(job, "the last run", problems);
        TestContext.Out.WriteLine(
            $"{Counts.Terminations} terminations, {stopped} before the end, {drained} of them drained, seed {Counts.Seed}");
        Assert.That(problems, Is.Empty);
        Assert.That(drained, Is.GreaterThan(0), "every run was over before its signal, or had not begun");
    }

    private static bool IsReady(PacedJob job) => File.Exists(job.PathOf("run/status.json"))
        && File.ReadAllText(job.PathOf("run/status.json")).Contains("\"ready\": true", StringComparison.Ordinal);

    private static void Check(PacedJob job, string what, List<string> problems)
    {
        CommandResult last = job.Run("run");
        if (SinkCheck.Whole(job.CalmBytes, job.Sink("run"), last) is { } problem)
        {
            problems.Add($"{what}, then {problem}");
        }

        job.Delete("run");
    }
}
