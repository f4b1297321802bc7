using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>The real process killed at its storage system calls, one after the other, and started again.</summary>
public sealed class KillSweepTests
{
    private const int Killed = 128 + 9;
    private const int ZeroingStep = 64;

    [Test]
    public void Run_KilledAtAStorageCall_EndsWithTheBytesOfARunWithoutACrash()
    {
        Strace.Require();
        using var job = new SmallJob(Counts.SweepEvents, Counts.Seed);
        List<StorageCall> all = Strace.List(job.Folder, job.Arguments("run"));
        Assert.That(job.Sink("run"), Is.EqualTo(job.CalmBytes));
        Assert.That(all.Count(static call => !call.IsZeroing), Is.GreaterThan(30), "the trace was not understood");
        job.Delete("run");
        List<StorageCall> chosen = Choose(all, out int offset);

        int next = -1;
        int killed = 0;
        var problems = new ConcurrentQueue<string>();
        Parallel.For(0, chosen.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
        {
            int index = Interlocked.Increment(ref next);
            Interlocked.Add(ref killed, Kill(job, chosen[index], $"kill-{index}", problems) ? 1 : 0);
        });

        TestContext.Out.WriteLine(
            $"{all.Count} calls, {chosen.Count} chosen, {killed} killed, offset {offset}, seed {Counts.Seed}");
        Assert.That(problems, Is.Empty);
        Assert.That(killed, Is.GreaterThanOrEqualTo(chosen.Count * 3 / 4), "calls that are not met prove nothing");
    }

    // The zeros of new segments are many and alike: every 64th of them unless every call is asked for.
    private static List<StorageCall> Choose(List<StorageCall> all, out int offset)
    {
        bool isAll = Counts.SweepKills >= all.Count;
        List<StorageCall> some = [.. all.Where(call => isAll || !call.IsZeroing || call.Number % ZeroingStep == 1)];
        int step = (some.Count + Counts.SweepKills - 1) / Counts.SweepKills;
        int first = new SplitMix64(Counts.Seed).Below(step);
        offset = first;
        return [.. some.Where((_, i) => i % step == first)];
    }

    private static bool Kill(SmallJob job, StorageCall call, string name, ConcurrentQueue<string> problems)
    {
        // Calls were listed for a run of another name in the same folder.
        var here = call with { Path = call.Path.Replace("/run", "/" + name, StringComparison.Ordinal) };
        CommandResult first = Strace.Run(here, "signal=SIGKILL", job.Arguments(name));
        if (first.ExitCode is not (Killed or 0))
        {
            problems.Enqueue($"{call}: exit code {first.ExitCode} of the killed run: {first.Errors}");
        }

        if (!job.IsPrefixOfCalm(job.Sink(name)))
        {
            problems.Enqueue($"{call}: the killed run left wrong bytes");
        }

        CommandResult last = job.Run(name);
        if (last.ExitCode != 0 || !last.Errors.Contains("balanced to the row", StringComparison.Ordinal))
        {
            problems.Enqueue($"{call}: exit code {last.ExitCode} of the next run: {last.Errors}");
        }
        else if (!job.Sink(name).AsSpan().SequenceEqual(job.CalmBytes))
        {
            problems.Enqueue($"{call}: the next run ended with other bytes");
        }

        job.Delete(name);
        return first.ExitCode == Killed;
    }
}
