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
    private const int Turns = 7;
    private const int SpanMs = 20_000;

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
            [.. WindowScript.Kinds.Where(kind => only is null || only == $"{keys} {WindowScript.NameOf(kind.Form)}")];
        if (kinds.Length == 0)
        {
            return;
        }

        string log = Path.Combine(ResultFile.FindRoot(), "artifacts", "bench", "windows.hplog");
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var connectors = new FileConnectors(new FileConnectorOptions());
        IJobPlan first = WindowScript.Compile(log, WindowScript.Kinds[0].Call, WindowScript.AtOnce);
        var generated = new GeneratedConnectors(connectors, () => new EventSource(events, keys, EventsPerMs(events)));
        JobRunner.Import(first, generated, log, new JobOptions(), CancellationToken.None);
        try
        {
            using var hand = new HandWindows(log, first.Tables[0].Schema, keys);
            List<WindowTrial> trials = [.. kinds.Select(kind => new WindowTrial(log, kind.Form, kind.Call, connectors, hand))];
            for (int turn = 0; turn <= Turns; turn++)
            {
                trials.ForEach(trial => trial.Turn(counts: turn > 0));
            }

            trials.ForEach(trial => Add(table, keys, events, trial, tumble: trials[0]));
            trials.ForEach(static trial => trial.Dispose());
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static void Add(ResultTable table, int keys, long events, WindowTrial trial, WindowTrial tumble) => table.Add(
        keys.ToString("N0", CultureInfo.InvariantCulture),
        WindowScript.NameOf(trial.Form),
        trial.Rows.ToString("N0", CultureInfo.InvariantCulture),
        Figures.Text(trial.EventSeconds * 1e9 / events),
        Figures.Text(trial.EventOf(tumble)),
        Figures.Text(events / trial.JobSeconds / 1e6),
        Figures.Text(events / trial.HandSeconds / 1e6),
        trial.JobSeconds < trial.EventSeconds ? "-" : Figures.Text((trial.JobSeconds - trial.EventSeconds) * 1e9 / trial.Rows),
        Figures.Text(trial.JobOfHand),
        trial.Entries.ToString("N0", CultureInfo.InvariantCulture),
        Figures.Text(trial.StateBytes / (double)trial.Entries),
        Figures.Text(trial.StateBytes / (double)trial.Rows));

    private static string Note(long events) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        COUNT(*) and SUM by BIGINT key in windows of {WindowScript.SizeSeconds} s, HOP and CUMULATE each second, SESSION with a gap of {WindowScript.GapMs} ms, and of 60 s; {events:N0} events,
        {EventsPerMs(events)} a millisecond of event time, log in the page cache, sink blackhole. Without firing: the operators alone, over rows
        whose watermark comes for no window, less reading the log; the windows of the turn before, 10 days earlier, have fired, so that groups
        are opened in memory that has been used. Whole job: one thread, state hashes and ledger on. Loop by
        hand: arrays by key, HOP adds the second that comes and takes off the one that goes; same rows (counted). CPU time,
        medians of {Turns} turns after one warm-up, in each of which every window has one; ratios are medians of the turns' ratios. State: all that the operators hold when
        every window is open for the first time, by group (of HOP and CUMULATE a group is that of a second, which all its windows share) and by
        row that will come out.
        """);
}
