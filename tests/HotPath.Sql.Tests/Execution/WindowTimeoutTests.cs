using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Windows of a source that has fallen silent: when they fire, what they say, and what becomes of what comes after.</summary>
public sealed class WindowTimeoutTests
{
    private const long NowMs = 1_785_585_600_000;

    private const string Table = """
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE TABLE late (tenant STRING, k STRING, lateness_ms BIGINT) WITH ('connector' = 'blackhole');

        """;

    private const string Wait = "SET 'hotpath.window-timeout' = '30 s'; SET 'hotpath.closed-by' = 'closed_by';\n";

    private const string Counts = """
        SELECT tenant, window_end, COUNT(*) AS n, CAST(NULL AS STRING) AS closed_by
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, window_start, window_end;

        """;

    private static readonly string[] Both = ["a", "b"];

    /// <summary>Each tenant by its own silence: the other's results are those it has alone.</summary>
    [Test]
    public void SilentTenant_ItsWindowsFire_AndNobodyElses()
    {
        IReadOnlyList<string> Of(params string[] tenants)
        {
            using var bed = new PlanTestBed(Wait + "SET 'hotpath.allowed-lateness' = '1 min';" + Table + Counts, shards: 2);
            foreach (string tenant in tenants)
            {
                Row(bed, 0, "03.000", tenant);
            }

            for (int second = 1; second < 60; second++)
            {
                if (tenants.Contains("b"))
                {
                    Row(bed, second, $"{second:00}.000", "b");
                }

                bed.Tick(NowMs + (second * 1000));
            }

            if (tenants.Contains("a"))
            {
                Row(bed, 61, "04.000", "a");
                Row(bed, 62, "11.000", "a");
                Row(bed, 63, "20.000", "a");
            }

            bed.Mark();
            Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
            return bed.TakeChanges();
        }

        IReadOnlyList<string> all = Of(Both);
        Assert.That(all.Where(static row => row.Contains("|a,", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "+I 1|a,2026-08-01 12:00:10.000,1,timeout",
            "-U 1|a,2026-08-01 12:00:10.000,1,timeout", "+U 1|a,2026-08-01 12:00:10.000,2,timeout",
            "+I 1|a,2026-08-01 12:00:20.000,1,watermark",
        }));
        Assert.That(all.Where(static row => row.Contains("|a,", StringComparison.Ordinal)), Is.EqualTo(Of("a")));
        Assert.That(all.Where(static row => row.Contains("|b,", StringComparison.Ordinal)), Is.EqualTo(Of("b")));
        Assert.That(all.Count(static row => row.EndsWith("watermark", StringComparison.Ordinal)), Is.EqualTo(6));
    }

    /// <summary>To the millisecond, and not while ingress was held back.</summary>
    [Test]
    public void Timeout_CountsIngestTimeThatIngressWasFree()
    {
        using var bed = new PlanTestBed(Wait + "SET 'hotpath.allowed-lateness' = '1 min';" + Table + Counts);
        Row(bed, 0, "03.000", "a");
        bed.Tick(NowMs + 29_999);
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.Tick(NowMs + 32_000, heldMs: 2_500);
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.Tick(NowMs + 32_499);
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.Tick(NowMs + 32_500);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,2026-08-01 12:00:10.000,1,timeout" }));
        bed.Tick(NowMs + 90_000);
        bed.End("ev");
        Assert.That(bed.TakeChanges(), Is.Empty);
    }

    [Test]
    public void Sessions_AndWindowsOverWindows_FireToo()
    {
        using var bed = new PlanTestBed(Wait + "SET 'hotpath.late-output' = 'late';" + Table + """
            SELECT tenant, window_start, window_end, COUNT(*) AS n, CAST(NULL AS STRING) AS closed_by
            FROM TABLE(SESSION(TABLE ev PARTITION BY tenant, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, window_start, window_end;
            CREATE VIEW w AS SELECT tenant, window_time AS rt, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND))
            GROUP BY tenant, window_start, window_end, window_time;
            SELECT tenant, window_end, SUM(n) AS n, CAST(NULL AS STRING) AS closed_by
            FROM TABLE(TUMBLE(TABLE w, DESCRIPTOR(rt), INTERVAL '1' MINUTE)) GROUP BY tenant, window_start, window_end;
            """);
        Row(bed, 0, "03.000", "a");
        Row(bed, 0, "03.200", "a");
        Row(bed, 1, "04.000", "a");
        bed.Tick(NowMs + 31_000);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|a,2026-08-01 12:00:03.000,2026-08-01 12:00:09.000,3,timeout",
            "+I 2|a,2026-08-01 12:01:00.000,3,timeout",
        }));
        Row(bed, 40, "01.000", "a");
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 3|a,k,3000", "+I 4|a,k,3000" }));
        bed.Mark();
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    [TestCase("SET 'hotpath.window-timeout' = '1 s';", "'hotpath.window-timeout' closes windows before their time, and rows that come after would be lost; "
        + "add SET 'hotpath.allowed-lateness' or SET 'hotpath.late-output'")]
    [TestCase("SET 'hotpath.closed-by' = 'n';", "'hotpath.closed-by': column 'n' (BIGINT) cannot say what closed a window")]
    [TestCase("SET 'hotpath.closed-by' = 'tenant';", "'hotpath.closed-by': column 'tenant' (STRING) cannot say what closed a window; it must be CAST(NULL AS STRING)")]
    public void WhatCannotBe_IsRefused(string set, string message)
    {
        CompileResult result = SqlCompiler.Compile([new ScriptText("t.sql", set + Table + Counts)], new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.One.Contains(message));
    }

    /// <summary>Nothing ticks without need.</summary>
    [TestCase("", 0)]
    [TestCase("SET 'hotpath.late-output' = 'late'; SET 'hotpath.window-timeout' = '1 s';", 200)]
    [TestCase("SET 'hotpath.late-output' = 'late'; SET 'hotpath.window-timeout' = '1 s'; SET 'hotpath.tick-interval' = '5 s';", 5000)]
    public void Plan_AsksForTicksOnlyIfAStatementWaits(string set, int tickMs)
    {
        using var bed = new PlanTestBed(set + Table + Counts);
        Assert.That(bed.Plan.TickIntervalMs, Is.EqualTo(tickMs));
    }

    private static void Row(PlanTestBed bed, int second, string time, string tenant)
    {
        bed.IngestTimeMs = NowMs + (second * 1000);
        bed.Row("ev", $"2026-08-01 12:00:{time}", tenant, "k", "1");
    }
}
