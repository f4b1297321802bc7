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
/// Rows that come many at a time leave what they leave one by one: results, late rows and dead letters in their order,
/// counts, the hash at each mark, what a checkpoint writes. Random queries and streams: tenants, zones, disorder, NULLs,
/// rows that fail, that are late, too far ahead or quarantined, timeouts, marks that nobody waits for, runs of any length.
/// </summary>
public sealed class WindowRunTests
{
    private const int Parts = 4;
    private const int StreamsPerQuery = 5;

    private static readonly string[] Aggregates =
    [
        "COUNT(*)", "COUNT(v)", "SUM(v)", "AVG(v)", "MIN(v)", "MAX(v)", "SUM(d)", "AVG(d)", "MIN(d)", "MAX(d)", "SUM(f)", "AVG(f)",
        "MIN(f)", "APPROX_COUNT_DISTINCT(v)", "MAX(b)", "COUNT(s)", "SUM(v * b)", "SUM(12 / v)", "COUNT(*) FILTER (WHERE v > 3)",
        "SUM(d * 2) FILTER (WHERE 8 / v < 7)", "AVG(1E0 * v)", "STDDEV_POP(f)", "COUNT(DISTINCT s)", "COUNT(DISTINCT v + b)", "MIN(UPPER(s))",
        "MAX(s)", "SUM(DISTINCT v)", "APPROX_PERCENTILE(d, 0.5)", "COUNT(v > 3)", "LISTAGG(s, '|')",
    ];

    private static readonly string[] Keys = ["tenant", "k", "v", "d", "v + 1", "UPPER(s)", "b", "CASE WHEN v > 3 THEN k ELSE s END", "CAST(LOCALTIMESTAMP AS STRING)"];

    // The last one fails where v is 0.
    private static readonly string[] Filters = ["", "", "WHERE v <> 3", "WHERE s LIKE 'a%' OR f > 3", "WHERE 10 / v < 9 OR v IS NULL"];

    [Test]
    public void RandomRuns_LeaveWhatTheirRowsLeave([Range(0, Parts - 1)] int part)
    {
        long rows = 0;
        long inRuns = 0;
        int queries = Math.Max(1, OracleStreams.Of(Parts) / StreamsPerQuery);
        for (int i = 0; i < queries; i++)
        {
            ulong seed = TestSeed.Value + (ulong)((part * queries) + i);
            var random = new SplitMix64(seed);
            bool isZoned = random.Below(3) == 0;
            string script = RandomScript(random, isZoned);
            SqlJobPlan plan = CheckpointScripts.Compile(script);
            for (int stream = 0; stream < StreamsPerQuery; stream++)
            {
                (long all, long taken) = Run(plan, random, isZoned, $"HOTPATH_SEED={seed}, stream {stream}\n{script}");
                rows += all;
                inRuns += taken;
            }
        }

        TestContext.Out.WriteLine($"{inRuns} of {rows} rows in runs");
        Assert.That(inRuns, Is.GreaterThan(rows / 3), "streams without runs prove little");
    }

    /// <summary>What rows leave in scratch memory lives as long as their run, so a run is not longer than that allows.</summary>
    [Test]
    public void LongTexts_EndARun()
    {
        const string Key = "CHAR_LENGTH(REPEAT(s, 100000))";
        using var bed = new PlanTestBed(Script(string.Empty, isZoned: false, $"""
            SELECT {Key} AS k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY {Key}, window_start, window_end;
            """));
        bed.Run("ev", [.. Enumerable.Range(0, 200).Select(static ms =>
            new[] { WindowOracle.Time(1_709_251_200_000 + ms), "t", "k", "1", "1", "1", "abc", "1" })]);
        Assert.That(bed.RowsInRuns, Is.GreaterThan(100));
        Assert.That(bed.NativeBytes, Is.LessThan(8 << 20), "one result has 300,000 bytes");
    }

