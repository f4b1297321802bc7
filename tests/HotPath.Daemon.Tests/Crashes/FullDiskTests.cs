using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json;
using System.Threading;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>The volume of a data directory becomes full under the real process: intake stands still, nothing dies, the
/// run says so, and goes on by itself once there is space.</summary>
public sealed class FullDiskTests
{
    // Room for two segments of the three that the job needs, and for the state.
    private const long FreeBytes = 5_500_000;
    private const int WaitMsMax = 90_000;
    private const int StillMs = 1000;
    private const int StepMs = 20;

    [TestCase("tmpfs")]
    [TestCase("ext4")]
    public void Run_WhoseVolumeBecomesFull_StandsStillAndGoesOnWhenThereIsSpace(string kind)
    {
        using var volume = new SmallVolume(kind);
        using var job = new PacedJob(Counts.Seed, keepsWholeJournal: true);
        volume.Fill(FreeBytes);
        string errors = job.PathOf("errors");
        using CommandRun run = CommandRun.Start(
            $"exec dotnet exec \"$hotpath\" {job.UnpacedArguments("run", volume.PathOf("data"))} 2> {errors}");
        WaitFor(run, errors, "intake stands still");
        long position = job.SinkBytes("run");
        Thread.Sleep(StillMs);
        Assert.That(run.IsEnded, Is.False, "a full disk is no reason to die");
        Assert.That(File.ReadAllText(errors), Does.Contain("no space left").And.Contain("segments are made ahead again"));
        Assert.That(
            File.ReadAllText(errors).Split("made ahead again").Length, Is.EqualTo(2), "it is told once");
        using (JsonDocument status = JsonDocument.Parse(File.ReadAllText(volume.PathOf("data/status.json"))))
        {
            Assert.That(status.RootElement.GetProperty("state").GetString(), Is.EqualTo("full"));
            Assert.That(status.RootElement.GetProperty("ready").GetBoolean(), Is.False);
        }

        // What had been journaled when intake stopped may still be worked off; then nothing comes any more.
        long before = Settled(job, position);
        Assert.That(before, Is.GreaterThan(0).And.LessThan(job.CalmBytes.Length), "it did not stand still");
        Assert.That(SinkCheck.Partial(job.CalmBytes, job.Sink("run")), Is.Null);

        long begin = Stopwatch.GetTimestamp();
        volume.Free();
        WaitFor(run, errors, "has space again");
        double resumedMs = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        CommandResult result = run.Finish();
        Assert.That(
            SinkCheck.Whole(job.CalmBytes, job.Sink("run"), result with { Errors = File.ReadAllText(errors) }), Is.Null);
        TestContext.Out.WriteLine(
            $"{kind}: stood still at {before} of {job.CalmBytes.Length} bytes, went on {resumedMs:F0} ms after there was space");
    }

    private static long Settled(PacedJob job, long bytes)
    {
        for (int ms = 0; ms < WaitMsMax; ms += StillMs)
        {
            long now = job.SinkBytes("run");
            if (now == bytes)
            {
                return now;
            }

            bytes = now;
            Thread.Sleep(StillMs);
        }

        return bytes;
    }

    private static void WaitFor(CommandRun run, string errors, string words)
    {
        for (int ms = 0; ms < WaitMsMax; ms += StepMs)
        {
            string text = File.Exists(errors) ? File.ReadAllText(errors) : string.Empty;
            if (text.Contains(words, StringComparison.Ordinal))
            {
                return;
            }

            Assert.That(run.IsEnded, Is.False, $"ended before it said '{words}': {text}");
            Thread.Sleep(StepMs);
        }

        Assert.Fail($"never said '{words}': {File.ReadAllText(errors)}");
    }
}
