using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HdrHistogram;
using HotPath.Benchmarks.Durable;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Latency;

/// <summary>
/// <c>durable-latency</c>: from when an event was due to when its row was released, at fixed rates, with checkpoints and
/// without, next to what the disk does alone with the same bytes at the same times.
/// </summary>
public static class LatencyHarness
{
    private const int Repetitions = 3;
    private const int Seconds = 5;
    private const int WarmUpSeconds = 1;
    private const int EventBytes = 168;
    private const int Never = int.MaxValue;
    private const int CheckpointMs = 200;
    private static readonly int[] Rates = [10_000, 100_000];

    /// <summary>Measures and writes the results file.</summary>
    /// <returns>Exit code.</returns>
    public static int Run()
    {
        string folder = Path.Combine(ResultFile.FindRoot(), "artifacts", "bench", "durable-latency");
        DurableJob.Empty(folder);
        Directory.CreateDirectory(folder);
        IJobPlan plan = LatencyScript.Compile();
        var table = new ResultTable(
            ["events/s", "what", "p50 ms", "p99 ms", "p99.9 ms", "min-max of p99.9", "p50 / disk", "p99 / disk", "p99.9 / disk"]);
        var pictures = new List<PercentilePlot>();
        try
        {
            foreach (int rate in Rates)
            {
                pictures.Add(Measure(table, plan, rate, folder));
            }
        }
        finally
        {
            DurableJob.Empty(folder);
        }

        ResultFile.Write("durable-latency", Note(), pictures, table);
        return 0;
    }

    private static PercentilePlot Measure(ResultTable table, IJobPlan plan, int rate, string folder)
    {
        string data = Path.Combine(folder, "data");
        (string Name, Action<LongHistogram> Run)[] runs =
        [
            ("disk alone: write and fdatasync of what is due", h => GroupCommitLoop.Run(
                data, (long)rate * Seconds, rate, EventBytes, h, (long)rate * WarmUpSeconds)),
            ("in memory: released when applied", h => RunJob(plan, rate, h, data: null, Never)),
            ("durable, no checkpoints", h => RunJob(plan, rate, h, data, Never)),
            ($"durable, a checkpoint each {CheckpointMs} ms", h => RunJob(plan, rate, h, data, CheckpointMs)),
        ];
        var samples = runs.ToDictionary(run => run.Name, _ => new List<double[]>());
        var sums = runs.ToDictionary(run => run.Name, _ => Empty());
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            foreach ((string name, Action<LongHistogram> run) in runs)
            {
                DurableJob.Empty(data);
                LongHistogram histogram = Empty();
                run(histogram);
                sums[name].Add(histogram);
                double[] sample = [.. new[] { 50, 99, 99.9 }.Select(p => Ms(histogram.GetValueAtPercentile(p)))];
                Console.Error.WriteLine($"{rate} events/s, {name}: {string.Join(' ', sample.Select(Figures.Text))} ms");
                samples[name].Add(sample);
            }
        }

        double[] disk = Medians(samples.Values.First());
        foreach ((string name, List<double[]> all) in samples)
        {
            double[] median = Medians(all);
            string[] ratios = [.. median.Select((value, i) => Figures.Text(value / disk[i]))];
            string range = $"{Figures.Text(all.Min(s => s[2]))}-{Figures.Text(all.Max(s => s[2]))}";
            table.Add([rate.ToString("N0", CultureInfo.InvariantCulture), name, .. median.Select(Figures.Text), range, .. ratios]);
        }

        var plot = new PercentilePlot(
            FormattableString.Invariant($"{rate}"),
            FormattableString.Invariant($"Durable latency at {rate:N0} events/s, all {Repetitions} runs of each"),
            1e9 / Stopwatch.Frequency);
        foreach ((string name, LongHistogram sum) in sums)
        {
            plot.Add(name, sum);
        }

        return plot;
    }

    private static LongHistogram Empty() => new(60 * Stopwatch.Frequency, 3);

    private static void RunJob(IJobPlan plan, int rate, LongHistogram latencies, string? data, int checkpointMs)
    {
        var files = new FileConnectors(new FileConnectorOptions());
        var connectors = new PacedConnectors(
            () => new PacedSource((long)rate * Seconds, rate), latencies, (long)rate * WarmUpSeconds, files);
        if (data is null)
        {
            JobRunner.Run(plan, connectors, new JobOptions(), CancellationToken.None);
            return;
        }

        _ = DurableJob.Run(plan, connectors, data, options => options with { CheckpointIntervalMs = checkpointMs });
    }

    private static string Note() => FormattableString.Invariant(
        $"""
        From when an event was due (open loop, fixed rate: a late engine does not delay the next event) to when its row was
        released to the sink, which on a durable node needs the sync of its frame. A pass-through statement is measured; beside it
        runs TUMBLE of a second with {MainJobScript.Keys:N0} keys. {EventBytes} bytes of log an event, a mark each MiB, {Seconds} s a run, the
        first {WarmUpSeconds} s left out; medians of {Repetitions} runs, variants interleaved. Disk alone: one thread, the same bytes due at the same
        times, written over a file that was written before.
        """);

    private static double[] Medians(List<double[]> samples) =>
        [.. samples[0].Select((_, i) => Figures.Median(samples, s => s[i]))];

    private static double Ms(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
