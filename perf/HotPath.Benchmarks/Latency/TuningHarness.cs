using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using HdrHistogram;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Latency;

/// <summary><c>tuning</c>: what each option that an operator can turn does to latency, and what it costs.</summary>
public static class TuningHarness
{
    private const int Repetitions = 5;
    private const int Seconds = 4;
    private const int WarmUpSeconds = 1;
    private const string OneThread = MainJobHarness.OneThread;

    private static readonly int[] Rates = [10_000, 100_000];

    private static readonly TuningStep[] Steps =
    [
        new("as it comes", IdleMode.Backoff),
        new("--idle adaptive", IdleMode.Adaptive),
        new("--idle yield", IdleMode.Yield),
        new("--idle spin", IdleMode.Spin),
        new("--idle spin --pin 0,1", IdleMode.Spin) { Cores = "0,1" },
        new("--idle spin --nice -10", IdleMode.Spin) { Nice = -10 },
        new("--idle spin --batch 16", IdleMode.Spin) { BatchFrames = 16 },
        new($"--idle spin --threads {OneThread}", IdleMode.Spin) { Threads = OneThread },
        new($"--idle spin --threads {OneThread} --pin 1", IdleMode.Spin) { Threads = OneThread, Cores = "1" },
    ];

    /// <summary>Measures and writes the results file.</summary>
    /// <returns>Exit code.</returns>
    public static int Run()
    {
        IJobPlan plan = LatencyScript.Compile();
        var table = new ResultTable(
            ["events/s", "options", "p50 us", "p99 us", "p99.9 us", "p99 of as it comes / it", "cores busy"]);
        foreach (int rate in Rates)
        {
            Measure(table, plan, rate);
        }

        ResultFile.Write("tuning", Note(), table);
        return 0;
    }

    private static void Measure(ResultTable table, IJobPlan plan, int rate)
    {
        var samples = Steps.ToDictionary(step => step, _ => new List<double[]>());
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            foreach (TuningStep step in Steps)
            {
                double[] sample = Measure(plan, step, rate);
                Console.Error.WriteLine($"{rate} events/s, {step.Options}: {string.Join(' ', sample.Select(Figures.Text))}");
                samples[step].Add(sample);
            }
        }

        double[] first = Medians(samples[Steps[0]]);
        foreach (TuningStep step in Steps)
        {
            double[] median = Medians(samples[step]);
            table.Add(
                rate.ToString("N0", CultureInfo.InvariantCulture),
                $"`{step.Options}`",
                Figures.Text(median[0]),
                Figures.Text(median[1]),
                Figures.Text(median[2]),
                Figures.Text(first[1] / median[1]),
                Figures.Text(median[3]));
        }
    }

    private static double[] Measure(IJobPlan plan, TuningStep step, int rate)
    {
        var latencies = new LongHistogram(60 * Stopwatch.Frequency, 3);
        var connectors = new PacedConnectors(
            () => new PacedSource((long)rate * Seconds, rate), latencies, (long)rate * WarmUpSeconds, new FileConnectors(new FileConnectorOptions()));
        var options = new JobOptions
        {
            ThreadPlan = step.Threads,
            Idle = new IdleSwitch(step.Idle),
            Cores = step.Cores,
            Nice = step.Nice,
            BatchFrames = step.BatchFrames,
        };
        Sample sample = Sample.Of(() => JobRunner.Run(plan, connectors, options, CancellationToken.None));
        return
        [
            .. new[] { 50, 99, 99.9 }.Select(p => latencies.GetValueAtPercentile(p) * 1e6 / Stopwatch.Frequency),
            sample.CpuSeconds / sample.WallSeconds,
        ];
    }

    private static double[] Medians(List<double[]> samples) =>
        [.. samples[0].Select((_, i) => Figures.Median(samples, s => s[i]))];

    private static string Note() => FormattableString.Invariant(
        $"""
        In memory, open loop: from when an event was due to when its row was released to the sink; a pass-through statement is
        measured, beside it runs TUMBLE of a second with {MainJobScript.Keys:N0} keys. {Seconds} s a run, the first {WarmUpSeconds} s left out;
        medians of {Repetitions} runs, steps interleaved. Cores busy: CPU time of the process by wall time, the driver of the measurement
        and the compiler's first second included. Threads of "as it comes": two, one of them the ingress.
        """);
}
