using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Flink;

/// <summary>
/// <c>flink-windows</c>: each kind of window beside Apache Flink in the same run, events per CPU second.
/// </summary>
public static class FlinkWindowsHarness
{
    private const int Turns = 3;
    private const int Density = 20_000;
    private const double Wanted = 10;
    private const long EventsInFile = 500_000;

    private static readonly int[] KeyCounts = [1_000, 10_000];

    /// <summary>Measures and writes the results file.</summary>
    /// <param name="events">Events of our side. Unit: events.</param>
    /// <returns>Exit code; 2 without the shared folder.</returns>
    public static int Run(long events) => FlinkRace.WithPeer("flink-windows", (flink, log) =>
    {
        var table = new ResultTable(
        [
            "keys", "window", "Flink, M events per CPU s", "min-max", "HotPath, one thread, M events per CPU s", "min-max",
            "HotPath / Flink", $"wanted {Wanted:F0}", "rows out, of our events",
        ]);
        foreach (int keys in KeyCounts)
        {
            Measure(table, new FlinkRace(flink, log, events, keys, Density), keys);
        }

        ResultFile.Write("flink-windows", Note(events), table, OutOfFiles(flink, log));
    });

    private static ResultTable OutOfFiles(FlinkPeer flink, string log)
    {
        var table = new ResultTable(
        [
            "keys, both out of a file", "window", "Flink, CSV, M events per CPU s", "HotPath, CSV, M events per CPU s", "HotPath / Flink",
            "HotPath, imported log, M events per CPU s", "HotPath / Flink", $"wanted {Wanted:F0}",
        ]);
        foreach (int keys in KeyCounts)
        {
            foreach ((string name, string call) in Kinds(keys))
            {
                (double flinkRate, double file, double own) =
                    new FlinkFileRace(flink, Path.GetDirectoryName(log)!, EventsInFile, keys, Density).Run(Query(call), turns: 1)[0];
                table.Add(
                    keys.ToString("N0", CultureInfo.InvariantCulture),
                    name,
                    Figures.Text(flinkRate / 1e6),
                    Figures.Text(file / 1e6),
                    Figures.Text(file / flinkRate),
                    Figures.Text(own / 1e6),
                    Figures.Text(own / flinkRate),
                    own / flinkRate >= Wanted ? "holds" : "falls short");
            }
        }

        return table;
    }

    private static void Measure(ResultTable table, FlinkRace race, int keys)
    {
        foreach ((string name, string call) in Kinds(keys))
        {
            List<FlinkTurn> turns = race.RunAlone(Query(call), Turns);
            double ratio = Figures.Median(turns, static turn => turn.Own / turn.Flink);
            table.Add(
                keys.ToString("N0", CultureInfo.InvariantCulture),
                name,
                FlinkRace.Middle(turns, static turn => turn.Flink),
                FlinkRace.Range(turns, static turn => turn.Flink),
                FlinkRace.Middle(turns, static turn => turn.Own),
                FlinkRace.Range(turns, static turn => turn.Own),
                Figures.Text(ratio),
                ratio >= Wanted ? "holds" : "falls short",
                race.Rows.ToString("N0", CultureInfo.InvariantCulture));
        }
    }

    private static string Query(string call) => $"""
        SELECT window_start, window_end, k, COUNT(*) AS n, SUM(v) AS s
        FROM TABLE({call})
        GROUP BY window_start, window_end, k;

        """;

    // A key comes as often as the gap is long, on average, so that sessions are short.
    private static IEnumerable<(string Name, string Call)> Kinds(int keys)
    {
        string gap = (keys / (double)Density).ToString("F3", CultureInfo.InvariantCulture);
        yield return ("TUMBLE 60 s", "TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '60' SECOND)");
        yield return ("HOP 1 s, 60 s", "HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '60' SECOND)");
        yield return ("CUMULATE 1 s, 60 s", "CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '60' SECOND)");
        yield return ($"SESSION {gap} s", $"SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '{gap}' SECOND(3))");
    }

    private static string Note(long events) => FormattableString.Invariant(
        $"""
        COUNT(*) and SUM by BIGINT key, {Density:N0} events a second of event time; the same queries by both.
        Flink 2.3.0 at its best: events from memory without parsing, object reuse, heap state, blackhole, parallelism 1, warm, in its steady state.
        HotPath: the same events by the same rule, the first {events:N0} ({events / Density} s), out of an imported log in the page cache, each frame checked and
        decoded; at their end all windows fire that are open, of HOP 60 for each key; state hashes, ledger and hash chain on; blackhole.
        CPU seconds are user and system time of the whole process, collector and compiler included. {Turns} turns of Flink, then ours, ours the median of
        {Turns} after one warm-up; medians of the turns, ratio within a turn.
        Second table: both engines start with a file of {EventsInFile:N0} such events ({EventsInFile / Density} s); one turn. Flink parses its CSV (the whole job, warm, median of three), HotPath the
        same CSV, or the log that it was imported into (medians of {MainJobHarness.Repetitions}). Most windows of a minute come out at the end of the file, in both.
        """);
}
