using System;
using System.Collections.Generic;
using System.Threading;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using NUnit.Framework;

namespace HotPath.Disruptor.Tests;

[TestFixture]
public sealed class RingProducerTests
{
    private const int RingBytes = 4096;

    [Test]
    public void Producer_RandomLoops_AmongClaimsOfTheRing_BehaveAsAQueue()
    {
        for (ulong run = 0; run < 50; run++)
        {
            ulong seed = TestSeed.Value + run;
            var random = new SplitMix64(seed);
            using var ring = new RingBuffer(RingBytes, initialPosition: 8L * random.Below(1_000_000));
            Sequence consumer = ring.AddConsumer();
            var oracle = new Queue<(long Position, int Length, byte Fill)>();
            for (int step = 0; step < 500; step++)
            {
                switch (random.Below(4))
                {
                    case 0:
                        ProduceByTheRing(ring, consumer, random, oracle, seed);
                        break;
                    case 1:
                        Consume(ring, consumer, random, oracle, seed);
                        break;
                    default:
                        ProduceInALoop(ring, consumer, random, oracle, seed);
                        break;
                }
            }
        }
    }

    [Test]
    public void Producer_OnAThread_LosesNothing()
    {
        const int Frames = 300_000;
        using var ring = new RingBuffer(RingBytes);
        Sequence consumer = ring.AddConsumer();
        ulong sum = 0;
        var reader = new Thread(() => sum = Sum(ring, consumer, Frames));
        reader.Start();
        ulong expected = 0;
        var random = new SplitMix64(TestSeed.Value);
        using (RingProducer producer = ring.StartProducing())
        {
            for (int i = 0; i < Frames; i++)
            {
                int length = 16 + (8 * random.Below(30));
                nint address;
                while (!producer.TryClaim(length, out address))
                {
                    Thread.Yield();
                }

                ulong value = random.Next();
                Raw.Write(address, (long)length);
                Raw.Write(address + length - 8, value);
                expected = StableHash.Mix(expected, value);
                producer.Publish();
            }
        }

        reader.Join();
        Assert.That(sum, Is.EqualTo(expected), TestSeed.Replay(TestSeed.Value));
    }

    [Test]
    public void Ring_WhileAProducerIsAtWork_RefusesClaimsAndConsumers()
    {
        using var ring = new RingBuffer(RingBytes);
        _ = ring.AddConsumer();
        RingProducer producer = ring.StartProducing();
        Assert.That(() => ring.TryClaim(64, out _), Throws.InvalidOperationException.With.Message.Contains("dispose it"));
        Assert.That(() => ring.HasRoom(64), Throws.InvalidOperationException);
        Assert.That(ring.AddConsumer, Throws.InvalidOperationException);
        Assert.That(() => ring.AddGate(new Sequence()), Throws.InvalidOperationException);
        Assert.That(() => ring.StartProducing().Dispose(), Throws.InvalidOperationException);
        ring.Publish();
        Assert.That(ring.Cursor.Value, Is.Zero);

        Assert.That(producer.TryClaim(64, out nint address), Is.True);
        Assert.That(address, Is.EqualTo(ring.AddressOf(0)));
        producer.Publish();
        producer.Dispose();
        Assert.That(ring.TryClaim(64, out nint behind), Is.True);
        Assert.That(behind, Is.EqualTo(ring.AddressOf(64)));
    }

    [Test]
    public void StartProducing_BehindAClaimThatIsNotPublished_IsRefused()
    {
        using var ring = new RingBuffer(RingBytes);
        Assert.That(ring.TryClaim(64, out _), Is.True);
        Assert.That(
            () => ring.StartProducing().Dispose(), Throws.InvalidOperationException.With.Message.Contains("64 bytes"));
        ring.Publish();
        Assert.That(() => ring.StartProducing().Dispose(), Throws.Nothing);
    }

    [Test]
    public void Dispose_AClaimThatIsNotPublished_IsNoClaim()
    {
        using var ring = new RingBuffer(RingBytes);
        _ = ring.AddConsumer();
        RingProducer producer = ring.StartProducing();
        Assert.That(producer.TryClaim(RingBytes, out _), Is.True);
        Assert.That(producer.ClaimedPosition, Is.EqualTo(RingBytes));
        producer.Dispose();
        producer.Dispose();
        Assert.That(ring.ClaimedPosition, Is.Zero);
        Assert.That(ring.TryClaim(RingBytes, out _), Is.True);
    }

