using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>A job that is killed at random moments, again and again, and must always end as one that never was.</summary>
internal static class KilledLives
{
    private const int StartingOneIn = 4;
    private const int LivesMaxForEachKill = 4;

    /// <summary>Kills the job, and looks at its files after each life and at everything at each end of the input.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="kills">How often. Unit: lives.</param>
    /// <param name="inputMs">How long its rows take to arrive. Unit: ms.</param>
    public static void Run(IKillableJob job, int kills, int inputMs)
    {
        const string name = "run";
        var random = new SplitMix64(Counts.Seed);
        int killed = 0;
        int whileReleasing = 0;
        int ended = 0;
        for (int lives = 0; killed < kills && lives < kills * LivesMaxForEachKill; lives++)
        {
            bool isStarting = random.Below(StartingOneIn) == 0;
            int afterMs = random.Below(inputMs);
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
        Assert.That(killed, Is.EqualTo(kills), "runs that end before their kill prove little");
        Assert.That(whileReleasing, Is.GreaterThan(kills / 4), "kills before the first row prove little");
    }

    private static (int ExitCode, bool HasReleased) Kill(IKillableJob job, string name, bool isStarting, int afterMs)
    {
        long before = job.SinkBytes(name);
        CommandResult result = KilledRun.After(
            job.Arguments(name), () => job.SinkBytes(name), isStarting, afterMs);
        Assert.That(result.ExitCode, Is.EqualTo(KilledRun.Killed).Or.Zero, result.Errors);
        return (result.ExitCode, job.SinkBytes(name) > before);
    }
}
