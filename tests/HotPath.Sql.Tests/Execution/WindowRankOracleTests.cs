using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Top-N over the rows of windows that are kept: what a late row makes of the ranks of each window that has come out, against an oracle
/// that ranks all rows of a window anew.
/// </summary>
public sealed class WindowRankOracleTests
{
    private const int Parts = 10;
    private const int StreamsPerQuery = 10;

    [Test]
    public void RandomStreams_ReviseRanksAsTheOracleSays([Range(0, Parts - 1)] int part)
    {
        int revised = 0;
        int late = 0;
        for (int i = 0; i < OracleStreams.Of(Parts) / StreamsPerQuery; i++)
        {
            ulong seed = TestSeed.Value + (ulong)((part * OracleStreams.Of(Parts) / StreamsPerQuery) + i);
            var random = new SplitMix64(seed);
            var query = new Query(
                ((string[])["TUMBLE", "HOP", "CUMULATE"])[random.Below(3)], 1 + random.Below(3), 1 + random.Below(4), random.Below(2) == 0,
                random.Below(2) == 0, random.Below(2) == 0, random.Below(30_000));
            SqlJobPlan plan = CheckpointScripts.Compile(query.ToSql());
            for (int stream = 0; stream < StreamsPerQuery; stream++)
            {
                (int streamRevised, int streamLate) = Run(plan, query, random, $"HOTPATH_SEED={seed}, stream {stream}\n{query.ToSql()}");
                revised += streamRevised;
                late += streamLate;
            }
        }

        Assert.That(Math.Min(revised, late), Is.GreaterThan(100), "streams without late rows prove little");
    }

    private static (int Revised, int Late) Run(SqlJobPlan plan, Query query, SplitMix64 random, string what)
    {
        var windows = new SortedDictionary<(long EndMs, long StartMs, string Key), List<(string K, int V)>>();
        using var one = new PlanTestBed(plan);
        using var many = new PlanTestBed(plan, shards: 1 + random.Below(3), firingUnitRows: 1 + random.Below(5));
        long timeMs = 1_709_251_200_000;
        long watermarkMs = long.MinValue;
        int late = 0;
        int revised = 0;
        for (int i = 60; i > 0; i--)
        {
            timeMs += random.Below(3000);
            long rowMs = timeMs - (random.Below(3) == 0 ? random.Below(40_000) : 0);
            (string k, int v) = ($"k{random.Below(3)}", random.Below(6));
            var expected = new List<string>();
            foreach ((long startMs, long endMs) in query.WindowsOf(rowMs))
            {
                if (endMs - 1 + query.LatenessMs <= watermarkMs)
                {
                    late++;
                    continue;
                }

                (long, long, string) window = (endMs, startMs, query.IsByKey ? k : string.Empty);
                windows.TryAdd(window, []);
                string[] before = query.Ranks(windows[window]);
                windows[window].Add((k, v));
                if (endMs - 1 <= watermarkMs)
                {
                    expected.AddRange(query.Changes(endMs, before, query.Ranks(windows[window])));
                }
            }

            revised += expected.Count;
            long nextMs = Math.Max(watermarkMs, rowMs);
            expected.AddRange(Due(windows, query, watermarkMs, nextMs));
            watermarkMs = nextMs;
            foreach (PlanTestBed bed in (PlanTestBed[])[one, many])
            {
                bed.Row("ev", WindowOracle.Time(rowMs), k, v.ToString(CultureInfo.InvariantCulture));
            }

            Compare(one, many, expected, $"row {60 - i} at {WindowOracle.Time(rowMs)} of {what}");
            Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
        }

        one.End("ev");
        many.End("ev");
        Compare(one, many, [.. Due(windows, query, watermarkMs, long.MaxValue)], $"the end of {what}");
        foreach (PlanTestBed bed in (PlanTestBed[])[one, many])
        {
            Assert.That(bed.Counters.Sum(static c => c.Late), Is.EqualTo(late), what);
            Assert.That(bed.Counters.All(static c => c.IsBalanced), what);
            Assert.That(bed.StateEntries, Is.Zero, what);
        }

        return (revised, late);
    }

