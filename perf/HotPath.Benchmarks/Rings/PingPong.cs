using System;
using System.Diagnostics;
using System.Threading;
using HdrHistogram;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Rings;

/// <summary>There and back between two busy threads; half of it is a hop.</summary>
internal static class PingPong
{
    private const int Stride = 32; // longs
    private const int WarmUp = 100_000;

    /// <summary>The machine's own limit: two words.</summary>
    public static LongHistogram TwoWords(int rounds)
    {
        long[] words = new long[3 * Stride];
        return Run(
            rounds,
            round => Volatile.Write(ref words[Stride], round),
            round => SpinUntil(ref words[2 * Stride], round),
            round => SpinUntil(ref words[Stride], round),
            round => Volatile.Write(ref words[2 * Stride], round));
    }

    /// <summary>Two rings by hand: what a message of 64 bytes costs beside the word that announces it.</summary>
    public static LongHistogram Hand(int rounds, int ringBytes)
    {
        var heap = new NativeHeap();
        using var there = new HandClaimSpsc(1, heap, ringBytes);
        using var back = new HandClaimSpsc(1, heap, ringBytes);
        return Run(
            rounds, there.Send, round => Check(round, back.Receive()), round => Check(round, there.Receive()), back.Send);
    }

    /// <summary>Two rings with a frame of 64 bytes each way.</summary>
    public static LongHistogram Rings(int rounds, int ringBytes)
    {
        using var there = new RingBuffer(ringBytes);
        using var back = new RingBuffer(ringBytes);
        Sequence atThere = there.AddConsumer();
        Sequence atBack = back.AddConsumer();
        return Run(
            rounds,
            round => Send(there, round),
            round => Receive(back, atBack, round),
            round => Receive(there, atThere, round),
            round => Send(back, round));
    }

    private static LongHistogram Run(
        int rounds, Action<long> send, Action<long> receive, Action<long> receiveThere, Action<long> sendBack)
    {
        var histogram = new LongHistogram(Stopwatch.Frequency, 3);
        var other = new Thread(() => Answer(rounds, receiveThere, sendBack)) { IsBackground = true };
        other.Start();
        for (int round = 1; round <= rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            send(round);
            receive(round);
            if (round > WarmUp)
            {
                histogram.RecordValue(Math.Max(1, (Stopwatch.GetTimestamp() - start) / 2));
            }
        }

        other.Join();
        return histogram;
    }

    private static void Answer(int rounds, Action<long> receive, Action<long> send)
    {
        for (int round = 1; round <= rounds; round++)
        {
            receive(round);
            send(round);
        }
    }

    private static void SpinUntil(ref long word, long value)
    {
        while (Volatile.Read(ref word) < value)
        {
        }
    }

    private static void Send(RingBuffer ring, long round)
    {
        _ = ring.TryClaim(Message.LengthBytes, out nint frame);
        Message.Write(frame, round);
        ring.Publish();
    }

    private static void Receive(RingBuffer ring, Sequence consumer, long round)
    {
        long next = consumer.Value;
        nint frame = ring.AddressOf(next);
        do
        {
            Raw.Prefetch(frame);
        }
        while (ring.Cursor.Value == next);

        Check(round, Message.Read(frame));
        consumer.Publish(next + Message.LengthBytes);
    }

    private static void Check(long round, long sum)
    {
        if (sum != 2 * round)
        {
            throw new InvalidOperationException($"round {round} received another");
        }
    }
}
