using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Flink;

/// <summary>
/// <c>flink</c>: the main job beside Apache Flink in the same run, the same query over the same events, events per CPU second.
/// </summary>
public static class FlinkHarness
{
    private const int Turns = 3;
    private const double Wanted = 20;
    private const int Density = 1_000_000;
    private const long EventsInFile = 500_000;

    private static readonly int[] KeyCounts = [1_000, 100_000, 1_000_000];

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="events">Events of our side. Unit: events.</param>
    /// <returns>Exit code; 2 without the shared folder.</returns>
    public static int Run(long events) => FlinkRace.WithPeer("flink", (flink, log) =>
    {
        var table = new ResultTable(
        [
            "keys", "Flink, M events per CPU s", "min-max", "HotPath, one thread, M events per CPU s", "min-max",
            "HotPath / Flink", $"wanted {Wanted:F0}", "loop by hand, M events per CPU s", "the same out of the checked file",
        ]);
        foreach (int keys in KeyCounts)
        {
            Measure(table, flink, keys, events, log);
        }

        ResultFile.Write("flink", Note(events), table, OutOfFiles(flink, log));
    });

    private static ResultTable OutOfFiles(FlinkPeer flink, string log)
    {
        var table = new ResultTable(
        [
            "keys, both out of a file", "Flink, CSV, M events per CPU s", "HotPath, CSV, M events per CPU s", "HotPath / Flink",
            "HotPath, imported log, M events per CPU s", "HotPath / Flink", $"wanted {Wanted:F0}",
        ]);
        foreach (int keys in KeyCounts)
        {
            List<(double Flink, double File, double Log)> turns =
                new FlinkFileRace(flink, Path.GetDirectoryName(log)!, EventsInFile, keys, Density).Run(flink.Query, Turns);
            double ratio = Figures.Median(turns, static turn => turn.Log / turn.Flink);
            table.Add(
                keys.ToString("N0", CultureInfo.InvariantCulture),
                Figures.Text(Figures.Median(turns, static turn => turn.Flink) / 1e6),
                Figures.Text(Figures.Median(turns, static turn => turn.File) / 1e6),
                Figures.Text(Figures.Median(turns, static turn => turn.File / turn.Flink)),
                Figures.Text(Figures.Median(turns, static turn => turn.Log) / 1e6),
                Figures.Text(ratio),
                ratio >= Wanted ? "holds" : "falls short");
        }

        return table;
    }

    private static void Measure(ResultTable table, FlinkPeer flink, int keys, long events, string log)
    {
        var race = new FlinkRace(flink, log, events, keys, Density);
        List<FlinkTurn> turns = race.Run(flink.Query, Turns);
        double ratio = Figures.Median(turns, static turn => turn.Own / turn.Flink);
        table.Add(
            keys.ToString("N0", CultureInfo.InvariantCulture),
            FlinkRace.Middle(turns, static turn => turn.Flink),
            FlinkRace.Range(turns, static turn => turn.Flink),
            FlinkRace.Middle(turns, static turn => turn.Own),
            FlinkRace.Range(turns, static turn => turn.Own),
            Figures.Text(ratio),
            ratio >= Wanted ? "holds" : "falls short",
            FlinkRace.Middle(turns, static turn => turn.Hand),
            FlinkRace.Middle(turns, static turn => turn.Checked));
    }

    private static string Note(long events) => FormattableString.Invariant(
        $"""
        TUMBLE of a second, COUNT(*) and SUM by BIGINT key, 1,000,000 events a second of event time (`peers/flink/bench/tumble.sql`, by both).
        Flink 2.3.0 at its best: events from memory without parsing, object reuse, heap state, blackhole, parallelism 1, warm.
        HotPath: the same events by the same rule, the first {events:N0}, out of an imported log in the page cache, each frame checked and decoded; state hashes, ledger and hash
        chain on; blackhole. CPU seconds are user and system time of the whole process, collector and compiler included. {Turns} turns of Flink, then ours;
        ours and the loop by hand are medians of {MainJobHarness.Repetitions} within a turn; medians of the turns, ratio within a turn.
        Second table: both engines start with a file of {EventsInFile:N0} such events; Flink parses its CSV (whole warm jobs), HotPath the same CSV, or the log that it
        was imported into, which is the main job of this project.

        Trill is in no package registry that is at hand and was not run. Documented figures of another run and machine (`specs/performance.md` 4): tumbling count and sum from
        arrays 44.4 M events per CPU s at 1,000 keys, 26.3 at 100,000; the loop by hand of that run 229 and 103, so 5.2 and 3.9 times Trill.
        """);
}
