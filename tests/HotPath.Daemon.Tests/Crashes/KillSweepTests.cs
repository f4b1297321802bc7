using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>The real process killed at each of its storage system calls, one after the other, and started again.</summary>
public sealed class KillSweepTests
{
    private const int Killed = 128 + 9;
    private const int Lanes = 2;
    private const int TriesMax = 5;
    private const int ListsMax = 12;
    private const int RealProcessStep = 16;

    [Test]
    public void Run_KilledAtEveryStorageCall_EndsWithTheBytesOfARunWithoutACrash()
    {
        Strace.Require();
        long begin = Stopwatch.GetTimestamp();
        using var job = new SmallJob(Counts.SweepEvents, Counts.Seed);
        List<TracedCall> all = Strace.List(job.Folder, job.Arguments("run"));
        Assert.That(job.Sink("run"), Is.EqualTo(job.CalmBytes));
        job.Delete("run");
        // The status document is written when the clock says so, and no later life reads it.
        int[] changes = [.. Enumerable.Range(0, all.Count)
            .Where(i => all[i].IsChange && !all[i].Paths[0].Contains("/status.json", StringComparison.Ordinal))];
        int[] found = [.. changes.Where(i => TracedCall.Find(all, i) is not null)];
        string[] hidden = [.. changes.Except(found).Select(i => $"{all[i].Name} {all[i].Paths[0]}")];
        AssertUnderstood(all, found, hidden);

        int next = -1;
        int killed = 0;
        var problems = new ConcurrentQueue<string>();
        var missed = new ConcurrentQueue<int>();
        Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, _ =>
        {
            int index = Interlocked.Increment(ref next);
            if (Kill(job, TracedCall.Find(all, found[index])!, $"kill-{index}", index % RealProcessStep == 0, problems))
            {
                Interlocked.Increment(ref killed);
            }
            else
            {
                missed.Enqueue(found[index]);
            }
        });
        int again = missed.Count;
        int[] never = [.. missed.Where(at => !KillAsListedAgain(job, all, at, problems))];

        TestContext.Out.WriteLine(
            $"{changes.Length} storage calls of {Counts.SweepEvents} events, {killed + again - never.Length} kills at {found.Length} of "
            + $"them ({again} listed again), {hidden.Length} calls after which the next life finds the same, {never.Length} not met"
            + $"{string.Concat(never.Select(at => $" ({TracedCall.Find(all, at)})"))}, {Stopwatch.GetElapsedTime(begin).TotalSeconds:F0} s, seed {Counts.Seed}");
        Assert.That(problems, Is.Empty);
        // A slow run makes checkpoints that no later one makes: on a quiet machine all are met.
        Assert.That(never, Has.Length.LessThanOrEqualTo(changes.Length / 20), "calls that are not met prove nothing");
    }

    // Two threads share the work on segments and spares, so a call may be another thread's in most runs: the same call
    // of a further run (the so-manieth of its name on its file) is looked for under that run's numbers.
    private static bool KillAsListedAgain(SmallJob job, List<TracedCall> all, int at, ConcurrentQueue<string> problems)
    {
        int nth = all.Take(at).Count(call => IsSame(call, all[at]));
        bool isKilled = false;
        for (int list = 0; list < ListsMax && !isKilled; list++)
        {
            List<TracedCall> other = Strace.List(job.Folder, job.Arguments("run"));
            job.Delete("run");
            int[] same = [.. Enumerable.Range(0, other.Count).Where(i => IsSame(other[i], all[at]))];
            isKilled = nth < same.Length && TracedCall.Find(other, same[nth]) is { } call
                && Kill(job, call, $"again-{at}-{list}", false, problems);
        }

        return isKilled;
    }

    private static bool IsSame(TracedCall call, TracedCall other) => call.Name == other.Name && call.Paths[0] == other.Paths[0];

    // A call that only another thread's number leads to is left out where a kill at the next call leaves the same behind:
    // a sync changes no file, and neither a spare nor a snapshot that is not finished is read by the next life. Two
    // threads write a spare, and LMDB copies each snapshot in a new one.
    private static void AssertUnderstood(List<TracedCall> all, int[] found, string[] hidden)
    {
        Assert.That(found, Has.Length.GreaterThan(60), "the trace was not understood");
        Assert.That(
            hidden, Has.All.Match("^(fsync|fdatasync) |^write .*/snapshots/unfinished/|^pwrite64 .*/journal/spare-"), "calls that cannot be met");
        foreach (string name in (string[])["pwrite64", "fdatasync", "fsync", "rename", "openat", "mkdir", "ftruncate", "unlink"])
        {
            Assert.That(all.Exists(call => call.Name == name && call.IsChange), $"the run has no {name}");
        }
    }

    // How many calls a thread makes may differ by one from run to run: groups follow the device.
    private static bool Kill(
        SmallJob job, StorageCall call, string name, bool isNextReal, ConcurrentQueue<string> problems)
    {
        // Calls were listed for a run of another name in the same folder.
        var here = call with { Paths = [.. call.Paths.Select(path => job.PathFor(path, name))] };
        bool isKilled = false;
        for (int i = 0; i < TriesMax && !isKilled; i++)
        {
            job.Delete(name);
            CommandResult first = Strace.Run(here, "signal=SIGKILL", job.Arguments(name));
            isKilled = first.ExitCode == Killed;
            if (!isKilled && first.ExitCode != 0)
            {
                problems.Enqueue($"{call}: exit code {first.ExitCode} of the killed run: {first.Errors}");
            }
        }

        if (SinkCheck.Partial(job.CalmBytes, job.Sink(name)) is { } wrong)
        {
            problems.Enqueue($"{call}: the killed run left {wrong}");
        }

        CommandResult last = isNextReal ? job.Run(name) : job.RunInside(name);
        if (SinkCheck.Whole(job.CalmBytes, job.Sink(name), last) is { } problem)
        {
            problems.Enqueue($"{call}: the next run: {problem}");
        }

        job.Delete(name);
        return isKilled;
    }
}
