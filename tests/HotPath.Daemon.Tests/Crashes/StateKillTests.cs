using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// The real process killed at random moments while its state holds sketches, lists, ranks, corrected sessions and windows
/// of processing time: at every end of the input the results of a run without a crash, each row counted once.
/// </summary>
public sealed class StateKillTests
{
    private const int StartingOneIn = 4;
    private const int LivesMaxForEachKill = 4;

    [Test]
    public void Run_WithEveryKindOfState_Killed_EndsWithTheResultsOfARunWithoutACrash()
    {
        const string name = "run";
        using var job = new StateJob(Counts.Seed);
        var random = new SplitMix64(Counts.Seed);
        int killed = 0;
        int whileReleasing = 0;
        int ended = 0;
        for (int lives = 0; killed < Counts.StateKills && lives < Counts.StateKills * LivesMaxForEachKill; lives++)
        {
            bool isStarting = random.Below(StartingOneIn) == 0;
            int afterMs = random.Below(StateJob.InputMs);
            (int exitCode, bool hasReleased) = Kill(job, name, isStarting, afterMs);
            Assert.That(job.Partial(name), Is.Null, $"killed {afterMs} ms after its {(isStarting ? "start" : "first rows")}");
            if (exitCode == KilledRun.Killed)
            {
                killed++;
                whileReleasing += hasReleased ? 1 : 0;
                continue;
            }

            ended++;
            Assert.That(job.Finish(name), Is.Null);
            job.Delete(name);
        }

        Assert.That(job.Finish(name), Is.Null);
        TestContext.Out.WriteLine(
            $"{killed} kills, {whileReleasing} of lives that had released rows, {ended} lives ended first, seed {Counts.Seed}");
        Assert.That(killed, Is.EqualTo(Counts.StateKills), "runs that end before their kill prove little");
        Assert.That(whileReleasing, Is.GreaterThan(Counts.StateKills / 4), "kills before the first row prove little");
    }

    private static (int ExitCode, bool HasReleased) Kill(StateJob job, string name, bool isStarting, int afterMs)
    {
        long before = job.SinkBytes(name);
        CommandResult result = KilledRun.After(
            job.Arguments(name), () => job.SinkBytes(name), isStarting, afterMs);
        Assert.That(result.ExitCode, Is.EqualTo(KilledRun.Killed).Or.Zero, result.Errors);
        return (result.ExitCode, job.SinkBytes(name) > before);
    }
}
