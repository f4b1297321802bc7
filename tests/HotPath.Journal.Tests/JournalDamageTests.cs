using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using NUnit.Framework;

namespace HotPath.Journal.Tests;

/// <summary>A journal that was changed behind its writer's back: cut and reported, or refused, never misread.</summary>
[TestFixture]
public sealed class JournalDamageTests
{
    private const int FlipsOfANormalRun = 800;

    [TestCase(false)]
    [TestCase(true)]
    public void LastBatch_CutAtAnyByte_IsATornTailUnlessKnownDurable(bool isFileUsedBefore)
    {
        using JournalFixture fixture = Written(isFileUsedBefore, out byte[] before, out byte[] after, out int framesBefore);
        string path = fixture.SegmentPaths()[^1];
        long durable = fixture.Appended[framesBefore].Position;
        int first = FirstDifference(before, after);
        int last = after.Length - FirstDifference([.. before.Reverse()], [.. after.Reverse()]);
        Assert.That(last - first, Is.GreaterThan(1000), "the batch must be large enough to be worth cutting");
        for (int cut = first; cut < last; cut++)
        {
            fixture.Storage.Put(path, [.. after[..cut], .. before[cut..]]);
            Assert.That(fixture.ReadPrefix($"cut at {cut}", out ErrorCode error), Is.EqualTo(framesBefore));
            Assert.That(error, Is.EqualTo(ErrorCode.None), $"cut at {cut}");
            Assert.That(JournalCatalog.Open(fixture.Storage, fixture.Heap, JournalFixture.Folder, durable).EndPosition, Is.EqualTo(durable));
            fixture.ReadPrefix($"cut at {cut}", out error, knownDurablePosition: durable + 8);
            Assert.That(error, Is.EqualTo(ErrorCode.StateCorrupt), $"known to be durable, cut at {cut}");
        }

        fixture.Storage.Put(path, after);
        Assert.That(fixture.ReadPrefix("whole", out _), Is.EqualTo(fixture.Appended.Count));
    }

    [Test]
    public void Resume_AfterATornTail_ReportsItAndGoesOnOverClearedBytes()
    {
        using JournalFixture fixture = Written(isFileUsedBefore: true, out byte[] before, out byte[] after, out int framesBefore);
        string path = fixture.SegmentPaths()[^1];
        int first = FirstDifference(before, after);
        fixture.Storage.Put(path, [.. after[..(first + 700)], .. before[(first + 700)..]]);
        fixture.CutOracle(fixture.Appended[framesBefore].Position);
        fixture.Life++;
        using (JournalWriter writer = fixture.Resume())
        {
            Assert.That(writer.Found.TornBytes, Is.InRange(600, 800));
            Assert.That(fixture.Storage.ReadAll(path)[first..], Is.All.Zero, "what follows is cleared before new frames come");
            fixture.AppendMany(writer, 5);
            writer.Seal();
        }

        fixture.AssertReads(fixture.Appended[0].Position, "after the cut");
    }

    /// <summary>A crash between the name of a segment and its header, when the one after it has its name already.
    /// </summary>
    [TestCase(0)]
    [TestCase(60)]
    public void SegmentsWithoutAHeader_AtTheEnd_AreNone(int frames)
    {
        using JournalFixture fixture = Sealed(TestSeed.Value, frames);
        int segments = frames == 0 ? 0 : fixture.SegmentPaths().Count;
        for (int unborn = 1; unborn <= 2; unborn++)
        {
            fixture.Storage.Put($"{JournalFixture.Folder}/{SegmentDescriptor.FileName(segments + unborn)}", new byte[4096]);
        }

        fixture.Life++;
        using (JournalWriter writer = fixture.Resume())
        {
            Assert.That(fixture.SegmentPaths(), Has.Count.EqualTo(segments));
            fixture.AppendMany(writer, 40);
            writer.Seal();
        }

        fixture.AssertReads(fixture.Appended[0].Position, "behind what were no segments");
    }

    [Test]
    public void SegmentWithoutAHeader_BeforeOneThatHasIts_IsRefused()
    {
        using JournalFixture fixture = Sealed(TestSeed.Value, frames: 150);
        IReadOnlyList<string> paths = fixture.SegmentPaths();
        fixture.Storage.Put(paths[^2], new byte[fixture.Storage.ReadAll(paths[^2]).Length]);
        HotPathException refused = Assert.Throws<HotPathException>(() => fixture.Resume())!;
        Assert.That((refused.Code, refused.Message.Contains("later segments have theirs", StringComparison.Ordinal)), Is.EqualTo((ErrorCode.StateCorrupt, true)));
    }

