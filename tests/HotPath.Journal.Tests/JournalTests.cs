using System;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

[TestFixture]
public sealed class JournalTests
{
    [Test]
    public void Reader_AnyBatchesSegmentsAndRestarts_GivesEveryFrame()
    {
        for (ulong seed = TestSeed.Value; seed < TestSeed.Value + 60; seed++)
        {
            var random = new SplitMix64(seed);
            using var fixture = new JournalFixture(seed, payloadMaxBytes: 100 + random.Below(300));
            JournalOptions options = JournalFixture.Options(512 * (8 + random.Below(20)), batchBytesMax: 500 + random.Below(2000));
            for (int life = 0; life < 3; life++)
            {
                using JournalWriter writer = fixture.Resume(options);
                Assert.That(writer.Found.TornBytes, Is.Zero);
                for (int i = random.Below(60); i >= 0; i--)
                {
                    fixture.AppendMany(writer, random.Below(12));
                    Act(writer, random.Below(5));
                }

                Assert.That(writer.Seal(), Is.EqualTo(writer.Position));
            }

            int[] lengths = [.. fixture.SegmentPaths().Select(path => fixture.Storage.ReadAll(path).Length).Distinct()];
            Assert.That(lengths, Is.EqualTo(new[] { options.SegmentBytes }), "no write may make a segment longer");
            fixture.AssertReads(0, TestSeed.Replay(seed));
            (long from, _) = fixture.Appended[random.Below(fixture.Appended.Count)];
            fixture.AssertReads(from, TestSeed.Replay(seed));
        }
    }

    [Test]
    public void Sync_BesideTheWritingThread_TellsOnlyWhatWasWrittenBeforeItAndHoldsItsSegment()
    {
        using var fixture = new JournalFixture(TestSeed.Value);
        var storage = new SlowSyncStorage(fixture.Storage);
        using JournalWriter writer = JournalWriter.Resume(storage, fixture.Heap, JournalFixture.Options());
        fixture.AppendMany(writer, 3);
        writer.Write();
        long before = writer.Position;
        long told = 0;
        storage.HoldNextSync();
        var syncing = new Thread(() => told = writer.Sync());
        syncing.Start();
        storage.IsWaiting.Wait();

        fixture.AppendMany(writer, 3);
        writer.Write();
        Assert.That(writer.DurablePosition, Is.Zero, "the sync has not come back");
        var rolling = new Thread(() =>
        {
            fixture.AppendMany(writer, 200);
            writer.Write();
        });
        rolling.Start();
        Assert.That(rolling.Join(100), Is.False, "the next segment waits for the sync");
        storage.Go.Set();
        syncing.Join();
        rolling.Join();
        Assert.That(told, Is.EqualTo(before));
        Assert.That(storage.ClosedUnderSync, Is.Empty);
        Assert.That(writer.Segments, Has.Count.GreaterThan(1));
        Assert.That(writer.Seal(), Is.EqualTo(writer.Position));
        fixture.AssertReads(0, TestSeed.Replay(TestSeed.Value));
    }

    [Test]
    public void Chain_OfAJournal_IsThatOfARecordedLogOfTheSameFrames()
    {
        using var fixture = new JournalFixture(1);
        using JournalWriter writer = fixture.Resume();
        fixture.AppendMany(writer, 200);
        writer.Commit();
        using var reader = new JournalReader(fixture.Storage, fixture.Heap, JournalFixture.Folder);
        using var log = new LogWriter(new MemoryFile("x", []), fixture.Heap);
        while (reader.TryRead(out FrameFlyweight frame))
        {
            log.Append(frame);
        }

        Assert.That(reader.Chain, Is.EqualTo(writer.Chain).And.EqualTo(log.Chain).And.Not.Zero);
        Assert.That(fixture.SegmentPaths(), Has.Count.GreaterThan(3), "the test must cross segments");
    }

    [Test]
    public void Reader_FromThePositionOfNoFrame_IsRefused()
    {
        using var fixture = new JournalFixture(2);
        using JournalWriter writer = fixture.Resume();
        fixture.AppendMany(writer, 20);
        writer.Commit();
        Assert.That(() => fixture.Read(fixture.Appended[7].Position + 8), ThrowsRot("no frame starts there"));
        Assert.That(() => fixture.Read(writer.Position + 8), ThrowsRot("holds positions 0 to"));
        Assert.That(fixture.Read(writer.Position), Is.Empty);
    }

