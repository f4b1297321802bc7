using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// The device fails under the real process: it stops at once and says so, nothing is released that the last good sync
/// did not cover, and the next run mends it.
/// </summary>
public sealed class FailedSyncTests
{
    private const int SyncFailedExit = 8;
    private const string Name = "run";
    private const int TriesMax = 5; // as in KillSweepTests
    private const int TraceLinesShown = 100;

    // The device takes its time to fail: enough for egress to release what it must not.
    private const string Fault = "error=EIO:delay_enter=150000";

    [Test]
    public void Run_WhoseSyncFails_AcknowledgesNothingAfterItAndTheNextRunEndsWithTheRightBytes()
    {
        Strace.Require();
        using var job = new SmallJob(Counts.SweepEvents, Counts.Seed);
        StorageCall[] all = Syncs(job);
        int count = Math.Min(all.Length, Counts.SyncFaults);
        int offset = new SplitMix64(Counts.Seed).Below(all.Length);
        int failed = 0;
        int released = 0;
        foreach (StorageCall call in Enumerable.Range(0, count).Select(i => all[((i * all.Length) + offset) / count]))
        {
            if (Break(job, call, job.Arguments(Name)) is not { } broken)
            {
                continue;
            }

            Assert.That(broken.ExitCode, Is.EqualTo(SyncFailedExit), $"{call}: {broken.Errors}");
            Assert.That(broken.Errors, Does.Contain("HP2006"), call.ToString());
            Assert.That(SinkCheck.Partial(job.CalmBytes, job.Sink(Name)), Is.Null, call.ToString());
            Assert.That(Unacknowledged(job), Is.Null, call.ToString());
            released += job.Sink(Name).Length > 0 ? 1 : 0;
            CommandResult next = job.RunInside(Name);
            Assert.That(SinkCheck.Whole(job.CalmBytes, job.Sink(Name), next), Is.Null, call.ToString());
            job.Delete(Name);
            failed++;
        }

        TestContext.Out.WriteLine(
            $"{all.Length} syncs, {failed} failed, {released} after rows were released, offset {offset}, seed {Counts.Seed}");
        Assert.That(failed, Is.GreaterThan(count / 2).And.GreaterThan(1));
    }

    /// <summary>Control: <c>--commit async</c> breaks the rule on purpose, and the checker must say so.</summary>
    [Test]
    public void Checker_OfARunThatDoesNotWaitForTheDevice_FindsRowsAheadOfIt()
    {
        Strace.Require();
        using var job = new SmallJob(Counts.SweepEvents, Counts.Seed);
        StorageCall[] all = [.. Syncs(job).Where(static call => IsOfSegment(call) && call.Number > 1)];

        // Whether a group was ahead of the device at that sync, the device decides: some have to be tried.
        foreach (StorageCall call in Enumerable.Repeat(all.Reverse(), TriesMax).SelectMany(static calls => calls))
        {
            bool isFound = Break(job, call, job.Arguments(Name) + " --commit async")?.ExitCode == SyncFailedExit
                && Unacknowledged(job) is not null;
            job.Delete(Name);
            if (isFound)
            {
                return;
            }
        }

        Assert.Fail($"{all.Length} failed syncs of a run that does not wait for them, and nobody noticed");
    }

    // Which of two threads makes a sync, and how many there are, follows the device: a run may not come to the one that
    // was listed. Null when none of some runs does.
    private static CommandResult? Break(SmallJob job, StorageCall call, string arguments)
    {
        for (int i = 0; i < TriesMax; i++)
        {
            CommandResult broken = Strace.Run(call, Fault, arguments, Trace(job));
            if (broken.ExitCode != 0)
            {
                return broken;
            }

            job.Delete(Name);
        }

        return null;
    }

    private static bool IsOfSegment(StorageCall call) => call.Paths[0].Contains("/segment-", StringComparison.Ordinal);

    private static StorageCall[] Syncs(SmallJob job)
    {
        List<TracedCall> all = Strace.List(job.Folder, job.Arguments(Name));
        job.Delete(Name);
        return [.. Enumerable.Range(0, all.Count)
            .Where(i => all[i].Name is "fsync" or "fdatasync")
            .Select(i => TracedCall.Find(all, i))
            .OfType<StorageCall>()];
    }

    // Rows in the sink that events beyond the last good sync of the journal have led to.
    private static string? Unacknowledged(SmallJob job)
    {
        string[] lines = Encoding.UTF8.GetString(job.Sink(Name)).Split('\n');
        if (lines.Length < 2)
        {
            return null;
        }

        var windowStart = DateTime.Parse(lines[^2].Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
        int needed = job.EventsBefore(windowStart);
        int durable = DurableEvents(job);
        return durable >= needed
            ? null
            : FormattableString.Invariant($"row '{lines[^2]}' needs {needed} events, and {durable} were on the device; trace:\n")
                + string.Join('\n', File.ReadLines(Trace(job)).TakeLast(TraceLinesShown));
    }

    private static int DurableEvents(SmallJob job)
    {
        var heap = new NativeHeap();
        using var reader = new JournalReader(
            default(DiskDurableStorage), heap, Path.Combine(job.PathOf(Name), "journal"));
        long durable = DurablePosition(job, reader.Catalog);
        int events = 0;
        while (reader.TryRead(out FrameFlyweight frame) && frame.Position < durable)
        {
            // Numbered by record, from 1: the oldest ones may have been given up.
            events = frame.Type == FrameType.Event ? (int)frame.SourceOffset : events;
        }

        return events;
    }

    // Of the segment whose sync failed, what its earlier syncs had covered; what lies before it was whole before it began.
    // A call has several paths, for a file gets its name when it is made: it may have failed on one that is no segment yet.
    private static long DurablePosition(SmallJob job, JournalCatalog catalog)
    {
        string? path = SyncedWrites.FailedPath(File.ReadLines(Trace(job)));
        return catalog.Segments.FirstOrDefault(segment => segment.Path == path) is { Path: not null } failed
            ? failed.FirstPosition + SyncedWrites.FrameBytes(File.ReadLines(Trace(job)), failed.Path)
            : catalog.EndPosition;
    }

    private static string Trace(SmallJob job) => job.PathOf("trace");
}
