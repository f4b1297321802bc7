using System;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

/// <summary>What was committed survives any end of the process, and nothing else comes back.</summary>
[TestFixture]
public sealed class JournalCrashTests
{
    private const int SeedsOfANormalRun = 500;

    [Test]
    public void Crash_AtAnyCall_KeepsWhatWasCommittedAndInventsNothing()
    {
        int seeds = int.TryParse(
            Environment.GetEnvironmentVariable("HOTPATH_CRASHES"), NumberStyles.None, CultureInfo.InvariantCulture, out int given)
            ? given
            : SeedsOfANormalRun;
        int torn = 0;
        int cuts = 0;
        int removed = 0;
        for (ulong seed = TestSeed.Value; seed < TestSeed.Value + (ulong)seeds; seed++)
        {
            var random = new SplitMix64(seed);
            using var fixture = new JournalFixture(seed, payloadMaxBytes: 30 + random.Below(200));
            var promised = new Promise();
            for (int life = 0; life < 5; life++)
            {
                fixture.Life = life;
                fixture.Storage.RevertsAtFailedSync = random.Below(2) == 0;
                fixture.Storage.FailingSync = random.Below(4) == 0 ? fixture.Storage.SyncCalls + 1 + random.Below(20) : 0;
                int callsLeft = 1 + random.Below(60);
                fixture.Storage.BeforeCall = () => CountDown(ref callsLeft);
                cuts += Live(fixture, random, promised) ? 1 : 0;
                fixture.Storage.BeforeCall = null;
                fixture.Storage.FailingSync = 0;
                End(fixture, random);
            }

            using JournalWriter writer = fixture.Resume(knownDurablePosition: promised.Acknowledged);
            Check(fixture, writer, promised, $"at the end, {TestSeed.Replay(seed)}");
            torn += promised.TornTails;
            removed += promised.Removed;
        }

        Assert.That(removed, Is.GreaterThan(seeds), "segments must come to be used again");
        Assert.That(torn, Is.GreaterThan(seeds / 10), "the model must tear tails");
        Assert.That(cuts, Is.GreaterThan(2 * seeds), "most lives must end by force");
    }

    [Test]
    public void Sync_FailedAtAnyIndex_IsTheLastCallThatReachesTheDevice()
    {
        int failures = 0;
        for (int index = 1; index <= 50; index++)
        {
            foreach (bool reverts in new[] { false, true })
            {
                using var fixture = new JournalFixture(77);
                fixture.Storage.FailingSync = index;
                fixture.Storage.RevertsAtFailedSync = reverts;
                long acknowledged = 0;
                bool hasFailed = FailsWhileCommitting(fixture, ref acknowledged, commits: 60);
                failures += hasFailed ? 1 : 0;
                fixture.Storage.FailingSync = 0;
                if (index % 2 == 0)
                {
                    fixture.Storage.Kill();
                }
                else
                {
                    fixture.Storage.Crash((ulong)index);
                }

                using JournalWriter writer = fixture.Resume(knownDurablePosition: acknowledged);
                Check(fixture, writer, new Promise { Acknowledged = acknowledged }, $"failing sync {index}, reverts {reverts}");
            }
        }

        Assert.That(failures, Is.EqualTo(100));
    }

    [Test]
    public void DiskFull_AtAnyRoll_LeavesTheWriterAbleToGoOn()
    {
        for (int room = 0; room < 9; room++)
        {
            using var fixture = new JournalFixture(5);
            fixture.Storage.SpaceMaxBytes = room * 2048;
            int refused = 0;
            using (JournalWriter writer = fixture.Resume())
            {
                for (int i = 0; i < 300; i++)
                {
                    long durable = writer.DurablePosition;
                    if (TryCommit(fixture, writer))
                    {
                        continue;
                    }

                    refused++;
                    Assert.That(writer.DurablePosition, Is.EqualTo(durable));
                    int committed = fixture.Appended.Count(frame => frame.Position < durable);
                    Assert.That(fixture.ReadPrefix($"while full, room {room}", out _, durable), Is.EqualTo(committed));
                    fixture.Storage.SpaceMaxBytes += 2048;
                }

                fixture.Storage.SpaceMaxBytes = long.MaxValue;
                Assert.That(writer.Commit(), Is.EqualTo(writer.Position));
                Assert.That(refused, Is.GreaterThan(3));
            }

            fixture.AssertReads(0, $"room {room}");
        }
    }

    [Test]
    public void DiskFull_InTheMiddleOfAnyWrite_IsWrittenAgain()
    {
        int refused = 0;
        for (int index = 1; index <= 90; index++)
        {
            using var fixture = new JournalFixture(6);
            fixture.Storage.FailingWrite = index;
            using (JournalWriter writer = fixture.Resume())
            {
                for (int i = 0; i < 100; i++)
                {
                    refused += TryCommit(fixture, writer) ? 0 : 1;
                }

                Assert.That(writer.Seal(), Is.EqualTo(writer.Position));
            }

            fixture.AssertReads(0, $"write {index}");
        }

        Assert.That(refused, Is.EqualTo(90));
    }

