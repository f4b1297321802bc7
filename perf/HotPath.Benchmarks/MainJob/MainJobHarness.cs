using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.MainJob;

/// <summary><c>main-job</c>: the main job over an imported log in the page cache, next to a hand-written loop over the
/// same bytes.</summary>
public static class MainJobHarness
{
    /// <summary>Turns that count.</summary>
    public const int Repetitions = 7;

    /// <summary>The thread plan for one core.</summary>
    public const string OneThread = "ingress+shards+recorder+egress";

    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Reading = "log frames checked and walked";
    private const string Decoding = "rows decoded into ingress records";
    private const string Operators = "log frames checked, into operators";
    private const string Whole = "whole job, one thread";
    private const string TwoThreads = "ingress/shards+recorder+egress";

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="events">Events in the log. Unit: events.</param>
    /// <param name="only">For a profiler: a word of the one variant to run, without writing results.</param>
    /// <returns>Exit code.</returns>
    public static int Run(long events, string? only = null)
    {
        string root = ResultFile.FindRoot();
        string logPath = Path.Combine(root, "artifacts", "bench", "main-job.hplog");
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        IJobPlan plan = MainJobScript.Compile(logPath);
        var connectors = new FileConnectors(new FileConnectorOptions());
        Console.Error.WriteLine($"importing {events:N0} events ...");
        JobRunner.Import(plan, new GeneratedConnectors(connectors, () => new EventSource(events)), logPath, new JobOptions(), CancellationToken.None);
        try
        {
            Measure(events, root, logPath, new MainJobStages(plan, connectors, logPath), plan, only);
        }
        finally
        {
            File.Delete(logPath);
        }

        return 0;
    }

    private static void Measure(
        long events, string root, string logPath, MainJobStages stages, IJobPlan plan, string? only)
    {
        using var hand = new HandLoop(logPath, plan.Tables[0].Schema, MainJobScript.Keys, MainJobScript.Columns);
        JobReport? last = null;
        long inMemory = 0;
        (string Name, Action Run)[] runs =
        [
            ("hand loop, same bytes in memory", () => { hand.Run(); inMemory = hand.Results; }),
            ("hand loop, file read and checked", hand.RunChecked),
            (Reading, stages.ReadLog),
            (Decoding, stages.ReadSource),
            (Operators, stages.ReadLogIntoShard),
            (Whole, () => last = stages.RunJob(OneThread)),
            ("whole job, two threads", () => last = stages.RunJob(TwoThreads)),
        ];
        var samples = runs.ToDictionary(r => r.Name, _ => new List<Sample>());
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            foreach ((string name, Action run) in runs.Where(r => only is null || r.Name.Contains(only, Ordinal)))
            {
                Sample sample = Sample.Of(run);
                Console.Error.WriteLine($"{name}: {sample}");
                if (repetition > 0)
                {
                    samples[name].Add(sample);
                }
            }
        }

        if (only is not null)
        {
            return;
        }

        Check(events, [inMemory, hand.Results], last!);
        double? cLoop = CLoop.Run(root, keys: 1000);
        ResultFile.Write("main-job", Note(events, logPath, last!, cLoop), Table(events, samples, cLoop), Split(events, samples), KeyCounts.Measure(events, logPath));
    }

    private static void Check(long events, long[] byHand, JobReport report)
    {
        long rows = report.Sinks[0].Rows;
        if (report.Events != events || byHand.Any(loop => loop != rows))
        {
            throw new InvalidOperationException(
                $"the job gave {rows} rows of {report.Events} events, the hand loops {string.Join(" and ", byHand)}");
        }
    }

    private static ResultTable Table(long events, Dictionary<string, List<Sample>> samples, double? cLoop)
    {
        var table = new ResultTable(
            ["what", "M events/s, wall", "M events per CPU s", "min-max", "hand loop / it, CPU", "C loop / it"]);
        double hand = Figures.Median(samples.Values.First(), s => events / s.CpuSeconds);
        foreach ((string name, List<Sample> runs) in samples)
        {
            double perCpu = Figures.Median(runs, s => events / s.CpuSeconds);
            double[] range = [.. runs.Select(s => events / s.CpuSeconds / 1e6)];
            table.Add(
                name,
                Figures.Text(Figures.Median(runs, s => events / s.WallSeconds) / 1e6),
                Figures.Text(perCpu / 1e6),
                $"{Figures.Text(range.Min())}-{Figures.Text(range.Max())}",
                Figures.Text(hand / perCpu),
                cLoop is { } c ? Figures.Text(c / perCpu) : "-");
        }

        return table;
    }

    private static ResultTable Split(long events, Dictionary<string, List<Sample>> samples)
    {
        double Ns(string name) => Figures.Median(samples[name], s => s.CpuSeconds * 1e9 / events);
        var table = new ResultTable(["where the time of one thread goes", "ns of CPU per event"]);
        table.Add("read and check log frames", Figures.Text(Ns(Reading)));
        table.Add("decode into ingress records", Figures.Text(Ns(Decoding) - Ns(Reading)));
        table.Add("operators: row to state, windows firing", Figures.Text(Ns(Operators) - Ns(Reading)));
        table.Add("sequencer, ring, egress (the rest)", Figures.Text(Ns(Whole) - Ns(Decoding) - (Ns(Operators) - Ns(Reading))));
        table.Add("whole job, one thread", Figures.Text(Ns(Whole)));
        return table;
    }

    private static string Note(long events, string logPath, JobReport report, double? cLoop) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        TUMBLE of a second, COUNT(*) and SUM by BIGINT key; {MainJobScript.Keys:N0} keys, {events:N0} events,
        {MainJobScript.EventsPerMs} a millisecond of event time, {new FileInfo(logPath).Length / (double)events:F0} bytes of log an event, log in
        the page cache, sink blackhole. Medians of {Repetitions} after one warm-up, variants interleaved. State hashes and ledger on, as always.
        Checksums, positions and counts of the log are checked, its hash chain is not, as for any log read as a table; the second loop by hand
        does the same. The last job: {report.Sinks[0].Rows:N0} rows out, {report.AllocatedBytes:N0} managed bytes in all, {report.AllocatorCalls} native
        allocator calls in all. C loop: `peers/loop.c`, 1,000 keys, {(cLoop is { } c ? Figures.Text(c / 1e6) : "not run:")} M events per CPU s here.
        For scale, C loop / it at 1,000 keys from `specs/performance.md` 9, events from memory without parsing: Flink 2.3.0 77 (at 100,000 keys
        220), Hazelcast Jet 33, timely 1.2; Trill (section 4) 5.
        """);
}
