using System;
using System.Collections.Generic;
using System.Threading;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class RingBufferTests
{
    private const int RingBytes = 4096;

    [Test]
    public void MirroredBuffer_ByteWrittenInOneHalf_IsThereInTheOther()
    {
        using var memory = new MirroredBuffer(RingBytes);
        for (int i = 0; i < RingBytes; i += 509)
        {
            Raw.Write(memory.Address + i, (byte)(i % 251));
            Assert.That(Raw.Read<byte>(memory.Address + RingBytes + i), Is.EqualTo((byte)(i % 251)));
            Raw.Write(memory.Address + RingBytes + i, (byte)7);
            Assert.That(Raw.Read<byte>(memory.Address + i), Is.EqualTo(7));
        }
    }

    [TestCase(4095)]
    [TestCase(6000)]
    [TestCase(8)]
    public void MirroredBuffer_BadCapacity_IsRefused(int capacityBytes) =>
        Assert.That(
            () => new MirroredBuffer(capacityBytes),
            Throws.TypeOf<HotPathException>().With.Property("Code").EqualTo(ErrorCode.ConfigurationInvalid));

    [Test]
    public void Ring_RandomClaimsAndReads_BehavesAsAQueue()
    {
        for (ulong run = 0; run < 50; run++)
        {
            ulong seed = TestSeed.Value + run;
            var random = new SplitMix64(seed);
            using var ring = new RingBuffer(RingBytes, initialPosition: 8L * random.Below(1_000_000));
            Sequence consumer = ring.AddConsumer();
            var oracle = new Queue<(long Position, int Length, byte Fill)>();
            long next = consumer.Value;
            for (int step = 0; step < 2_000; step++)
            {
                if (random.Below(2) == 0)
                {
                    Produce(ring, consumer, random, oracle, seed);
                }
                else
                {
                    next = Consume(ring, consumer, next, random, oracle, seed);
                }
            }
        }
    }

    [Test]
    public void TryClaim_SlowestConsumerBehind_IsRefusedUntilItMoves()
    {
        using var ring = new RingBuffer(RingBytes);
        Sequence fast = ring.AddConsumer();
        Sequence slow = ring.AddConsumer();
        Assert.That(ring.TryClaim(RingBytes, out _), Is.True);
        ring.Publish();
        fast.Publish(RingBytes);
        Assert.That(ring.TryClaim(8, out _), Is.False);
        slow.Publish(8);
        Assert.That(ring.TryClaim(16, out _), Is.False);
        Assert.That(ring.TryClaim(8, out nint address), Is.True);
        Assert.That(address, Is.EqualTo(ring.AddressOf(0)), "the position after a whole round lies where the first did");
    }

    [TestCase(0)]
    [TestCase(-8)]
    [TestCase(int.MinValue)]
    [TestCase(12)]
    [TestCase(33)]
    public void TryClaim_SizeThatNoFrameHas_IsRefused_AndTheRingGoesOn(int alignedBytes)
    {
        using var ring = new RingBuffer(RingBytes);
        Sequence consumer = ring.AddConsumer();
        Assert.That(
            () => ring.TryClaim(alignedBytes, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"a claim of {alignedBytes} bytes"));
        Assert.That(ring.TryClaim(RingBytes, out _), Is.True);
        Assert.That(() => ring.TryClaim(alignedBytes, out _), Throws.TypeOf<ArgumentOutOfRangeException>(), "of a full ring");
        ring.Publish();
        consumer.Publish(RingBytes);
        Assert.That(ring.ClaimedPosition, Is.EqualTo(RingBytes));
        Assert.That(ring.TryClaim(8, out _), Is.True);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void TryClaim_MoreThanTheRing_IsRefused_AndNamesBoth(bool hasConsumer)
    {
        using var ring = new RingBuffer(RingBytes);
        _ = hasConsumer ? ring.AddConsumer() : null;
        Assert.That(
            () => ring.TryClaim(RingBytes + 8, out _),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("4104").And.Message.Contains("4096"));
        Assert.That(ring.HasRoom(RingBytes + 8), Is.False);
        Assert.That(ring.TryClaim(RingBytes, out _), Is.True);
        Assert.That(ring.TryClaim(8, out _), Is.False, "what is claimed and not published is not claimed again");
        ring.Publish();
        Assert.That(ring.TryClaim(8, out _), Is.Not.EqualTo(hasConsumer));
    }

    [Test]
    public void TryClaim_AfterDispose_IsRefused()
    {
        var ring = new RingBuffer(RingBytes);
        _ = ring.AddConsumer();
        Assert.That(ring.TryClaim(64, out _), Is.True);
        ring.Dispose();
        Assert.That(() => ring.TryClaim(64, out _), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => ring.HasRoom(64), Throws.TypeOf<ObjectDisposedException>(), "a look gives no room back");
        Assert.That(() => ring.TryClaim(64, out _), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase(-8)]
    [TestCase(7)]
    [TestCase((1L << 62) + 8)]
    public void Ring_FirstFrameWhereNoneCanLie_IsRefused(long initialPosition)
    {
        Assert.That(() => new RingBuffer(RingBytes, initialPosition), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new MultiProducerRingBuffer(RingBytes, initialPosition), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void AddGate_ARoundBehindTheProducer_IsRefused()
    {
        using var ring = new RingBuffer(RingBytes);
        Assert.That(ring.TryClaim(RingBytes, out _), Is.True);
        ring.Publish();
        Assert.That(ring.TryClaim(8, out _), Is.True);
        Assert.That(() => ring.AddGate(new Sequence()), Throws.InvalidOperationException.With.Message.Contains("4096"));
    }

    [Test]
    public void Claim_BeforePublish_IsInvisible()
    {
        using var ring = new RingBuffer(RingBytes);
        _ = ring.AddConsumer();
        var barrier = new SequenceBarrier(ring.Cursor);
        ring.TryClaim(64, out _);
        Assert.That(barrier.Poll(), Is.Zero);
        ring.Publish();
        Assert.That(barrier.Poll(), Is.EqualTo(64));
    }

    [Test]
    public void Barrier_SeveralSequences_GivesTheLowest()
    {
        var first = new Sequence(30);
        var second = new Sequence(20);
        var barrier = new SequenceBarrier(first, second);
        Assert.That(barrier.Poll(), Is.EqualTo(20));
        second.Publish(40);
        Assert.That(barrier.Poll(), Is.EqualTo(30));
    }

    [Test]
    public void Ring_TwoThreadsAndTwoConsumers_LosesNothing()
    {
        const int Frames = 300_000;
        using var ring = new RingBuffer(RingBytes * 4);
        Sequence[] consumers = [ring.AddConsumer(), ring.AddConsumer()];
        ulong[] sums = new ulong[2];
        var threads = new Thread[2];
        for (int i = 0; i < 2; i++)
        {
            int index = i;
            threads[i] = new Thread(() => sums[index] = Sum(ring, consumers[index], Frames));
            threads[i].Start();
        }

        ulong expected = 0;
        var random = new SplitMix64(TestSeed.Value);
        for (int i = 0; i < Frames; i++)
        {
            int length = 16 + (8 * random.Below(30));
            nint address;
            while (!ring.TryClaim(length, out address))
            {
                ring.Publish();
                Thread.Yield();
            }

            ulong value = random.Next();
            Raw.Write(address, (long)length);
            Raw.Write(address + length - 8, value);
            expected = StableHash.Mix(expected, value);
            if (i % 7 == 0)
            {
                ring.Publish();
            }
        }

        ring.Publish();
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.That(sums, Is.EqualTo(new[] { expected, expected }), TestSeed.Replay(TestSeed.Value));
    }

    private static ulong Sum(RingBuffer ring, Sequence consumer, int frames)
    {
        ulong sum = 0;
        long next = 0;
        for (int i = 0; i < frames;)
        {
            long available = ring.Cursor.Value;
            while (next < available)
            {
                nint address = ring.AddressOf(next);
                long length = Raw.Read<long>(address);
                sum = StableHash.Mix(sum, Raw.Read<ulong>(address + (nint)length - 8));
                next += length;
                i++;
            }

            consumer.Publish(next);
            Thread.Yield();
        }

        return sum;
    }

    private static void Produce(
        RingBuffer ring, Sequence consumer, SplitMix64 random, Queue<(long Position, int Length, byte Fill)> oracle, ulong seed)
    {
        int length = 8 * (1 + random.Below(120));
        long position = ring.ClaimedPosition;
        bool fits = position + length - consumer.Value <= RingBytes;
        Assert.That(ring.TryClaim(length, out nint address), Is.EqualTo(fits), TestSeed.Replay(seed));
        if (fits)
        {
            byte fill = (byte)random.Below(256);
            Raw.WritableSpan(address, length).Fill(fill);
            oracle.Enqueue((position, length, fill));
        }

        if (random.Below(3) == 0)
        {
            ring.Publish();
        }
    }

    private static long Consume(
        RingBuffer ring,
        Sequence consumer,
        long next,
        SplitMix64 random,
        Queue<(long Position, int Length, byte Fill)> oracle,
        ulong seed)
    {
        while (next < ring.Cursor.Value && random.Below(4) != 0)
        {
            (long position, int length, byte fill) = oracle.Dequeue();
            Assert.That(position, Is.EqualTo(next), TestSeed.Replay(seed));
            ReadOnlySpan<byte> frame = Raw.Span(ring.AddressOf(next), length);
            Assert.That(frame.IndexOfAnyExcept(fill), Is.EqualTo(-1), TestSeed.Replay(seed));
            next += length;
        }

        consumer.Publish(next);
        return next;
    }
}