    [Test]
    public void Footer_Marks_AreReadBack()
    {
        using var fixture = new JournalFixture(3);
        using JournalWriter writer = fixture.Resume();
        fixture.Append(writer);
        writer.NoteMark(new MarkHash(64, 0xFEED));
        writer.Commit();
        using var reader = new JournalReader(fixture.Storage, fixture.Heap, JournalFixture.Folder);
        Assert.That(reader.TryRead(out _), Is.True);
        Assert.That(reader.Mark, Is.EqualTo(new MarkHash(64, 0xFEED)));
        Assert.That(fixture.Resume().Found.Mark, Is.EqualTo(new MarkHash(64, 0xFEED)));
    }

    [Test]
    public void Append_FrameLargerThanASegment_GetsASegmentOfItsOwn()
    {
        using var fixture = new JournalFixture(4, payloadMaxBytes: 20_000);
        JournalOptions options = JournalFixture.Options(segmentBytes: 4096, batchBytesMax: 1024);
        using (JournalWriter writer = fixture.Resume(options))
        {
            fixture.AppendMany(writer, 40);
            writer.Seal();
            Assert.That(writer.Segments.Select(static s => s.LengthBytes), Has.Some.GreaterThan(10_000L));
            writer.RemoveBelow(writer.Position);
            Assert.That(writer.Segments, Has.Count.EqualTo(1));
        }

        int[] lengths = [.. fixture.Storage.ListFiles(JournalFixture.Folder).Select(n => fixture.Storage.ReadAll($"{JournalFixture.Folder}/{n}").Length)];
        Assert.That(lengths.Order().SkipLast(1), Is.All.EqualTo(4096), "only files of the usual length are kept");
    }

