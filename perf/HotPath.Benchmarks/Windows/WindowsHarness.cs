using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Windows;

/// <summary><c>windows</c>: each kind of window at few keys and many, next to loops by hand over the same bytes.</summary>
public static class WindowsHarness
{
    private const int Repetitions = 3;
    private const int SpanMs = 20_000;
    private const string AtOnce = "'0.001' SECOND";
    private const string Never = "'9' DAY";
    private const string OneThread = "ingress+shards+recorder+egress";

    private static readonly int[] Keys = [10, 10_000, 1_000_000];

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="events">Events in the log. Unit: events.</param>
    /// <param name="only">For a profiler: keys and window, as in <c>10000 HOP</c>, without writing results.</param>
    /// <returns>Exit code.</returns>
    public static int Run(long events, string? only = null)
    {
        var table = new ResultTable(
            [
                "keys", "window", "rows out", "ns an event, without firing", "of TUMBLE's", "whole job, M events per CPU s",
                "loop by hand, M events per CPU s", "ns of CPU a row out", "loop / job",
                "groups in state", "bytes a group", "bytes an open (key, window)",
            ]);
        foreach (int keys in Keys)
        {
            Measure(events, keys, table, only);
        }

        if (only is null)
        {
            ResultFile.Write("windows", Note(events), table);
        }

        return 0;
    }

    // However many there are, they open the same windows.
    private static int EventsPerMs(long events) => (int)Math.Max(1, events / SpanMs);

    private static void Measure(long events, int keys, ResultTable table, string? only)
    {
        (WindowForm Form, string Call)[] kinds =
            [.. WindowScript.Kinds.Where(kind => only is null || only == $"{keys} {kind.Form.ToString().ToUpperInvariant()}")];
        if (kinds.Length == 0)
        {
            return;
        }

        string log = Path.Combine(ResultFile.FindRoot(), "artifacts", "bench", "windows.hplog");
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var connectors = new FileConnectors(new FileConnectorOptions());
        IJobPlan first = WindowScript.Compile(log, WindowScript.Kinds[0].Call, AtOnce);
        var generated = new GeneratedConnectors(connectors, () => new EventSource(events, keys, EventsPerMs(events)));
        JobRunner.Import(first, generated, log, new JobOptions(), CancellationToken.None);
        try
        {
            using var hand = new HandWindows(log, first.Tables[0].Schema, keys);
            double tumbleNs = 0;
            foreach ((WindowForm form, string call) in kinds)
            {
                Figure figure = Measure(log, form, call, connectors, hand);
                tumbleNs = form == WindowForm.Tumble ? figure.EventSeconds : tumbleNs;
                table.Add(
                    keys.ToString("N0", CultureInfo.InvariantCulture),
                    form.ToString().ToUpperInvariant(),
                    figure.Rows.ToString("N0", CultureInfo.InvariantCulture),
                    Figures.Text(figure.EventSeconds * 1e9 / events),
                    Figures.Text(figure.EventSeconds / tumbleNs),
                    Figures.Text(events / figure.JobSeconds / 1e6),
                    Figures.Text(events / figure.HandSeconds / 1e6),
                    Figures.Text((figure.JobSeconds - figure.EventSeconds) * 1e9 / figure.Rows),
                    Figures.Text(figure.JobSeconds / figure.HandSeconds),
                    figure.Entries.ToString("N0", CultureInfo.InvariantCulture),
                    Figures.Text(figure.StateBytes / (double)figure.Entries),
                    Figures.Text(figure.StateBytes / (double)figure.Rows));
            }
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static Figure Measure(
        string log, WindowForm form, string call, FileConnectors connectors, HandWindows hand)
    {
        var silent = new MainJobStages(WindowScript.Compile(log, call, Never), connectors, log);
        var firing = new MainJobStages(WindowScript.Compile(log, call, AtOnce), connectors, log);
        JobReport? report = null;
        (List<Sample> Samples, Action Run)[] runs =
        [
            ([], () => hand.Run(form)),
            ([], silent.ReadLogIntoShard),
            ([], silent.ReadLog),
            ([], () => report = firing.RunJob(OneThread)),
        ];
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            foreach ((List<Sample> samples, Action run) in runs)
            {
                Sample sample = Sample.Of(run);
                Console.Error.WriteLine($"{form}: {sample}");
                if (repetition > 0)
                {
                    samples.Add(sample);
                }
            }
        }

        long rows = report!.Sinks[0].Rows;
        if (rows != hand.Results)
        {
            throw new InvalidOperationException($"{form}: the job gave {rows} rows, the loop by hand {hand.Results}");
        }

        double[] seconds = [.. runs.Select(static run => Figures.Median(run.Samples, static sample => sample.CpuSeconds))];
        return new Figure(rows, seconds[0], seconds[1] - seconds[2], seconds[3], silent.StateBytes, silent.StateEntries);
    }

    private static string Note(long events) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        COUNT(*) and SUM by BIGINT key in windows of {WindowScript.SizeSeconds} s, HOP and CUMULATE each second, SESSION with a gap of {WindowScript.GapMs} ms; {events:N0} events,
        {EventsPerMs(events)} a millisecond of event time, log in the page cache, sink blackhole. Without firing: the operators alone, over rows
        whose watermark never comes, less reading the log. Whole job: one thread, state hashes, ledger and hash chain on. Loop by
        hand: arrays by key, HOP adds the second that comes and takes off the one that goes; same rows (counted). CPU time,
        medians of {Repetitions} after one warm-up, variants of one window interleaved. State: all that the operators hold when
        every window is still open, by group (of HOP and CUMULATE a group is that of a second, which all its windows share) and by
        row that will come out.
        """);

    private readonly record struct Figure(long Rows, double HandSeconds, double EventSeconds, double JobSeconds, long StateBytes, long Entries);
}
