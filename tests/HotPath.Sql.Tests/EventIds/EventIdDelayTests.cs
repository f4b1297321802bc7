using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.EventIds;

/// <summary>The window of ids lies behind the watermark that its tenant has, also where that has a delay of its own.
/// </summary>
public sealed class EventIdDelayTests
{
    private const string Script = """
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SET 'hotpath.table.ev.event-id' = 'id';
        SET 'hotpath.table.ev.dedup-window' = '10 s';
        SET 'hotpath.table.ev.tenant.slow.watermark-delay' = '60 s';
        SET 'hotpath.table.ev.tenant.eager.watermark-delay' = '0 s';
        CREATE TABLE ev (ts TIMESTAMP(3), id STRING, tenant STRING, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        SELECT tenant, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, window_start, window_end;
        """;

    /// <summary>Who waits a minute for late rows does not refuse those of half a minute because of their ids.</summary>
    [TestCase("slow", 70, 0, 1, 0)]
    [TestCase("slow", 70.001, 1, 0, 0)]
    [TestCase("other", 15, 0, 1, 0)]
    [TestCase("other", 15.001, 1, 0, 0)]
    [TestCase("eager", 15, 0, 1, 0)]
    [TestCase("eager", 15.001, 1, 0, 0)]
    public void Window_LiesBehindTheTenantsOwnWatermark(
        string tenant, double secondsBehind, int stale, int copies, int late)
    {
        using var bed = new PlanTestBed(Script);
        const long nowMs = 1_709_251_200_000;
        long thenMs = nowMs - (long)(secondsBehind * 1000);
        bed.Row("ev", WindowOracle.Time(thenMs), "old", tenant);
        bed.Row("ev", WindowOracle.Time(nowMs), "new", tenant);
        bed.Row("ev", WindowOracle.Time(thenMs), "old", tenant);
        Assert.That(bed.EventIds.Single().Stale, Is.EqualTo(stale));
        Assert.That(bed.EventIds.Single().Deduplicated, Is.EqualTo(copies));
        Assert.That(bed.Counters.Single().Late, Is.EqualTo(late));
    }

    /// <summary>A row that its tenant still waits for is counted, and once.</summary>
    [Test]
    public void RowsWithinTheDelay_AreCountedOnce()
    {
        using var bed = new PlanTestBed(Script);
        const long nowMs = 1_709_251_200_000;
        bed.Row("ev", WindowOracle.Time(nowMs), "a", "slow");
        bed.Row("ev", WindowOracle.Time(nowMs - 58_000), "b", "slow");
        bed.Row("ev", WindowOracle.Time(nowMs - 58_000), "b", "slow");
        bed.End("ev");
        IReadOnlyList<string> rows = bed.Take();
        Assert.That(rows, Has.Count.EqualTo(2).And.All.EndsWith("slow,1"), string.Join(Environment.NewLine, rows));
    }
}
