using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.EventIds;

/// <summary>
/// Event ids against a reference set that forgets nothing, through restarts of any shard count: no event passes twice,
/// none that is new within the window is lost, and what is too old is refused. Source: specs/reliability.md, F25.
/// </summary>
public sealed class EventIdPropertyTests
{
    private const long StartMs = 1_709_251_200_000;
    private const long StepMs = 50; // coarse, so that events lie on the horizon itself

    private static readonly int Seeds = int.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_EVENT_ID_SEEDS") ?? "4", CultureInfo.InvariantCulture);

    private static readonly int Rows = int.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_EVENT_ID_ROWS") ?? "1500", CultureInfo.InvariantCulture);

    [TestCase("STRING", 0, 0)]
    [TestCase("BIGINT", 0, 0)]
    [TestCase("BIGINT", 50 * 128, 0)]
    [TestCase("STRING", 0, 1)]
    [TestCase("BIGINT", 0, 20_000)]
    [TestCase("BIGINT", 50 * 128, 1)]
    public void Rows_WithCopiesAndOldOnes_AreThoseOfTheReferenceSet(string type, long tenantBytesMax, long memoryBytes)
    {
        int copies = 0, stale = 0, refused = 0, readmitted = 0, restarts = 0, found = 0;
        long evicted = 0;
        for (ulong seed = 1; seed <= (ulong)Seeds; seed++)
        {
            using var life = new EventIdLife(Compile(type, tenantBytesMax), seed, tenantBytesMax, memoryBytes);
            ReferenceSet expected = life.Run(Rows, Row);
            string what = $"seed {seed}, {type}, quota {tenantBytesMax}, memory {memoryBytes}";
            Assert.That(life.Rows, Is.EqualTo(expected.Admitted), what);
            Assert.That(life.DeadLetters, Is.EqualTo(expected.Stale.Count + expected.Refused.Count), what);
            CheckLedger(life, expected, what);
            Assert.That(life.Stored - expected.Live, Is.InRange(0, 60), $"{what}: what has expired leaves the store");
            copies += expected.Copies;
            stale += expected.Stale.Count;
            refused += expected.Refused.Count;
            readmitted += expected.Readmitted;
            restarts += life.Restarts;
            evicted += life.Evicted;
            found += life.Found;
        }

        TestContext.Out.WriteLine(
            $"{copies} copies, {stale} stale, {refused} refused, {readmitted} readmitted, {restarts} restarts, "
            + $"{evicted} evicted, {found} found in the store");
        Assert.That(found, memoryBytes > 0 ? Is.GreaterThan(20) : Is.Zero);
        Assert.That(refused, tenantBytesMax > 0 ? Is.GreaterThan(100) : Is.Zero);
        Assert.That(new[] { copies, stale, readmitted, restarts }.Min(), Is.GreaterThan(10));
    }

    private static void CheckLedger(EventIdLife life, ReferenceSet expected, string what)
    {
        IReadOnlyList<EventIdCounters> counters = life.EventIds;
        Assert.That(counters.Sum(static c => c.Admitted), Is.EqualTo(expected.Admitted.Count), what);
        Assert.That(counters.Sum(static c => c.Deduplicated), Is.EqualTo(expected.Copies), what);
        Assert.That(counters.Sum(static c => c.Stale), Is.EqualTo(expected.Stale.Count), what);
        Assert.That(counters.Sum(static c => c.Refused), Is.EqualTo(expected.Refused.Count), what);
        Assert.That(counters.All(static c => c.IsBalanced), what);
        foreach (int statement in new[] { 1, 2, 3 })
        {
            long delivered = life.Counters.Where(c => c.Statement == statement).Sum(static c => c.Delivered);
            Assert.That(delivered, Is.EqualTo(expected.Admitted.Count), $"{what}, statement {statement}");
        }
    }

    // Three in four rows are new; the others repeat an id, at its own time or at another.
    private static (int Tenant, long Id, long TimeMs) Row(
        SplitMix64 random, int index, List<(int Tenant, long Id, long TimeMs)> before)
    {
        (int Tenant, long Id, long TimeMs) row =
            (1 + random.Below(4), index, StartMs + (((index * 20L) - random.Below(1500)) / StepMs * StepMs));
        if (before.Count == 0 || random.Below(4) != 0)
        {
            return row;
        }

        int back = random.Below(Math.Min(before.Count, random.Below(10) == 0 ? 4000 : 400));
        (int Tenant, long Id, long TimeMs) copied = before[^(back + 1)];
        return random.Below(4) switch
        {
            0 => row with { Tenant = copied.Tenant, Id = copied.Id },
            1 => row with { Id = copied.Id, TimeMs = copied.TimeMs },
            _ => copied,
        };
    }

    private static SqlJobPlan Compile(string type, long tenantBytesMax) => CheckpointScripts.Compile($"""
        {(tenantBytesMax > 0 ? $"SET 'hotpath.tenant.state-bytes' = '{tenantBytesMax} b';" : "")}
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SET 'hotpath.table.ev.event-id' = 'id';
        SET 'hotpath.table.ev.dedup-window' = '5 s';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, id {type}, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        SELECT tenant, CAST(id AS STRING) AS id, ts FROM ev;
        SELECT window_start, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
        SELECT window_start, tenant, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, tenant;
        """);
}
