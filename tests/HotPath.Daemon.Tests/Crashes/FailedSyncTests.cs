using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>The device fails under the real process: it stops at once and says so, and the next run mends it.</summary>
public sealed class FailedSyncTests
{
    private const int SyncFailedExit = 8;

    [Test]
    public void Run_WhoseSyncFails_StopsAndTheNextRunEndsWithTheRightBytes()
    {
        Strace.Require();
        using var job = new SmallJob(Counts.SweepEvents, Counts.Seed);
        List<StorageCall> all =
            [.. Strace.List(job.Folder, job.Arguments("run")).Where(static call => call.IsSync)];
        job.Delete("run");
        int step = (all.Count + Counts.SyncFaults - 1) / Counts.SyncFaults;
        int offset = new SplitMix64(Counts.Seed).Below(step);
        int failed = 0;
        foreach (StorageCall call in all.Where((_, i) => i % step == offset))
        {
            CommandResult broken = Strace.Run(call, "error=EIO", job.Arguments("run"));
            Assert.That(broken.ExitCode, Is.EqualTo(SyncFailedExit), $"{call}: {broken.Errors}");
            Assert.That(broken.Errors, Does.Contain("HP2006"), call.ToString());
            Assert.That(job.IsPrefixOfCalm(job.Sink("run")), $"{call}: wrong bytes were published");
            CommandResult next = job.Run("run");
            Assert.That(next.ExitCode, Is.Zero, $"{call}: {next.Errors}");
            Assert.That(job.Sink("run"), Is.EqualTo(job.CalmBytes), call.ToString());
            job.Delete("run");
            failed++;
        }

        TestContext.Out.WriteLine($"{all.Count} syncs, {failed} failed, offset {offset}, seed {Counts.Seed}");
        Assert.That(failed, Is.GreaterThan(1));
    }
}
