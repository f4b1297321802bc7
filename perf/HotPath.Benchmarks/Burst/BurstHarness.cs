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
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Burst;

/// <summary>
/// <c>burst</c>: what a tenant whose windows all fire at one instant does to the latency of the others, each with a sink of
/// its own, beside the same run in which they do not fire.
/// </summary>
public static class BurstHarness
{
    private const int Repetitions = 3;
    private const int EventsPerSecond = 10_000;
    private const int Seconds = 8;
    private const int WarmUpSeconds = 1;
    private const int EndSeconds = 1; // of which nothing is counted: the end of the input fires everything
    private const double Target = 1.5;
    private const int LargestUnitRows = 4096;
    private const int ShortMarkBytes = 1 << 17; // some ten a second

    private static readonly int DefaultUnitRows = new JobOptions().FiringUnitRows;

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="windows">Windows that fire at one instant. Unit: windows.</param>
    /// <param name="only">For a profiler: a word of the ways to run, once, without writing results.</param>
    /// <returns>Exit code.</returns>
    public static int Run(long windows, string? only = null)
    {
        string folder = Path.Combine(ResultFile.FindRoot(), "artifacts", "bench", "burst");
        DurableJob.Empty(folder);
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "burst.csv");
        var trials = Ways().Where(way => way.Name.Contains(only ?? string.Empty, StringComparison.Ordinal))
            .ToDictionary(static way => way, static _ => new List<(BurstTrial Without, BurstTrial With)>());
        var plans = trials.Keys.ToDictionary(static way => way, way => BurstScript.Compile(file, way.MarkBytes));
        for (int repetition = 0; repetition < (only is null ? Repetitions : 1); repetition++)
        {
            foreach ((BurstWay way, List<(BurstTrial Without, BurstTrial With)> runs) in trials)
            {
                BurstTrial without = Measure(plans[way], file, way, windows, isFired: false);
                BurstTrial with = Measure(plans[way], file, way, windows, isFired: true);
                runs.Add((without, with));
                Console.Error.WriteLine($"{way.Name}, without: {without}\n{way.Name}, with:    {with}");
            }
        }

        DurableJob.Empty(folder);
        if (only is null)
        {
            ResultFile.Write("burst", Note(windows), Targets(trials), Table(trials), Bursts(trials));
        }