    private static (long Rows, long InRuns) Run(SqlJobPlan plan, SplitMix64 random, bool isZoned, string what)
    {
        (int shards, int unit) = (1 + random.Below(3), 1 + random.Below(9));
        using var runs = new PlanTestBed(plan, shards, unit);
        using PlanTestBed one = PlanTestBed.WithoutLanes(plan, shards, unit);
        runs.IsBusy = one.IsBusy = random.Below(3) == 0;
        long rows = 0;
        long startMs = random.Below(4) == 0 ? -3_000 : 1_709_251_200_000;
        long nowMs = startMs;
        foreach (string?[][] run in Rows(random, startMs, isZoned).Chunk(1 + random.Below(100)))
        {
            rows += run.Length * shards;
            nowMs += random.Below(2000);
            runs.IngestTimeMs = one.IngestTimeMs = Math.Max(0, nowMs);
            runs.Source = one.Source = random.Below(3);
            if (random.Below(12) == 0)
            {
                ulong operatorId = random.Below(2) == 0 ? 0 : plan.Statements[0].OperatorId;
                runs.QuarantineNext(operatorId);
                one.QuarantineNext(operatorId);
            }

            runs.Run("ev", run);
            foreach (string?[] row in run)
            {
                one.Row("ev", row);
            }

            MarkOrTick(runs, one, random, ref nowMs, what);
        }

        runs.End("ev");
        one.End("ev");
        Compare(runs, one, what);
        Assert.That(runs.Marks, Is.EqualTo(one.Marks), what);
        Assert.That(runs.Mark(), Is.EqualTo(one.Mark()), what);
        Assert.That(runs.StateEntries, Is.Zero, what);
        return (rows, runs.RowsInRuns);
    }

    private static void MarkOrTick(PlanTestBed runs, PlanTestBed one, SplitMix64 random, ref long nowMs, string what)
    {
        if (runs.IsBusy && random.Below(3) > 0)
        {
            runs.PassMark();
            one.PassMark();
            return;
        }

        Compare(runs, one, what);
        if (random.Below(3) == 0)
        {
            Assert.That(runs.Mark(), Is.EqualTo(one.Mark()), what);
            Assert.That(runs.Checkpoint(), Is.EqualTo(one.Checkpoint()), what);
        }

        if (random.Below(8) == 0)
        {
            nowMs += random.Below(9000);
            long heldMs = random.Below(2) * random.Below(1000);
            runs.Tick(Math.Max(0, nowMs), heldMs);
            one.Tick(Math.Max(0, nowMs), heldMs);
        }
    }

    private static void Compare(PlanTestBed runs, PlanTestBed one, string what)
    {
        Assert.That(runs.TakeChanges(), Is.EqualTo(one.TakeChanges()), what);
        Assert.That(runs.StateEntries, Is.EqualTo(one.StateEntries), what);
        Assert.That(Ledger(runs), Is.EqualTo(Ledger(one)), what);
    }

    private static List<string> Ledger(PlanTestBed bed) =>
        [.. bed.Counters.Select(static counters => $"{counters}, produced {counters.Produced}").Order(StringComparer.Ordinal)];

    private static string RandomScript(SplitMix64 random, bool isZoned)
    {
        string[] zones = ["America/New_York", "Australia/Lord_Howe", "UTC"];
        string[] settings =
        [
            "SET 'hotpath.table.ev.tenant' = 'tenant';\n",
            $"SET 'table.local-time-zone' = '{zones[random.Below(zones.Length)]}';\n",
            "SET 'hotpath.table.ev.future-bound' = '15 s';\n",
            "CREATE TABLE late (tenant STRING, v INT) WITH ('connector' = 'blackhole');\n"
                + "SET 'hotpath.late-output' = 'late';\nSET 'hotpath.window-timeout' = '8 s';\n",
        ];
        IEnumerable<string> queries = Enumerable.Range(0, 1 + (random.Below(3) / 2)).Select(_ => RandomQuery(random));
        return Script(string.Concat(settings.Where(_ => random.Below(2) == 0)), isZoned, string.Join('\n', queries));
    }

