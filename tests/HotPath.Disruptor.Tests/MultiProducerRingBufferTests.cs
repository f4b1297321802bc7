using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Disruptor.Processing;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class MultiProducerRingBufferTests
{
    private const int RingBytes = 4096;

    [Test]
    public void Ring_PublishedInAnyOrder_ShowsFramesOnceAllBeforeThemAreThere()
    {
        for (ulong run = 0; run < 200; run++)
        {
            ulong seed = TestSeed.Value + run;
            var random = new SplitMix64(seed);
            long initial = 8L * random.Below(1_000_000);
            using var ring = new MultiProducerRingBuffer(RingBytes, initial);
            var consumer = new Sequence(initial);
            ring.AddGate(consumer);
            var open = new List<(long Position, int Bytes)>();
            long claimed = initial;
            for (int step = 0; step < 1_000; step++)
            {
                switch (random.Below(3))
                {
                    case 0:
                        claimed = Claim(ring, random, open, claimed, consumer.Value, seed);
                        break;
                    case 1 when open.Count > 0:
                        int which = random.Below(open.Count);
                        (long position, int bytes) = open[which];
                        open.RemoveAt(which);
                        ring.Publish(position, bytes);
                        break;
                    default:
                        consumer.Publish(random.Below(2) == 0 ? ring.Cursor.Value : consumer.Value);
                        break;
                }

                long expected = open.Count == 0 ? claimed : open.Min(static frame => frame.Position);
                Assert.That(ring.Cursor.Value, Is.EqualTo(expected), TestSeed.Replay(seed));
            }
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Ring_SeveralProducersOnThreads_GivesEachProducersFramesInOrder(int producers)
    {
        const int frames = 30_000;
        ulong seed = TestSeed.Value;
        using var ring = new MultiProducerRingBuffer(RingBytes);
        var consumer = new Sequence();
        ring.AddGate(consumer);
        Thread[] threads = [.. Enumerable.Range(0, producers).Select(p => new Thread(() => Produce(ring, p, frames, seed)))];
        Array.ForEach(threads, static thread => thread.Start());
        long next = 0;
        int[] expected = new int[producers];
        while (expected.Sum() < producers * frames)
        {
            long available = ring.Cursor.Value;
            while (next < available)
            {
                nint frame = ring.AddressOf(next);
                int producer = CheckFrame(frame, next, expected, seed);
                expected[producer]++;
                next += LengthPrefixed.AlignedBytesOf(frame);
            }

            consumer.Publish(next);
            Thread.Yield();
        }

        Array.ForEach(threads, static thread => thread.Join());
        Assert.That(ring.Cursor.Value, Is.EqualTo(next));
        Assert.That(ring.ClaimedPosition, Is.EqualTo(next));
    }

    [Test]
    public void TryClaim_FullRing_IsRefusedUntilTheSlowestMoves_OrIsRemoved()
    {
        using var ring = new MultiProducerRingBuffer(RingBytes);
        var slow = new Sequence();
        var fast = new Sequence();
        ring.AddGate(slow);
        ring.AddGate(fast);
        Assert.That(ring.TryClaim(RingBytes, out long position, out _), Is.True);
        ring.Publish(position, RingBytes);
        fast.Publish(RingBytes);
        Assert.That(ring.TryClaim(32, out _, out _), Is.False);
        slow.Publish(32);
        Assert.That(ring.TryClaim(40, out _, out _), Is.False);
        Assert.That(ring.TryClaim(32, out _, out _), Is.True);
        Assert.That(ring.RemoveGate(slow), Is.True);
        Assert.That(ring.RemoveGate(slow), Is.False);
        Assert.That(ring.TryClaim(RingBytes - 32, out _, out _), Is.True, "a consumer that has ended holds nobody back");
    }

    [TestCase(0)]
    [TestCase(-32)]
    [TestCase(24)]
    [TestCase(33)]
    public void TryClaim_SizeThatNoFrameHas_IsRefused(int alignedBytes)
    {
        using var ring = new MultiProducerRingBuffer(RingBytes);
        Assert.That(
            () => ring.TryClaim(alignedBytes, out _, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"a claim of {alignedBytes} bytes"));
        Assert.That(ring.ClaimedPosition, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void TryClaim_MoreThanTheRing_IsRefused_AndNamesBoth(bool hasConsumer)
    {
        using var ring = new MultiProducerRingBuffer(RingBytes);
        if (hasConsumer)
        {
            ring.AddGate(new Sequence());
        }

        Assert.That(
            () => ring.TryClaim(RingBytes + 8, out _, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("4104").And.Message.Contains("4096"));
        Assert.That(ring.TryClaim(RingBytes, out long position, out _), Is.True);
        Assert.That(ring.TryClaim(32, out _, out _), Is.False, "what is claimed and not published is not claimed again");
        ring.Publish(position, RingBytes);
        Assert.That(ring.TryClaim(32, out _, out _), Is.Not.EqualTo(hasConsumer));
        Assert.That(
            () => ring.AddGate(new Sequence()), hasConsumer ? Throws.Nothing : Throws.InvalidOperationException, "a round behind");
    }

    [Test]
    public void Ring_LargerThanItsNotes_IsRefused() => Assert.That(
        static () => new MultiProducerRingBuffer(1L << 36),
        Throws.TypeOf<HotPathException>().With.Message.Contains("68719476736").And.Message.Contains("34359738368"));

    [Test]
    public void TryClaim_AfterDispose_IsRefused()
    {
        var ring = new MultiProducerRingBuffer(RingBytes);
        Assert.That(ring.TryClaim(64, out _, out _), Is.True);
        ring.Dispose();
        Assert.That(() => ring.TryClaim(64, out _, out _), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => ring.TryClaim(64, out _, out _), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void ClaimAndPublish_AllocateNothing()
    {
        using var ring = new MultiProducerRingBuffer(RingBytes);
        Fill(ring, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Fill(ring, 100_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Fill(MultiProducerRingBuffer ring, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            _ = ring.TryClaim(64, out long position, out _);
            ring.Publish(position, 64);
        }
    }

    private static long Claim(
        MultiProducerRingBuffer ring,
        SplitMix64 random,
        List<(long Position, int Bytes)> open,
        long claimed,
        long consumed,
        ulong seed)
    {
        int bytes = 32 + (8 * random.Below(40));
        bool hasRoom = claimed + bytes - consumed <= RingBytes;
        Assert.That(ring.TryClaim(bytes, out long position, out nint address), Is.EqualTo(hasRoom), TestSeed.Replay(seed));
        if (!hasRoom)
        {
            return claimed;
        }

        Assert.That((position, address), Is.EqualTo((claimed, ring.AddressOf(claimed))), TestSeed.Replay(seed));
        open.Add((position, bytes));
        return claimed + bytes;
    }

    // Payloads are full of numbers that could be positions: what a slot holds from earlier must never pass for a note.
    private static void Produce(MultiProducerRingBuffer ring, int producer, int frames, ulong seed)
    {
        var random = new SplitMix64(seed + (ulong)producer);
        for (int i = 0; i < frames; i++)
        {
            int payload = 16 + (8 * random.Below(20));
            int aligned = LengthPrefixed.AlignedBytes(payload);
            long position;
            nint frame;
            while (!ring.TryClaim(aligned, out position, out frame))
            {
                Thread.Yield();
            }

            nint at = LengthPrefixed.Begin(frame, payload);
            Raw.Write(at, producer);
            Raw.Write(at + 4, i);
            Raw.Write(at + 8, position);
            for (int offset = 16; offset < payload; offset += 8)
            {
                Raw.Write(at + offset, position + (8L * random.Below(RingBytes)));
            }

            ring.Publish(position, aligned);
        }
    }

    private static int CheckFrame(nint frame, long position, int[] expected, ulong seed)
    {
        nint at = frame + LengthPrefixed.PayloadOffset;
        int producer = Raw.Read<int>(at);
        bool isRight = producer >= 0
            && producer < expected.Length
            && Raw.Read<int>(at + 4) == expected[producer]
            && Raw.Read<long>(at + 8) == position;
        Assert.That(isRight, $"frame at {position}: producer {producer}, number {Raw.Read<int>(at + 4)}; {TestSeed.Replay(seed)}");
        return producer;
    }
}
