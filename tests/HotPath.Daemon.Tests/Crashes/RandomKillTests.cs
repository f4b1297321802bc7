using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// The real process killed at random moments while rows arrive at a rate, again and again, two processes at a time: at
/// every end of the input the bytes of a run without a crash, and a ledger that balances over all lives.
/// </summary>
public sealed class RandomKillTests
{
    private const int Lanes = 2;
    private const int StartingOneIn = 4;
    private const int LivesMaxForEachKill = 4;

    private int _killed;
    private int _whileReleasing;
    private int _ended;

    [Test]
    public void Run_KilledAtRandomMoments_EndsWithTheBytesOfARunWithoutACrash()
    {
        using var job = new PacedJob(Counts.Seed);
        int lives = 0;
        var problems = new ConcurrentQueue<string>();
        Parallel.For(0, Lanes, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, lane =>
        {
            var random = new SplitMix64(Counts.Seed + (ulong)lane);
            string name = $"lane-{lane}";
            while (problems.IsEmpty && Volatile.Read(ref _killed) < Counts.RandomKills
                && Interlocked.Increment(ref lives) <= Counts.RandomKills * LivesMaxForEachKill)
            {
                bool isStarting = random.Below(StartingOneIn) == 0;
                int afterMs = random.Below(PacedJob.InputMs);
                if (!Kill(job, name, isStarting, afterMs, problems))
                {
                    Interlocked.Increment(ref _ended);
                    Finish(job, name, name, problems);
                }
            }

            Finish(job, name, name, problems);
        });
        TestContext.Out.WriteLine(
            $"{_killed} kills, {_whileReleasing} of lives that had released rows, {_ended} lives ended first, "
            + $"seed {Counts.Seed}");
        Assert.That(problems, Is.Empty);
        Assert.That(_killed, Is.GreaterThanOrEqualTo(Counts.RandomKills), "runs that end before their kill prove little");
        Assert.That(_whileReleasing, Is.GreaterThan(Counts.RandomKills / 4), "kills before the first row prove little");
    }

    private bool Kill(PacedJob job, string name, bool isStarting, int afterMs, ConcurrentQueue<string> problems)
    {
        long before = job.SinkBytes(name);
        CommandResult result = KilledRun.After(
            job.Arguments(name), () => job.SinkBytes(name), isStarting, afterMs);
        string what = $"{name} killed {afterMs} ms after its {(isStarting ? "start" : "first rows")}";
        if (result.ExitCode is not (KilledRun.Killed or 0))
        {
            problems.Enqueue($"{what}: exit code {result.ExitCode}: {result.Errors}");
        }

        byte[] sink = job.Sink(name);
        if (SinkCheck.Partial(job.CalmBytes, sink) is { } wrong)
        {
            problems.Enqueue($"{what}: {wrong}");
        }

        bool isKilled = result.ExitCode == KilledRun.Killed;
        Interlocked.Add(ref _killed, isKilled ? 1 : 0);
        Interlocked.Add(ref _whileReleasing, isKilled && sink.Length > before ? 1 : 0);
        return isKilled;
    }

    // To the end of the input, and then from its start again.
    private static void Finish(PacedJob job, string name, string what, ConcurrentQueue<string> problems)
    {
        CommandResult last = job.Run(name);
        if (SinkCheck.Whole(job.CalmBytes, job.Sink(name), last) is { } problem)
        {
            problems.Enqueue($"{what}: the last run: {problem}");
        }

        job.Delete(name);
    }
}