    private static IEnumerable<string> Due(
        SortedDictionary<(long EndMs, long StartMs, string Key), List<(string K, int V)>> windows, Query query, long fromMs, long toMs) => windows
        .Where(w => w.Key.EndMs - 1 > fromMs && w.Key.EndMs - 1 <= toMs)
        .SelectMany(w => query.Ranks(w.Value).Select(rank => $"+I {Query.Row(w.Key.EndMs, rank)}"));

    private static void Compare(PlanTestBed one, PlanTestBed many, List<string> expected, string what)
    {
        IReadOnlyList<string> found = one.TakeChanges();
        Assert.That(many.TakeChanges(), Is.EqualTo(found), what);
        Assert.That(found.Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)), what);
    }

    private sealed record Query(string Function, int Steps, int Last, bool IsByKey, bool ShowsRank, bool IsDescending, long LatenessMs)
    {
        private const long StepMs = 4000;

        private long SizeMs => Function == "TUMBLE" ? StepMs : StepMs * Steps;

        public static string Row(long endMs, string rank) => $"1|{endMs / 1000 % 100_000},{rank}";

        public string ToSql() => $"""
            SET 'hotpath.allowed-lateness' = '{LatenessMs} ms';
            CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT TIMESTAMPDIFF(SECOND, TIMESTAMP '1970-01-01 00:00:00', window_end) % 100000 AS e, {(ShowsRank ? "rn, " : string.Empty)}k, v FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end{(IsByKey ? ", k" : string.Empty)}
                ORDER BY v{(IsDescending ? " DESC" : string.Empty)}) AS rn
              FROM TABLE({Function}(TABLE ev, DESCRIPTOR(ts), {(Function == "TUMBLE" ? string.Empty : "INTERVAL '4' SECOND, ")}INTERVAL '{SizeMs / 1000}' SECOND)))
            WHERE rn <= {Last};
            """;

        public IEnumerable<(long StartMs, long EndMs)> WindowsOf(long timeMs)
        {
            if (Function == "CUMULATE")
            {
                long startMs = timeMs - (timeMs % SizeMs);
                return Enumerable.Range(1, Steps).Select(i => (startMs, startMs + (i * StepMs))).Where(w => timeMs < w.Item2);
            }

            long lastMs = timeMs - (timeMs % StepMs);
            return Enumerable.Range(0, (int)(SizeMs / StepMs)).Select(i => (lastMs - (i * StepMs), lastMs - (i * StepMs) + SizeMs));
        }

        /// <summary>The first rows of a window, with their ranks if those are shown.</summary>
        public string[] Ranks(List<(string K, int V)> rows) =>
            [.. (IsDescending ? rows.OrderByDescending(static r => r.V) : rows.OrderBy(static r => r.V)).Take(Last)
                .Select((row, i) => (ShowsRank ? $"{i + 1}," : string.Empty) + $"{row.K},{row.V}")];

        public IEnumerable<string> Changes(long endMs, string[] before, string[] after)
        {
            if (!ShowsRank)
            {
                // One row comes, and one goes if the list was full.
                List<string> gone = [.. before];
                List<string> come = [.. after.Where(row => !gone.Remove(row))];
                bool replaces = Last == 1 && before.Length == 1;
                return IsSame(before, after, come)
                    ? []
                    : [.. gone.Select(row => $"{(replaces ? "-U" : "-D")} {Row(endMs, row)}"),
                        .. come.Select(row => $"{(replaces ? "+U" : "+I")} {Row(endMs, row)}")];
            }

            // Every row behind the newcomer moves, also to where one of the same values stood.
            int place = Enumerable.Range(0, after.Length).TakeWhile(i => i < before.Length && before[i] == after[i]).Count();
            return Enumerable.Range(place, after.Length - place).SelectMany(i => i < before.Length
                ? (string[])[$"-U {Row(endMs, before[i])}", $"+U {Row(endMs, after[i])}"]
                : [$"+I {Row(endMs, after[i])}"]);
        }

        private static bool IsSame(string[] before, string[] after, List<string> come) => before.Length == after.Length && come.Count == 0;
    }
}