    [Test]
    public void Bit_FlippedAnywhereInASealedJournal_IsDetectedOrHarmless()
    {
        using JournalFixture fixture = Sealed(TestSeed.Value, frames: 150);
        IReadOnlyList<string> paths = fixture.SegmentPaths();
        Assert.That(paths, Has.Count.GreaterThan(3));
        var random = new SplitMix64(TestSeed.Value);
        int detected = 0;
        int flips = Flips();
        for (int i = 0; i < flips; i++)
        {
            string path = paths[random.Below(paths.Count)];
            long bit = random.Below(8 * fixture.Storage.ReadAll(path).Length);
            fixture.Storage.FlipBit(path, bit);
            string context = $"{path} bit {bit}, {TestSeed.Replay(TestSeed.Value)}";
            int read = fixture.ReadPrefix(context, out ErrorCode error);
            if (error == ErrorCode.None)
            {
                Assert.That(read, Is.EqualTo(fixture.Appended.Count), $"{context}: frames are missing and nobody says so");
            }
            else
            {
                Assert.That(error, Is.EqualTo(ErrorCode.StateCorrupt), context);
                detected++;
            }

            fixture.Storage.FlipBit(path, bit);
        }

        Assert.That(detected, Is.GreaterThan(flips / 2), "most of the journal is live");
        Assert.That(fixture.ReadPrefix("whole", out _), Is.EqualTo(fixture.Appended.Count));
    }

    [Test]
    public void Resume_OverRot_ChangesNothing()
    {
        using JournalFixture fixture = Sealed(3, frames: 150);
        string path = fixture.SegmentPaths()[^1];
        fixture.Storage.FlipBit(path, 8 * (SegmentDescriptor.HeaderBytes + 70));
        byte[] before = fixture.Storage.ReadAll(path);
        Assert.That(() => fixture.Resume(), JournalTests.ThrowsRot("damaged at byte 64, position"));
        Assert.That(fixture.Storage.ReadAll(path), Is.EqualTo(before));
    }

    [Test]
    public void Segment_Deleted_IsDetected()
    {
        using JournalFixture fixture = Sealed(4, frames: 150);
        IReadOnlyList<string> paths = fixture.SegmentPaths();
        for (int i = 1; i < paths.Count; i++)
        {
            using JournalFixture copy = fixture.Clone();
            copy.Storage.Remove(paths[i]);

            // Nothing in the journal can tell that its last segment existed: the checkpoint's position does.
            long known = i == paths.Count - 1 ? fixture.Appended[^1].Position : 0;
            copy.ReadPrefix($"segment {i} deleted", out ErrorCode error, known);
            Assert.That(error, Is.EqualTo(ErrorCode.StateCorrupt), $"segment {i} deleted");
        }

        using JournalFixture none = fixture.Clone();
        paths.ToList().ForEach(none.Storage.Remove);
        Assert.That(() => none.Resume(knownDurablePosition: 64), JournalTests.ThrowsRot("holds no segment"));
    }

    [Test]
    public void Segments_SwappedDuplicatedOrOfAnotherNode_AreDetected()
    {
        using JournalFixture fixture = Sealed(5, frames: 150);
        using JournalFixture stranger = Sealed(6, frames: 150, JournalFixture.OtherNode);
        IReadOnlyList<string> paths = fixture.SegmentPaths();
        int others = Math.Min(paths.Count, stranger.SegmentPaths().Count);
        for (int a = 0; a < others; a++)
        {
            for (int b = 0; b < paths.Count; b++)
            {
                if (a != b)
                {
                    Change(fixture, $"{b} over {a}", static (copy, from, to) => copy.Put(to, copy.ReadAll(from)), paths[b], paths[a]);
                    Change(fixture, $"{a} and {b} swapped", Swap, paths[a], paths[b]);
                }
            }

            byte[] foreign = stranger.Storage.ReadAll(paths[a]);
            Change(fixture, $"{a} of another node", (copy, _, to) => copy.Put(to, foreign), paths[a], paths[a]);
        }
    }

    [Test]
    public void Segment_OfAnotherHistoryOfTheNode_BreaksTheChain()
    {
        // Same node, same segment numbers, same positions, other contents: only the chain can tell.
        using JournalFixture fixture = Sealed(10, frames: 150, life: 0, fixedPayload: true);
        using JournalFixture other = Sealed(10, frames: 150, life: 1, fixedPayload: true);
        IReadOnlyList<string> paths = fixture.SegmentPaths();
        Assert.That(other.SegmentPaths(), Is.EqualTo(paths));
        for (int i = 0; i < paths.Count - 1; i++)
        {
            byte[] foreign = other.Storage.ReadAll(paths[i]);
            using JournalFixture copy = fixture.Clone();
            copy.Storage.Put(paths[i], foreign);
            Assert.That(() => copy.Read(), JournalTests.ThrowsRot("chain"), $"segment {i}");
        }
    }

