using System.Diagnostics;
using System.Threading;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A stream with repeated event ids through kills of the real process at random moments: its own exact answers, with
/// the input in a file and through a pipe that gives all of it again in each life.
/// </summary>
public sealed class EventIdKillTests
{
    private const int Rows = 60_000;
    private const int Killed = 128 + 9;
    private const int StartMs = 150;

    [Test]
    public void Run_OverRepeatedIds_Killed_GivesTheExactAnswers([Values] bool isPiped)
    {
        using var job = new RepeatedIdJob(Counts.Seed, Rows);
        Assert.That(job.Repeated, Is.GreaterThan(Rows / 4));
        long begin = Stopwatch.GetTimestamp();
        Check(job, CommandRun.Complete(job.Command(isPiped)));
        int calmMs = (int)Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        job.Forget();

        var random = new SplitMix64(Counts.Seed);
        int killed = 0;
        for (int i = 0; i < Counts.EventIdKills; i++)
        {
            using CommandRun run = CommandRun.Start($"exec {job.Command(isPiped)}");
            Thread.Sleep(StartMs + random.Below(calmMs * 3 / 4));
            run.Signal("KILL");
            CommandResult result = run.Finish();
            Assert.That(result.ExitCode, Is.EqualTo(Killed).Or.Zero, result.Errors);
            killed += result.ExitCode == Killed ? 1 : 0;
            if (result.ExitCode == 0)
            {
                Check(job, CommandRun.Complete(job.Command(isPiped)));
                job.Forget();
            }
        }

        Check(job, CommandRun.Complete(job.Command(isPiped)));
        TestContext.Out.WriteLine($"{killed} kills in lives of up to {StartMs + (calmMs * 3 / 4)} ms, seed {Counts.Seed}");
        Assert.That(killed, Is.GreaterThan(0));
    }

    private static void Check(RepeatedIdJob job, CommandResult result)
    {
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
        Assert.That(result.Errors, Does.Contain("balanced to the row").And.Contain("deduplicated"));
        Assert.That(job.Sink(), Is.EqualTo(job.Answers), $"seed {Counts.Seed}");
    }
}