    [Test]
    public void Append_OutOfPlace_IsRefused()
    {
        using var fixture = new JournalFixture(5);
        using JournalWriter writer = fixture.Resume();
        nint frame = fixture.Heap.Allocate(64);
        _ = new FrameHeader { Type = FrameType.Event, Position = 8, PayloadBytes = 0 }.WriteTo(frame);
        Assert.That(
            () => writer.Append(new FrameFlyweight(frame)),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.InvariantBroken));
    }

    [Test]
    public void Resume_JournalOfAnotherNode_IsRefused()
    {
        using var fixture = new JournalFixture(6);
        using (JournalWriter writer = fixture.Resume())
        {
            fixture.Append(writer);
            writer.Commit();
        }

        JournalOptions other = JournalFixture.Options() with { NodeId = JournalFixture.OtherNode };
        Assert.That(
            () => fixture.Resume(other),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DataDirectoryRefused));
        using JournalWriter any = fixture.Resume(other with { NodeId = Guid.Empty });
        Assert.That(any.Found.NodeId, Is.EqualTo(JournalFixture.Node));
    }

    [Test]
    public void RemoveBelow_WholeSegmentsOnly_AndTheirFilesAreUsedAgain()
    {
        using var fixture = new JournalFixture(7);
        using JournalWriter writer = fixture.Resume();
        int filesMax = 0;
        for (int i = 0; i < 2000; i++)
        {
            fixture.Append(writer);
            if (i % 7 == 0)
            {
                writer.Commit();
                long keep = Math.Max(0, writer.Position - 9000);
                writer.RemoveBelow(keep);
                Assert.That(writer.Segments[0].FirstPosition, Is.LessThanOrEqualTo(keep));
                Assert.That(writer.Segments.Count < 2 || writer.Segments[0].EndPosition > keep);
                filesMax = Math.Max(filesMax, fixture.Storage.ListFiles(JournalFixture.Folder).Count);
            }
        }

        writer.Commit();
        Assert.That(filesMax, Is.InRange(3, 8), "files are used again");
        long first = writer.Segments[0].FirstPosition;
        Assert.That(first, Is.GreaterThan(50_000));
        fixture.AssertReads(first, "after retention");
        Assert.That(fixture.Read()[0].Position, Is.EqualTo(first));
        Assert.That(() => fixture.Read(0), ThrowsRot("holds positions"));
    }

    [Test]
    public void PrepareSpare_AheadOfNeed_LeavesNothingToWriteAtTheRoll()
    {
        using var fixture = new JournalFixture(8);
        using JournalWriter writer = fixture.Resume();
        writer.PrepareSpare();
        Assert.That(writer.NeedsSpare, Is.True, "it has no name yet");
        writer.PrepareSpare();
        Assert.That(writer.NeedsSpare, Is.False);
        int before = fixture.Storage.WriteCalls;
        int syncsBefore = fixture.Storage.SyncCalls;
        fixture.Append(writer);
        writer.Commit();
        Assert.That(fixture.Storage.WriteCalls - before, Is.EqualTo(2), "a header and a batch, no zeros");
        Assert.That(fixture.Storage.SyncCalls - syncsBefore, Is.EqualTo(2), "of both, and of no directory");
        Assert.That(writer.NeedsSpare, Is.True);
    }

    [Test]
    public void NamedSegment_ThatNeverBegan_IsNoSegment()
    {
        using var fixture = new JournalFixture(8);
        using (JournalWriter writer = fixture.Resume())
        {
            fixture.AppendMany(writer, 100);
            writer.Commit();
            PrepareAll(writer);
            Assert.That(fixture.Storage.ListFiles(JournalFixture.Folder), Has.Count.EqualTo(writer.Segments.Count + 1));
        }

        fixture.AssertReads(0, "after the end");
        using JournalWriter next = fixture.Resume();
        Assert.That(fixture.Storage.ListFiles(JournalFixture.Folder), Has.Count.EqualTo(next.Segments.Count));
        fixture.AppendMany(next, 100);
        next.Commit();
        fixture.AssertReads(0, "after the next life");
    }

    [Test]
    public void NamedSegment_OfTheUsualLength_MakesWayForAFrameThatNeedsMore()
    {
        using var fixture = new JournalFixture(8, payloadMaxBytes: 20_000) { IsPayloadFixed = true };
        using JournalWriter writer = fixture.Resume();
        PrepareAll(writer);
        fixture.AppendMany(writer, 3);
        writer.Commit();
        PrepareAll(writer);
        fixture.Append(writer);
        writer.Commit();
        fixture.AssertReads(0, "with segments of their own");
    }

    [Test]
    public void PrepareSpare_KeepsPaceWithTheJournal_AndIsReadyWhenTheSegmentIsHalfFull()
    {
        const int segmentBytes = 4 * 1024 * 1024;
        using var fixture = new JournalFixture(8, payloadMaxBytes: 60_000) { IsPayloadFixed = true };
        using JournalWriter writer = fixture.Resume(JournalFixture.Options(segmentBytes, 256 * 1024));
        Assert.That(Prepare(), Is.EqualTo(segmentBytes), "the first segment is ready before the first event");
        long zeros = 0;
        for (int i = 0; writer.Position < segmentBytes / 2; i++)
        {
            fixture.Append(writer);
            writer.Commit();
            zeros += Prepare();
            Assert.That(zeros, Is.LessThan((2 * writer.Position) + (300 * 1024)).And.AtLeast(Math.Min(segmentBytes, 2 * writer.Position)));
        }

        Assert.That((zeros, writer.Segments.Count), Is.EqualTo(((long)segmentBytes, 1)));

        long Prepare()
        {
            long before = fixture.Storage.UsedBytes;
            PrepareAll(writer);
            return fixture.Storage.UsedBytes - before;
        }
    }

    [Test]
    public void GiveUpSpares_LeavesOne()
    {
        using var fixture = new JournalFixture(9);
        using JournalWriter writer = fixture.Resume();
        writer.PrepareSpare();
        Assert.That((Spares(), writer.GiveUpSpares()), Is.EqualTo((1, 0)), "the next segment must not wait for a file");
        for (int i = 0; i < 3; i++)
        {
            writer.PrepareSpare();
        }

        Assert.That(Spares(), Is.EqualTo(2), "one has its name");
        Assert.That(writer.GiveUpSpares(), Is.EqualTo(2));
        Assert.That((Spares(), writer.GiveUpSpares()), Is.EqualTo((0, 0)));
        Assert.That(writer.NeedsSpare, Is.False);
        int before = fixture.Storage.WriteCalls;
        fixture.Append(writer);
        writer.Commit();
        Assert.That(fixture.Storage.WriteCalls - before, Is.EqualTo(2), "a header and a batch, no zeros");

        int Spares() => fixture.Storage.ListFiles(JournalFixture.Folder).Count(static name => name.StartsWith("spare", StringComparison.Ordinal));
    }

    [Test]
    public void PrepareSpare_WithoutSpaceForTwo_WritesNothing()
    {
        const int segmentBytes = 1024 * 1024;
        const long inUseBytes = 2 * segmentBytes;
        using var fixture = new JournalFixture(10, payloadMaxBytes: 60_000) { IsPayloadFixed = true };
        using JournalWriter writer = fixture.Resume(JournalFixture.Options(segmentBytes, 256 * 1024));
        PrepareAll(writer);
        fixture.Append(writer);
        writer.Commit();
        fixture.Storage.TellsFreeBytes = true;
        fixture.Storage.SpaceMaxBytes = fixture.Storage.UsedBytes + inUseBytes - 1;
        int before = fixture.Storage.WriteCalls;
        Assert.That(
            () => writer.PrepareSpare(),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DiskFull)
                .And.Message.Contains("no space left on the volume for a spare segment").And.Message.Contains($"{inUseBytes} needed"));
        Assert.That(fixture.Storage.WriteCalls, Is.EqualTo(before), "it would have to be taken back");

        fixture.Storage.SpaceMaxBytes++;
        Assert.That(writer.PrepareSpare(), Is.False, "a part is no spare");
        while (!writer.PrepareSpare())
        {
        }

        Assert.That(writer.NeedsSpare, Is.True, "it has no name yet");
        Assert.That(writer.PrepareSpare(), Is.True);
    }

    [Test]
    public void Segment_ThatIsNeeded_TakesTheLastSpaceButNeverAPartOfIt()
    {
        const int segmentBytes = 1024 * 1024;
        using var fixture = new JournalFixture(11, payloadMaxBytes: 60_000) { IsPayloadFixed = true };
        fixture.Storage.TellsFreeBytes = true;
        fixture.Storage.SpaceMaxBytes = segmentBytes - 1;
        using JournalWriter writer = fixture.Resume(JournalFixture.Options(segmentBytes, 256 * 1024));
        fixture.Append(writer);
        Assert.That(
            () => writer.Commit(),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.DiskFull));
        Assert.That(fixture.Storage.WriteCalls, Is.Zero);
        fixture.Storage.SpaceMaxBytes++;
        Assert.That(writer.Commit(), Is.EqualTo(writer.Position));
        fixture.AssertReads(0, "after there was space");
    }

    [Test]
    public void AppendAndCommit_SteadyState_AllocateNothing()
    {
        string folder = System.IO.Directory.CreateTempSubdirectory("hotpath-journal-").FullName;
        try
        {
            var heap = new NativeHeap();
            var options = new JournalOptions { Directory = folder, NodeId = JournalFixture.Node, SegmentBytes = 16 * 1024 * 1024 };
            using JournalWriter writer = JournalWriter.Resume(new DiskDurableStorage(), heap, options);
            nint frame = heap.Allocate(128);
            Fill(writer, frame, frames: 2000);
            Fill(writer, frame, frames: 2000);
            long callsBefore = heap.AllocatorCalls;
            long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            Fill(writer, frame, frames: 50_000);
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - bytesBefore, Is.Zero);
            Assert.That(heap.AllocatorCalls, Is.EqualTo(callsBefore));
            Assert.That(writer.Segments, Has.Count.EqualTo(1));
            Assert.That(writer.DurablePosition, Is.EqualTo(54_000L * 128));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    internal static NUnit.Framework.Constraints.IResolveConstraint ThrowsRot(string text) =>
        Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.StateCorrupt).And.Message.Contains(text);

    // In a method of its own: what the test method's own code allocates does not count.
    private static void Fill(JournalWriter writer, nint frame, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            _ = new FrameHeader { Type = FrameType.Event, Position = writer.Position, PayloadBytes = 64 }.WriteTo(frame);
            writer.Append(new FrameFlyweight(frame));
            if (i % 2000 == 1999)
            {
                writer.Commit();
            }
        }
    }

    private static void PrepareAll(JournalWriter writer)
    {
        while (writer.NeedsSpare)
        {
            writer.PrepareSpare();
        }
    }

    private static void Act(JournalWriter writer, int choice)
    {
        switch (choice)
        {
            case 0:
                writer.Write();
                break;
            case 1:
                writer.Write();
                writer.Sync();
                break;
            case 2:
                writer.Seal();
                break;
            case 3:
                writer.PrepareSpare();
                break;
            default:
                writer.Commit();
                break;
        }
    }
}