    [Test]
    public void Frame_ForgedWithItsChecksum_BreaksTheChain()
    {
        using JournalFixture fixture = Sealed(11, frames: 150);
        string path = fixture.SegmentPaths()[0];
        byte[] bytes = fixture.Storage.ReadAll(path);
        nint copy = fixture.Heap.Allocate(bytes.Length);
        nint frame = copy + SegmentDescriptor.HeaderBytes;
        bytes.CopyTo(Raw.WritableSpan(copy, bytes.Length));
        int aligned = new FrameFlyweight(frame).AlignedBytes;
        Raw.Write(frame + 40, 0x1234_5678L);
        FrameDescriptor.Seal(frame, aligned);
        fixture.Storage.Put(path, Raw.Span(copy, bytes.Length));
        fixture.Heap.Free(copy, bytes.Length);
        Assert.That(() => fixture.Read(), JournalTests.ThrowsRot("a footer does not match the frames before it"));
    }

    [Test]
    public void Segment_OlderCopySplicedIn_IsDetectedOrAnEarlierEnd()
    {
        using var fixture = new JournalFixture(8);
        using JournalWriter writer = fixture.Resume();
        var older = new List<(string Path, byte[] Bytes, long Position)>();
        for (int i = 0; i < 60; i++)
        {
            fixture.AppendMany(writer, 3);
            long position = writer.Commit();
            string path = fixture.SegmentPaths()[^1];
            older.Add((path, fixture.Storage.ReadAll(path), position));
        }

        writer.Seal();
        long end = writer.Position;
        int refused = 0;
        foreach ((string path, byte[] bytes, long position) in older)
        {
            using JournalFixture copy = fixture.Clone();
            copy.Storage.Put(path, bytes);
            bool isWhole = position == JournalCatalog.Open(fixture.Storage, fixture.Heap, JournalFixture.Folder)
                .Segments.First(s => s.Path == path).EndPosition;
            copy.ReadPrefix($"{path} as of {position}", out ErrorCode error, knownDurablePosition: end);
            Assert.That(error, Is.EqualTo(isWhole ? ErrorCode.None : ErrorCode.StateCorrupt), $"{path} as of {position}");
            refused += isWhole ? 0 : 1;
            copy.ReadPrefix($"{path} as of {position}, end not known", out _);
        }

        Assert.That(refused, Is.GreaterThan(40));
    }

    private static int Flips() =>
        int.TryParse(Environment.GetEnvironmentVariable("HOTPATH_FLIPS"), NumberStyles.None, CultureInfo.InvariantCulture, out int flips)
            ? flips
            : FlipsOfANormalRun;

    private static void Change(
        JournalFixture fixture, string context, Action<MemoryDurableStorage, string, string> change, string from, string to)
    {
        using JournalFixture copy = fixture.Clone();
        change(copy.Storage, from, to);
        copy.ReadPrefix(context, out ErrorCode error, knownDurablePosition: fixture.Appended[^1].Position);
        Assert.That(error, Is.EqualTo(ErrorCode.StateCorrupt), context);
    }

    private static void Swap(MemoryDurableStorage storage, string a, string b)
    {
        byte[] bytes = storage.ReadAll(a);
        storage.Put(a, storage.ReadAll(b));
        storage.Put(b, bytes);
    }

    private static JournalFixture Sealed(ulong seed, int frames, Guid? node = null, int life = 0, bool fixedPayload = false)
    {
        var fixture = new JournalFixture(seed) { Life = life, IsPayloadFixed = fixedPayload };
        using JournalWriter writer = fixture.Resume(JournalFixture.Options() with { NodeId = node ?? JournalFixture.Node });
        for (int i = 0; i < frames; i += 5)
        {
            fixture.AppendMany(writer, 5);
            writer.Commit();
        }

        writer.Seal();
        return fixture;
    }

    /// <summary>A journal whose last batch is large; its segment just before and just after that batch.</summary>
    private static JournalFixture Written(bool isFileUsedBefore, out byte[] before, out byte[] after, out int framesBefore)
    {
        var fixture = new JournalFixture(9);
        using JournalWriter writer = fixture.Resume();
        int segments = isFileUsedBefore ? 6 : 1;
        do
        {
            fixture.AppendMany(writer, 4);
            writer.Commit();
            writer.RemoveBelow(isFileUsedBefore ? writer.Position : 0);
        }
        while (writer.Segments[^1].Number < segments);

        string path = fixture.SegmentPaths()[^1];
        Assert.That(fixture.SegmentPaths(), Has.Count.EqualTo(1));
        fixture.Appended.RemoveAll(frame => frame.Position < writer.Segments[0].FirstPosition);
        before = fixture.Storage.ReadAll(path);
        Assert.That(before[2048..], isFileUsedBefore ? Has.Some.Not.Zero : Is.All.Zero);
        framesBefore = fixture.Appended.Count;
        fixture.AppendMany(writer, 16);
        writer.Commit();
        Assert.That(fixture.SegmentPaths()[^1], Is.EqualTo(path));
        after = fixture.Storage.ReadAll(path);
        return fixture;
    }

    private static int FirstDifference(byte[] left, byte[] right) => left.AsSpan().CommonPrefixLength(right);
}
