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
    private const int Repetitions = 7;
    private const int Rounds = 1_000_000;
    private const long Messages = 10_000_000;
    private const long SlowMessages = 2_000_000;

    private static readonly int[] Batches = [1, 16, 256];
    private static readonly double[] Percentiles = [50, 99, 99.9];

    /// <summary>Measures and writes the results file.</summary>
    /// <returns>Exit code.</returns>
    public static int Run()
    {
        ResultFile.Write("ring", Note(), Throughput(), Latency());
        return 0;
    }

    private static ResultTable Throughput()
    {
        var heap = new NativeHeap();
        (string Name, int Batch, IHop Hop, long Messages)[] hops =
        [
            .. Batches.Select(batch => ("ring by hand", batch, (IHop)new HandSpsc(batch, heap), Messages)),
            .. Batches.Select(batch => ("RingBuffer", batch, (IHop)new RingHop(batch), Messages)),
            ("MultiProducerRingBuffer, one producer", 1, new MultiProducerHop(), Messages),
            ("Channel<T>, bounded", 1, new ChannelHop(), SlowMessages),
            ("BlockingCollection<T>, bounded", 1, new BlockingCollectionHop(), SlowMessages),
        ];
        var rates = hops.ToDictionary(static hop => (hop.Name, hop.Batch), static _ => new List<double>());
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            foreach ((string name, int batch, IHop hop, long messages) in hops)
            {
                double rate = Measure(hop, messages);
                Console.Error.WriteLine($"{name}, publish {batch}: {Figures.Text(rate)} M/s");
                if (repetition > 0)
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
            double hand = Figures.Median(rates[("ring by hand", batch)], static rate => rate);
            table.Add(
                name,
                batch.ToString(CultureInfo.InvariantCulture),
                Figures.Text(median),
                $"{Figures.Text(all.Min())}-{Figures.Text(all.Max())}",
                Figures.Text(median / hand));
        }

        return table;
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

    private static ResultTable Latency()
    {
        (string Name, Func<LongHistogram> Run)[] ways =
        [
            ("two words", static () => PingPong.Raw(Rounds)),
            ("RingBuffer", static () => PingPong.Rings(Rounds)),
        ];
        var samples = ways.ToDictionary(static way => way.Name, static _ => new List<double[]>());
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            foreach ((string name, Func<LongHistogram> run) in ways)
            {
                LongHistogram histogram = run();
                samples[name].Add([.. Percentiles.Select(p => Ns(histogram.GetValueAtPercentile(p)))]);
            }
        }

        double raw = Figures.Median(samples["two words"], static s => s[0]);
        var table = new ResultTable(["one hop", "p50 ns", "p99 ns", "p99.9 ns", "p50 of two words"]);
        foreach ((string name, List<double[]> all) in samples)
        {
            double[] medians = [.. Enumerable.Range(0, 3).Select(i => Figures.Median(all, s => s[i]))];
            table.Add([name, .. medians.Select(Figures.Text), Figures.Text(medians[0] / raw)]);
        }

        return table;
    }

    private static double Ns(long ticks) => ticks * 1e9 / Stopwatch.Frequency;

    private static string Note() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        One producer and one consumer, both busy, threads not pinned, {Messages / 1_000_000} M messages a run; a ring of 1 MiB, as the ring by hand
        ({SlowMessages / 1_000_000} M for the queues of the runtime, 16,384 places). Every byte of a message is written, its first and last word read. One hop is half of a
        round trip, {Rounds:N0} rounds. Medians of {Repetitions} after one warm-up, variants interleaved.
        """);
}
