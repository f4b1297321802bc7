using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Syntax;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Windows over PROCTIME(): the ingest times of all frames and ticks end them. Flink 2.3 was asked: at the end of a bounded input
/// windows that have not ended never come out (14 rows at 4 a second in windows of 1 s: the last two went nowhere), window_time is the
/// time of the firing, and Top-N of such windows is refused ("Processing time Window TopN is not supported yet").
/// </summary>
public sealed class ProcessingTimeTests
{
    private const int Parts = 10;
    private const int StreamsPerQuery = 10;
    private const long NowMs = 1_785_585_600_000;

    private const string Table = """
        CREATE TABLE ev (tenant STRING, k STRING, v INT, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static readonly string[][] KeySets = [[], ["tenant"], ["k"], ["tenant", "k"]];

    [Test]
    public void RandomStreams_FireAsTheOracleSays([Range(0, Parts - 1)] int part)
    {
        int fired = 0;
        int queries = OracleStreams.Of(Parts) / StreamsPerQuery;
        for (int i = 0; i < queries; i++)
        {
            ulong seed = TestSeed.Value + (ulong)((part * queries) + i);
            var random = new SplitMix64(seed);
            string function = ((string[])["TUMBLE", "HOP", "CUMULATE", "SESSION"])[random.Below(4)];
            long stepMs = ((long[])[1, 7, 100, 1000])[random.Below(4)];
            long sizeMs = function is "TUMBLE" or "SESSION" ? stepMs : stepMs * (1 + random.Below(6));
            string[] keys = KeySets[random.Below(4)];
            string script = (random.Below(2) == 0 ? "SET 'hotpath.table.ev.tenant' = 'tenant';\n" : string.Empty)
                + Table + Query(function, stepMs, sizeMs, keys);
            SqlJobPlan plan = CheckpointScripts.Compile(script);
            for (int stream = 0; stream < StreamsPerQuery; stream++)
            {
                var oracle = new ProcessingTimeOracle(function, stepMs, sizeMs, keys);
                Run(plan, oracle, random, Math.Max(2, stepMs), $"HOTPATH_SEED={seed}, stream {stream}\n{script}");
                fired += oracle.Fired;
            }
        }

        Assert.That(fired, Is.GreaterThan(300), "streams without results prove little");
    }

    /// <summary>One tenant's window ends by another's row, by a tick, and by nothing else; the watermark means nothing.</summary>
    [Test]
    public void Windows_EndByAnyFrame_BeforeItsRow()
    {
        using var bed = new PlanTestBed("SET 'hotpath.table.ev.tenant' = 'tenant';\n" + Table + Query("TUMBLE", 1000, 1000, ["tenant"]), shards: 3);
        Row(bed, 0, "a", "2030-01-01 00:00:00");
        Row(bed, 999, "a", "2020-01-01 00:00:00");
        bed.Tick(NowMs + 999);
        Assert.That(bed.Take(), Is.Empty);
        Row(bed, 1000, "b", "2030-01-01 00:00:00");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2026-08-01 12:00:00.000,2026-08-01 12:00:01.000,a,2,2,1" }));
        bed.Tick(NowMs + 1999);
        Assert.That(bed.Take(), Is.Empty);
        bed.Tick(NowMs + 2000, heldMs: 900);
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2026-08-01 12:00:01.000,2026-08-01 12:00:02.000,b,1,1,1" }));
    }

    /// <summary>As in Flink: the end of the input is not the end of time.</summary>
    [Test]
    public void EndOfInput_EndsNoWindow()
    {
        using var bed = new PlanTestBed(Table + Query("TUMBLE", 1000, 1000, []));
        Row(bed, 0, "a", "2030-01-01 00:00:00");
        bed.End("ev");
        bed.Mark();
        Assert.That(bed.Take(), Is.Empty);
        StatementCounters counters = bed.Counters.Single();
        Assert.That((counters.Applied, counters.Open, counters.IsBalanced), Is.EqualTo((1, 1, true)));
    }

    /// <summary>window_time is when the window came out, and groups behind a window go on at once.</summary>
    [Test]
    public void WindowTime_IsTheTimeOfTheFiring()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT window_end, window_time, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '1' SECOND))
            GROUP BY window_start, window_end, window_time;
            SELECT n, COUNT(*) AS m FROM (SELECT k, COUNT(*) AS n FROM ev GROUP BY k, TUMBLE(pt, INTERVAL '1' SECOND)) GROUP BY n;
            """);
        Row(bed, 0, "a", "2030-01-01 00:00:00");
        bed.Tick(NowMs + 1234);
        Row(bed, 1500, "a", "2030-01-01 00:00:00");
        bed.Tick(NowMs + 3000);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|2026-08-01 12:00:01.000,2026-08-01 12:00:01.234,1", "+I 2|1,1",
            "+I 1|2026-08-01 12:00:02.000,2026-08-01 12:00:03.000,1", "-U 2|1,1", "+U 2|1,2",
        }));
    }

    /// <summary>In the zone of the session: days of the wall clock, that before the clock is put forward has 23 hours.</summary>
    [Test]
    public void Days_AreThoseOfTheZone()
    {
        using var bed = new PlanTestBed("SET 'table.local-time-zone' = 'Europe/Berlin';\n" + Table + Query("TUMBLE", 86_400_000, 86_400_000, []));
        DateTimeOffset start = DateTimeOffset.Parse("2026-03-28T23:00:00Z", CultureInfo.InvariantCulture);
        bed.IngestTimeMs = start.ToUnixTimeMilliseconds();
        bed.Row("ev", "a", "k", "1", "2030-01-01 00:00:00");
        bed.Tick(start.AddHours(23).ToUnixTimeMilliseconds() - 1);
        Assert.That(bed.Take(), Is.Empty);
        bed.Tick(start.AddHours(23).ToUnixTimeMilliseconds());
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2026-03-29 00:00:00.000,2026-03-30 00:00:00.000,1,1,1" }));
    }

    /// <summary>What needs a watermark means nothing here, and is not asked for.</summary>
    [Test]
    public void LatenessAndTimeouts_DoNotTouchThem()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '1 min'; SET 'hotpath.window-timeout' = '1 s';\n"
            + "CREATE TABLE late (event STRING) WITH ('connector' = 'blackhole'); SET 'hotpath.late-output' = 'late';\n"
            + Table + Query("SESSION", 1000, 1000, ["k"]));
        Assert.That(bed.Plan.TickIntervalMs, Is.EqualTo(200));
        Assert.That(bed.Plan.Explain, Does.Contain("clock: processing time, by the ingest times of all frames and by ticks")
            .And.Not.Contain("late rows:"));
        Row(bed, 0, "a", "2030-01-01 00:00:00");
        Row(bed, 5000, "a", "2030-01-01 00:00:00");
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|2026-08-01 12:00:00.000,2026-08-01 12:00:01.000,k,1,1,1" }));
    }

    [TestCase("""
        SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n) AS rn FROM (
          SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '1' SECOND))
          GROUP BY window_start, window_end, k)) WHERE rn = 1
        """, "ROW_NUMBER, GROUP BY or DISTINCT over the rows of processing-time windows")]
    [TestCase("""
        SELECT window_end, MAX(n) AS m FROM (SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt),
          INTERVAL '1' SECOND)) GROUP BY window_start, window_end, k) GROUP BY window_start, window_end
        """, "ROW_NUMBER, GROUP BY or DISTINCT over the rows of processing-time windows")]
    [TestCase("""
        SELECT COUNT(*) AS n FROM TABLE(TUMBLE(TABLE (SELECT window_time AS t FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(pt), INTERVAL '1' SECOND))
          GROUP BY window_start, window_end, window_time), DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end
        """, "a processing-time window over what is not the rows of a table")]
    public void WhatCannotBe_IsRefused(string query, string what)
    {
        CompileResult result = SqlCompiler.Compile([new ScriptText("t.sql", Table + query + ";")], new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.One.Contains(what));
    }

    private static string Query(string function, long stepMs, long sizeMs, string[] keys)
    {
        string list = string.Concat(keys.Select(static k => $", {k}"));
        string parts = function == "SESSION" && keys.Length > 0 ? $" PARTITION BY ({string.Join(", ", keys)})" : string.Empty;
        string step = function is "TUMBLE" or "SESSION" ? string.Empty : $"{Interval(stepMs)}, ";
        return $"""
            SELECT window_start, window_end{list}, COUNT(*) AS n, SUM(v) AS s, COUNT(DISTINCT v) AS d
            FROM TABLE({function}(TABLE ev{parts}, DESCRIPTOR(pt), {step}{Interval(sizeMs)}))
            GROUP BY window_start, window_end{list};
            """;
    }

    private static string Interval(long ms) =>
        $"INTERVAL '{TimeSpan.FromMilliseconds(ms).ToString("d\\ hh\\:mm\\:ss\\.fff", CultureInfo.InvariantCulture)}' DAY TO SECOND(3)";

    private static void Row(PlanTestBed bed, long ms, string tenant, string time)
    {
        bed.IngestTimeMs = NowMs + ms;
        bed.Row("ev", tenant, "k", "1", time);
    }

    private static void Run(SqlJobPlan plan, ProcessingTimeOracle oracle, SplitMix64 random, long paceMs, string what)
    {
        using var one = new PlanTestBed(plan);
        using var many = new PlanTestBed(plan, shards: 1 + random.Below(4), firingUnitRows: 1 + random.Below(9));
        var waiting = new List<string>();
        long timeMs = NowMs + random.Below(100_000);
        for (int i = 1 + random.Below(80); i > 0; i--)
        {
            timeMs += random.Below(3) == 0 ? 0 : random.Below(2 * (int)paceMs);
            IReadOnlyList<string> expected = oracle.Pass(timeMs);
            string tenant = $"t{random.Below(3)}";
            string? k = random.Below(8) == 0 ? null : $"k{random.Below(4)}";
            int? v = random.Below(8) == 0 ? null : random.Below(9);
            bool isTick = random.Below(4) == 0;
            long row = timeMs + random.Between(-100_000, 100_000);
            foreach (PlanTestBed bed in (PlanTestBed[])[one, many])
            {
                bed.IngestTimeMs = timeMs;
                if (isTick)
                {
                    bed.Tick(timeMs);
                }
                else
                {
                    bed.Row("ev", tenant, k, v?.ToString(CultureInfo.InvariantCulture), WindowOracle.Time(row));
                }
            }

            if (!isTick)
            {
                oracle.Add(timeMs, tenant, k, v);
            }

            IReadOnlyList<string> found = one.TakeChanges();
            waiting.AddRange(found);
            if (random.Below(4) == 0)
            {
                Assert.That(many.TakeChanges(), Is.EqualTo(waiting), what); // until then firings may be pending
                waiting.Clear();
            }

            Assert.That(found.Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)), $"at {timeMs} of {what}");
            if (random.Below(20) == 0)
            {
                Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
            }
        }

        one.End("ev");
        many.End("ev");
        Assert.That(one.TakeChanges(), Is.Empty, what);
        Assert.That(many.TakeChanges(), Is.EqualTo(waiting), what);
        Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
        foreach (PlanTestBed bed in (PlanTestBed[])[one, many])
        {
            Assert.That(bed.Counters.Sum(static c => c.Open), Is.EqualTo(oracle.Open), what);
            Assert.That(bed.Counters.All(static c => c.IsBalanced && c.Late == 0), what);
        }
    }
}