    private static string RandomQuery(SplitMix64 random)
    {
        string[] steps = ["0.25", "0.5", "1", "1.5", "2"];
        string step = $"INTERVAL '{steps[random.Below(steps.Length)]}' SECOND";
        string[] windows =
        [
            $"TUMBLE(TABLE ev, DESCRIPTOR(ts), {step})",
            $"HOP(TABLE ev, DESCRIPTOR(ts), {step}, INTERVAL '6' SECOND)",
            $"SESSION(TABLE ev PARTITION BY (tenant, k), DESCRIPTOR(ts), {step})",
            $"CUMULATE(TABLE ev, DESCRIPTOR(ts), {step}, INTERVAL '6' SECOND)",
        ];
        string[] keys = [.. Keys.Where(_ => random.Below(5) == 0)];
        string[] aggregates = [.. Aggregates.Where(_ => random.Below(4) == 0).DefaultIfEmpty("COUNT(*)")];
        string window = windows[random.Below(windows.Length)];
        if (window.StartsWith("TUMBLE", StringComparison.Ordinal))
        {
            aggregates = [.. aggregates, "FIRST_VALUE(v)", "LAST_VALUE(UPPER(s)) FILTER (WHERE v > 3)"];
        }

        if (window.StartsWith("SESSION", StringComparison.Ordinal))
        {
            keys = ["k", "tenant"];
        }

        IEnumerable<string> columns = keys.Select(static (key, i) => $"{key} AS k{i}").Concat(aggregates.Select(static (a, i) => $"{a} AS a{i}"));
        return $"""
            SELECT window_start, window_end, {string.Join(", ", columns)} FROM TABLE({window}) {Filters[random.Below(Filters.Length)]}
            GROUP BY {string.Concat(keys.Select(static key => $"{key}, "))}window_start, window_end;
            """;
    }

    private static string Script(string settings, bool isZoned, string query) => settings + $"""
        CREATE TABLE ev ({(isZoned ? "ms BIGINT" : "ts TIMESTAMP(3)")}, tenant STRING, k STRING, v INT, d DECIMAL(10, 2), f DOUBLE, s STRING, b INT,
          {(isZoned ? "ts AS TO_TIMESTAMP_LTZ(ms, 3), " : string.Empty)}WATERMARK FOR ts AS ts - INTERVAL '0.5' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """ + query;

    private static IEnumerable<string?[]> Rows(SplitMix64 random, long startMs, bool isZoned)
    {
        long timeMs = startMs;
        int tenants = 1 + random.Below(4);
        int keys = 1 + random.Below(60);
        int paceMs = 1 + random.Below(40);
        int count = random.Below(600);
        for (int i = 0; i < count; i++)
        {
            timeMs += random.Below(200) == 0 ? random.Below(20_000) : random.Below(paceMs);
            long rowTimeMs = timeMs - random.Below(random.Below(60) == 0 ? 4000 : 600);
            yield return
            [
                random.Below(100) == 0 ? null
                    : isZoned ? rowTimeMs.ToString(CultureInfo.InvariantCulture) : WindowOracle.Time(rowTimeMs),
                $"t{random.Below(tenants)}",
                random.Below(8) == 0 ? null : $"k{random.Below(keys)}",
                random.Below(8) == 0 ? null : Number(random.Below(30) == 0 ? 0 : 1 + random.Below(9)),
                random.Below(8) == 0 ? null : Number(random.Below(9)) + ".25",
                random.Below(8) == 0 ? null : Number(random.Below(9)),
                random.Below(6) == 0 ? null : new string((char)('a' + random.Below(3)), random.Below(40)),
                random.Below(6) == 0 ? null : Number(random.Below(3)),
            ];
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