    [Test]
    public void TryClaim_AfterDispose_IsRefused()
    {
        using var ring = new RingBuffer(RingBytes);
        RingProducer producer = ring.StartProducing();
        producer.Dispose();
        Assert.That(IsRefused(ref producer), Is.True, "while the ring claims by itself");
        ring.Dispose();
        Assert.That(() => ring.TryClaim(64, out _), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase(0)]
    [TestCase(-8)]
    [TestCase(int.MinValue)]
    [TestCase(12)]
    [TestCase(RingBytes + 8)]
    public void TryClaim_SizeThatNoFrameHas_IsRefused_AndTheLoopGoesOn(int alignedBytes)
    {
        using var ring = new RingBuffer(RingBytes);
        _ = ring.AddConsumer();
        using RingProducer producer = ring.StartProducing();
        bool isRefused = false;
        try
        {
            _ = producer.TryClaim(alignedBytes, out _);
        }
        catch (ArgumentOutOfRangeException e)
        {
            isRefused = e.Message.Contains($"a claim of {alignedBytes} bytes", StringComparison.Ordinal);
        }

        Assert.That(isRefused, Is.True);
        Assert.That(producer.TryClaim(RingBytes, out _), Is.True);
        Assert.That(producer.TryClaim(8, out _), Is.False, "the ring is full");
    }

    [Test]
    public void Publish_WakesASleeper()
    {
        var gate = new WaitGate();
        using var ring = new RingBuffer(RingBytes, waiting: gate);
        _ = ring.AddConsumer();
        using RingProducer producer = ring.StartProducing();
        long ticket = gate.Announce();
        Assert.That(producer.TryClaim(64, out _), Is.True);
        producer.Publish();
        Assert.That(gate.Sleep(ticket, timeoutMs: 0), Is.True);
        gate.Retract();
    }

    [Test]
    public void Loop_AllocatesNothing()
    {
        using var ring = new RingBuffer(RingBytes);
        Produce(ring, frames: 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Produce(ring, frames: 10_000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static bool IsRefused(ref RingProducer producer)
    {
        try
        {
            return !producer.TryClaim(64, out _);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static void Produce(RingBuffer ring, int frames)
    {
        using RingProducer producer = ring.StartProducing();
        for (int i = 0; i < frames; i++)
        {
            _ = producer.TryClaim(64, out _);
            producer.Publish();
        }
    }

    private static ulong Sum(RingBuffer ring, Sequence consumer, int frames)
    {
        ulong sum = 0;
        long next = 0;
        for (int i = 0; i < frames;)
        {
            long available = ring.Cursor.Value;
            for (; next < available; i++)
            {
                nint address = ring.AddressOf(next);
                long length = Raw.Read<long>(address);
                sum = StableHash.Mix(sum, Raw.Read<ulong>(address + (nint)length - 8));
                next += length;
            }

            consumer.Publish(next);
            Thread.Yield();
        }

        return sum;
    }

    private static void ProduceByTheRing(
        RingBuffer ring, Sequence consumer, SplitMix64 random, Queue<(long Position, int Length, byte Fill)> oracle, ulong seed)
    {
        int length = 8 * (1 + random.Below(120));
        long position = ring.ClaimedPosition;
        bool fits = position + length - consumer.Value <= RingBytes;
        Assert.That(ring.TryClaim(length, out nint address), Is.EqualTo(fits), TestSeed.Replay(seed));
        if (fits)
        {
            Fill(address, length, position, random, oracle);
            ring.Publish();
        }
    }

    private static void ProduceInALoop(
        RingBuffer ring, Sequence consumer, SplitMix64 random, Queue<(long Position, int Length, byte Fill)> oracle, ulong seed)
    {
        var claimed = new Queue<(long Position, int Length, byte Fill)>();
        using RingProducer producer = ring.StartProducing();
        for (int frames = random.Below(8); frames > 0; frames--)
        {
            int length = 8 * (1 + random.Below(60));
            long position = producer.ClaimedPosition;
            bool fits = position + length - consumer.Value <= RingBytes;
            Assert.That(producer.TryClaim(length, out nint address), Is.EqualTo(fits), TestSeed.Replay(seed));
            if (fits)
            {
                Fill(address, length, position, random, claimed);
            }

            if (random.Below(3) > 0)
            {
                producer.Publish();
                while (claimed.TryDequeue(out (long Position, int Length, byte Fill) frame))
                {
                    oracle.Enqueue(frame);
                }
            }
        }
    }

    private static void Fill(
        nint address, int length, long position, SplitMix64 random, Queue<(long Position, int Length, byte Fill)> frames)
    {
        byte fill = (byte)random.Below(256);
        Raw.WritableSpan(address, length).Fill(fill);
        frames.Enqueue((position, length, fill));
    }

    private static void Consume(
        RingBuffer ring, Sequence consumer, SplitMix64 random, Queue<(long Position, int Length, byte Fill)> oracle, ulong seed)
    {
        long next = consumer.Value;
        while (next < ring.Cursor.Value && random.Below(4) != 0)
        {
            (long position, int length, byte fill) = oracle.Dequeue();
            Assert.That(position, Is.EqualTo(next), TestSeed.Replay(seed));
            ReadOnlySpan<byte> frame = Raw.Span(ring.AddressOf(next), length);
            Assert.That(frame.IndexOfAnyExcept(fill), Is.EqualTo(-1), TestSeed.Replay(seed));
            next += length;
        }

        consumer.Publish(next);
    }
}