    [TestCase("spare")]
    [TestCase("retention")]
    public void Sync_FailedBesideTheWriter_StopsItToo(string which)
    {
        using var fixture = new JournalFixture(7);
        using JournalWriter writer = fixture.Resume();
        fixture.AppendMany(writer, 200);
        long durable = writer.Commit();
        fixture.Append(writer);
        fixture.Storage.FailingSync = fixture.Storage.SyncCalls + 1;
        Assert.That(
            which == "spare" ? () => writer.PrepareSpare() : () => writer.RemoveBelow(durable),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.SyncFailed));
        AssertDead(writer, durable);
    }

    [Test]
    public void Async_WithoutSyncs_LosesOnlyTheTail()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            using var fixture = new JournalFixture(seed);
            using (JournalWriter writer = fixture.Resume())
            {
                for (int i = 0; i < 40; i++)
                {
                    fixture.AppendMany(writer, 3);
                    writer.Write();
                }

                Assert.That(writer.DurablePosition, Is.LessThan(writer.WrittenPosition));
            }

            fixture.Storage.Crash(seed);
            using JournalWriter next = fixture.Resume();
            Check(fixture, next, new Promise(), $"seed {seed}");
        }
    }

    [Test]
    public void CrashOfTheModel_LosesUnsyncedBytesAndNames()
    {
        // Negative control: without syncs the promises above must fail on this model.
        int lostBytes = 0;
        int lostNames = 0;
        for (ulong seed = 0; seed < 50; seed++)
        {
            var storage = new MemoryDurableStorage();
            storage.CreateFile("d/named").Sync();
            storage.SyncDirectory("d");
            storage.CreateFile("d/unnamed").Sync();
            storage.OpenFile("d/named", isWritable: true).Write([1, 2, 3, 4], 0);
            storage.Crash(seed);
            lostNames += storage.ListFiles("d").Count == 1 ? 1 : 0;
            lostBytes += storage.ReadAll("d/named").Length < 4 ? 1 : 0;
        }

        Assert.That((lostBytes, lostNames), Is.EqualTo((Math.Clamp(lostBytes, 10, 45), Math.Clamp(lostNames, 10, 45))));
    }

    private static void CountDown(ref int callsLeft)
    {
        if (--callsLeft < 0)
        {
            throw new PowerCutException();
        }
    }

    /// <summary>One life of a node.</summary>
    /// <returns>Whether it was ended by force.</returns>
    private static bool Live(JournalFixture fixture, SplitMix64 random, Promise promised)
    {
        bool isKnown = random.Below(2) == 0;
        try
        {
            using JournalWriter writer = fixture.Resume(knownDurablePosition: isKnown ? promised.Acknowledged : 0);
            Check(fixture, writer, promised, "resumed");
            promised.TornTails += writer.Found.TornBytes > 0 ? 1 : 0;
            promised.Acknowledged = writer.DurablePosition;
            for (int i = 0; i < 40; i++)
            {
                fixture.AppendMany(writer, random.Below(8));
                Act(writer, random, promised);
                promised.Acknowledged = writer.DurablePosition;
            }

            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
        catch (HotPathException e) when (e.Code == ErrorCode.SyncFailed)
        {
            return true;
        }
    }

    private static void Act(JournalWriter writer, SplitMix64 random, Promise promised)
    {
        switch (random.Below(8))
        {
            case 0:
                writer.PrepareSpare();
                break;
            case 1:
                writer.Seal();
                break;
            case 2:
                writer.Write();
                break;
            case 3:
                promised.KeptFrom = Math.Max(promised.KeptFrom, writer.DurablePosition - random.Below(8000));
                promised.Removed += writer.RemoveBelow(promised.KeptFrom);
                break;
            default:
                promised.Acknowledged = writer.Commit();
                break;
        }
    }

    private static void End(JournalFixture fixture, SplitMix64 random)
    {
        if (random.Below(3) == 0)
        {
            fixture.Storage.Kill();
        }
        else
        {
            fixture.Storage.Crash(random.Next());
        }
    }

    private static void Check(JournalFixture fixture, JournalWriter writer, Promise promised, string context)
    {
        Assert.That(writer.Found.EndPosition, Is.GreaterThanOrEqualTo(promised.Acknowledged), context);
        Assert.That(writer.Found.FirstPosition, Is.LessThanOrEqualTo(promised.KeptFrom), context);
        fixture.CutOracle(writer.Found.EndPosition);
        fixture.AssertReads(writer.Found.FirstPosition, context, promised.Acknowledged);
    }

    private static bool FailsWhileCommitting(JournalFixture fixture, ref long acknowledged, int commits)
    {
        JournalWriter? writer = null;
        try
        {
            writer = fixture.Resume();
            for (int i = 0; i < commits; i++)
            {
                fixture.AppendMany(writer, 6);
                acknowledged = writer.Commit();
            }

            return false;
        }
        catch (HotPathException e) when (e.Code == ErrorCode.SyncFailed)
        {
            int syncs = fixture.Storage.SyncCalls;
            int writes = fixture.Storage.WriteCalls;
            AssertDead(writer, acknowledged);
            Assert.That((fixture.Storage.SyncCalls, fixture.Storage.WriteCalls), Is.EqualTo((syncs, writes)), "no call after the failure");
            return true;
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static void AssertDead(JournalWriter? writer, long acknowledged)
    {
        if (writer is null)
        {
            return;
        }

        foreach (Action call in new Action[] { writer.Write, () => writer.Sync(), () => writer.Commit(), () => writer.Seal(), () => writer.PrepareSpare(), () => writer.RemoveBelow(1) })
        {
            Assert.That(call, Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.SyncFailed));
        }

        Assert.That(writer.DurablePosition, Is.EqualTo(acknowledged));
    }

    private static bool TryCommit(JournalFixture fixture, JournalWriter writer)
    {
        int appended = fixture.Appended.Count;
        try
        {
            fixture.AppendMany(writer, 1);
            writer.Commit();
            return true;
        }
        catch (HotPathException e) when (e.Code == ErrorCode.DiskFull)
        {
            Assert.That(fixture.Appended.Count - appended, Is.InRange(0, 1));
            return false;
        }
    }

    /// <summary>What the lives of one node have promised so far, and how they went.</summary>
    private sealed class Promise
    {
        public long Acknowledged { get; set; }

        public long KeptFrom { get; set; }

        public int TornTails { get; set; }

        public int Removed { get; set; }
    }
}
