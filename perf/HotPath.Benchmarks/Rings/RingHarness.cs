using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using HdrHistogram;
using HotPath.Benchmarks.Reporting;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Rings;

/// <summary>
/// <c>ring</c>: messages of 64 bytes from one thread to another through our rings, next to a ring by hand, to what the
/// runtime has, and to the bare ping-pong of two words.
/// </summary>
public static class RingHarness
{
    private const int Turns = 35; // of fractions of a second: where the host has the two cores changes within seconds
    private const int Repetitions = 7;
    private const int Rounds = 1_000_000;
    private const long Messages = 2_000_000;
    private const long SlowMessages = 500_000;

    private const int RingBytes = 1 << 20;
    private const int PreparingRounds = 3;
    private const int PreparingCalls = 50;
    private const int PreparingMessages = 100;
    private const int PreparingPauseMs = 200;
    private const string TwoWords = "two words";

    private static readonly int[] HopRingBytes = [1 << 16, RingBytes];
    private static readonly int[] Batches = [1, 16, 256];
    private static readonly double[] Percentiles = [50, 99, 99.9];

    /// <summary>Measures and writes the results file.</summary>
    /// <returns>Exit code.</returns>
    public static int Run()
    {
        ResultTable throughput = Throughput();
        var picture = new PercentilePlot("hop", $"One hop, {Repetitions} times {Rounds:N0} rounds", 1e9 / Stopwatch.Frequency);
        ResultTable latency = Latency(picture);
        ResultFile.Write("ring", Note(), [picture], throughput, latency);
        return 0;
    }

    private static ResultTable Throughput()
    {
        var heap = new NativeHeap();
        (string Name, int Batch, IHop Hop, long Messages)[] hops =
        [
            .. Batches.Select(batch => ("ring by hand", batch, (IHop)new HandSpsc(batch, heap), Messages)),
            .. Batches.Select(batch => (
                "ring by hand, claim and publish apart", batch, (IHop)new HandClaimSpsc(batch, heap, RingBytes), Messages)),
            .. Batches.Select(batch => ("RingBuffer", batch, (IHop)new RingHop(batch), Messages)),
            .. Batches.Select(batch => ("RingProducer", batch, (IHop)new ProducerHop(batch), Messages)),
            ("MultiProducerRingBuffer, one producer", 1, new MultiProducerHop(), Messages),
            ("Channel<T>, bounded", 1, new ChannelHop(), SlowMessages),
            ("BlockingCollection<T>, bounded", 1, new BlockingCollectionHop(), SlowMessages),
        ];
        var rates = hops.ToDictionary(static hop => (hop.Name, hop.Batch), static _ => new List<double>());
        foreach ((_, _, IHop hop, _) in hops)
        {
            Prepare(hop);
        }

        for (int turn = 0; turn <= Turns; turn++)
        {
            foreach ((string name, int batch, IHop hop, long messages) in hops)
            {
                double rate = Measure(hop, messages);
                Console.Error.WriteLine($"{name}, publish {batch}: {Figures.Text(rate)} M/s");
                if (turn > 0)
                {
                    rates[(name, batch)].Add(rate);
                }
            }
        }

        foreach ((_, _, IHop hop, _) in hops)
        {
            hop.Dispose();
        }

        var table = new ResultTable(["64-byte messages", "published at once", "M/s", "min-max", "of the ring by hand"]);
        foreach (((string name, int batch), List<double> all) in rates)
        {
            double median = Figures.Median(all, static rate => rate);
            double ratio = Figures.Median([.. all.Zip(rates[("ring by hand", batch)])], static pair => pair.First / pair.Second);
            table.Add(
                name,
                batch.ToString(CultureInfo.InvariantCulture),
                Figures.Text(median),
                $"{Figures.Text(all.Min())}-{Figures.Text(all.Max())}",
                Figures.Text(ratio));
        }

        return table;
    }

    // Calls of a loop that runs for seconds are of code made while it ran: what it holds in memory there, the code of a
    // loop that is called often, as an agent's is, holds in registers.
    private static void Prepare(IHop hop)
    {
        for (int round = 0; round < PreparingRounds; round++)
        {
            for (int call = 0; call < PreparingCalls; call++)
            {
                hop.Produce(PreparingMessages);
                GC.KeepAlive(hop.Consume(PreparingMessages));
            }

            Thread.Sleep(PreparingPauseMs);
        }
    }

    private static double Measure(IHop hop, long messages)
    {
        var producer = new Thread(() => hop.Produce(messages)) { IsBackground = true };
        long start = Stopwatch.GetTimestamp();
        producer.Start();
        long sum = hop.Consume(messages);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        producer.Join();
        GC.KeepAlive(sum);
        return messages / seconds / 1e6;
    }

    private static ResultTable Latency(PercentilePlot picture)
    {
        (string Name, Func<LongHistogram> Run)[] ways =
        [
            (TwoWords, static () => PingPong.TwoWords(Rounds)),
            .. HopRingBytes.SelectMany(static bytes => new (string Name, Func<LongHistogram> Run)[]
            {
                ($"ring by hand, {bytes / 1024} KiB", () => PingPong.Hand(Rounds, bytes)),
                ($"RingBuffer, {bytes / 1024} KiB", () => PingPong.Rings(Rounds, bytes)),
            }),
        ];
        var runs = ways.ToDictionary(static way => way.Name, static _ => new List<LongHistogram>());
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            foreach ((string name, Func<LongHistogram> run) in ways)
            {
                runs[name].Add(run());
            }
        }

        var table = new ResultTable(["one hop", "p50 ns", "p99 ns", "p99.9 ns", "p50 of two words", "p50 of the ring by hand"]);
        string controlName = TwoWords;
        foreach ((string name, List<LongHistogram> all) in runs)
        {
            // Each ring by hand stands before ours of the same size.
            controlName = name.StartsWith("ring by hand", StringComparison.Ordinal) ? name : controlName;
            table.Add(
            [
                name,
                .. Percentiles.Select(p => Figures.Text(Figures.Median(all, h => Ns(h.GetValueAtPercentile(p))))),
                Figures.Text(Ratio(all, runs[TwoWords])),
                controlName == TwoWords ? "-" : Figures.Text(Ratio(all, runs[controlName])),
            ]);
            var sum = new LongHistogram(Stopwatch.Frequency, 3);
            all.ForEach(sum.Add);
            picture.Add(name, sum);
        }

        return table;
    }

    // Within each turn: the machine may change between two of them (specs/performance.md 0).
    private static double Ratio(List<LongHistogram> all, List<LongHistogram> control) => Figures.Median(
        [.. all.Zip(control)], static pair => (double)pair.First.GetValueAtPercentile(50) / pair.Second.GetValueAtPercentile(50));

    private static double Ns(long ticks) => ticks * 1e9 / Stopwatch.Frequency;

    private static string Note() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        One producer and one consumer, both busy, threads not pinned, {Messages:N0} messages a run; a ring of 1 MiB, as the ring by hand
        ({SlowMessages:N0} for the queues of the runtime, 16,384 places). Every byte of a message is written, its first and last word read. One hop is half of a
        round trip, {Rounds:N0} rounds. Medians of {Turns} turns after one warm-up ({Repetitions} of the hop), variants interleaved; ratios are medians of the ratios within a turn.
        Every consumer asks for the next message's line before it looks for news, the rings by hand too; all loops are called often before they are timed, as an agent's are.
        Claim and publish apart: the ring by hand once more, but what it knows is kept in memory between two calls, as in any ring that has an interface.
        """);
}