        return 0;
    }

    private static IEnumerable<BurstWay> Ways() =>
    [
        .. Ways(Text($"units of {DefaultUnitRows:N0}"), DefaultUnitRows),
        .. Ways(Text($"units of {DefaultUnitRows:N0}, a mark each {ShortMarkBytes >> 10} KiB"), DefaultUnitRows, ShortMarkBytes),
        .. Ways(Text($"units of {LargestUnitRows:N0}"), LargestUnitRows),
    ];

    private static IEnumerable<BurstWay> Ways(string what, int unitRows, int? markBytes = null) =>
    [
        new("as it comes, " + what, "auto", IdleMode.Backoff, unitRows, markBytes),
        new("one thread, idle spin, " + what, MainJobHarness.OneThread, IdleMode.Spin, unitRows, markBytes),
    ];

    private static BurstTrial Measure(IJobPlan plan, string file, BurstWay way, long windows, bool isFired)
    {
        File.Delete(file);
        const long Count = EventsPerSecond * (WarmUpSeconds + Seconds + EndSeconds);
        const long BurstAt = EventsPerSecond * (WarmUpSeconds + (Seconds / 4));
        var latencies = new LongHistogram(60 * Stopwatch.Frequency, 3);
        var source = new BurstSource(windows, EventsPerSecond, Count, isFired ? BurstAt : -1);
        var connectors = new BurstConnectors(
            source,
            latencies,
            EventsPerSecond * WarmUpSeconds / BurstScript.Others,
            EventsPerSecond * Seconds / BurstScript.Others);
        var options = new JobOptions
        {
            ThreadPlan = way.Threads,
            Idle = new IdleSwitch(way.Idle),
            FiringUnitRows = way.UnitRows,
            ProgressIntervalMs = int.MaxValue,
        };
        _ = JobRunner.Run(plan, connectors, options, CancellationToken.None);
        if (latencies.TotalCount != EventsPerSecond * Seconds)
        {
            throw new InvalidOperationException($"{latencies.TotalCount} events were measured");
        }

        TimedSink burst = connectors.Burst!;
        return isFired
            ? new BurstTrial(latencies, burst.Rows, (burst.Last - source.FiredDue) * 1e3 / Stopwatch.Frequency)
            : new BurstTrial(latencies, BurstRows: 0, BurstMs: 0);
    }

    private static ResultTable Targets(
        Dictionary<BurstWay, List<(BurstTrial Without, BurstTrial With)>> trials)
    {
        var table = new ResultTable(["p99.9 of the others, with the burst / without", "wanted at most", "measured", "holds"]);
        foreach ((BurstWay way, List<(BurstTrial Without, BurstTrial With)> runs) in trials)
        {
            double ratio = Ratio(runs, BurstTrial.P999);
            table.Add(way.Name, Figures.Text(Target), Figures.Text(ratio), ratio <= Target ? "yes" : "no");
        }

        return table;
    }

    private static ResultTable Table(Dictionary<BurstWay, List<(BurstTrial Without, BurstTrial With)>> trials)
    {
        var table = new ResultTable(
            ["latency of the others", "burst", .. BurstTrial.Columns.Select(static column => column + " us")]);
        foreach ((BurstWay way, List<(BurstTrial Without, BurstTrial With)> runs) in trials)
        {
            table.Add([way.Name, "no", .. All(column => Median(runs, run => run.Without.At(column)))]);
            table.Add([way.Name, "yes", .. All(column => Median(runs, run => run.With.At(column)))]);
            table.Add([way.Name, "ratio", .. All(column => Figures.Text(Ratio(runs, column)))]);
        }

        return table;
    }

    private static ResultTable Bursts(Dictionary<BurstWay, List<(BurstTrial Without, BurstTrial With)>> trials)
    {
        var table = new ResultTable(["burst", "rows", "ms until the last row is written", "p99.9 with/without, each turn"]);
        foreach ((BurstWay way, List<(BurstTrial Without, BurstTrial With)> runs) in trials)
        {
            table.Add(
                way.Name,
                Text($"{runs[0].With.BurstRows:N0}"),
                Median(runs, static run => run.With.BurstMs),
                string.Join(", ", runs.Select(static run =>
                    Figures.Text(run.With.At(BurstTrial.P999) / run.Without.At(BurstTrial.P999)))));
        }

        return table;
    }

    private static IEnumerable<string> All(Func<int, string> figure) =>
        Enumerable.Range(0, BurstTrial.Columns.Length).Select(figure);

    private static string Median(
        List<(BurstTrial Without, BurstTrial With)> runs, Func<(BurstTrial Without, BurstTrial With), double> figure) =>
        Figures.Text(Figures.Median(runs, figure));

    private static double Ratio(List<(BurstTrial Without, BurstTrial With)> runs, int column) =>
        Figures.Median(runs, run => run.With.At(column) / run.Without.At(column));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Note(long windows) => FormattableString.Invariant(
        $"""
        In memory, open loop: {EventsPerSecond:N0} events/s of {BurstScript.Others} tenants, each with a sink of its own, from when an event was due to
        when its row was flushed by that sink; beside it a window of a second for each. One more tenant has a window of a minute with
        {windows:N0} keys, fed before the measurement, and one row of it fires all of them at once, into a CSV file, after a quarter of
        the {Seconds} s that are counted. Without the burst that row does not come. That tenant sends a row for each {BurstSource.OthersPerOwn} of the others all the
        time, also while its windows fire. Turns: without, with, way after way; medians of {Repetitions}, ratios within a turn. Rows of the
        burst: with those that the end of the input fires. The default unit is {DefaultUnitRows:N0} rows.
        """);
}
