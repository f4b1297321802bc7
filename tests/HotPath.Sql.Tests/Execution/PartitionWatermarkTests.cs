using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A watermark for each partition of a source: the lowest holds, silent ones are left out and come back.</summary>
public sealed class PartitionWatermarkTests
{
    private const long NowMs = 1_785_585_600_000;
    private const int Streams = 60;

    private const string Settings = """
        SET 'hotpath.table.ev.watermark-per' = 'partition';
        SET 'table.exec.source.idle-timeout' = '10 s';
        SET 'hotpath.closed-by' = 'closed_by';

        """;

    private const string Table = """
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Counts = """
        SELECT tenant, window_end, COUNT(*) AS n, CAST(NULL AS STRING) AS closed_by
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, window_start, window_end;
        """;

    /// <summary>The slow one holds the fast one's rows until it has been silent; nobody else's are touched.</summary>
    [Test]
    public void LowestPartition_HoldsUntilItIsIdle_ForItsTenantAlone()
    {
        using var bed = new PlanTestBed(Settings + Table + Counts, shards: 2);
        Row(bed, 0, "01", "a", source: 0);
        Row(bed, 0, "12", "a", source: 1);
        Row(bed, 0, "13", "b", source: 1);
        Row(bed, 9, "31", "a", source: 1);
        bed.Tick(NowMs + 9_999);
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.Tick(NowMs + 10_000);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|a,2026-08-01 12:00:10.000,1,idle", "+I 1|a,2026-08-01 12:00:20.000,1,idle",
        }));
        Row(bed, 11, "32", "a", source: 0);
        Row(bed, 12, "45", "a", source: 1);
        Assert.That(bed.TakeChanges(), Is.Empty);
        Row(bed, 13, "41", "a", source: 0);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,2026-08-01 12:00:40.000,2,watermark" }));
    }

    /// <summary>Without the setting a script is Flink's with one watermark: the control.</summary>
    [Test]
    public void WithoutTheSetting_TheHighestRowCounts()
    {
        using var bed = new PlanTestBed(Table + Counts);
        Row(bed, 0, "01", "a", source: 0);
        Row(bed, 0, "12", "a", source: 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,2026-08-01 12:00:10.000,1,NULL" }));
        Assert.That(bed.Plan.TickIntervalMs, Is.Zero);
    }

    /// <summary>Random rows of several partitions among ticks, against one that takes the minimum each time.</summary>
    [Test]
    public void RandomStreams_FireAsTheOracleSays()
    {
        int idle = 0;
        for (int stream = 0; stream < Streams; stream++)
        {
            ulong seed = TestSeed.Value + (ulong)stream;
            idle += Compare(new SplitMix64(seed), $"HOTPATH_SEED={seed}");
        }

        TestContext.Out.WriteLine($"{idle} windows closed as idle");
        Assert.That(idle, Is.GreaterThan(Streams));
    }

    [TestCase("SET 'hotpath.table.ev.watermark-per' = 'shard';", "'hotpath.table.ev.watermark-per' is 'table' (the default) or 'partition', not 'shard'")]
    [TestCase("SET 'hotpath.table.ev.idle-timeout' = '1 s';", "'hotpath.table.ev.idle-timeout' has no effect while the table has one watermark")]
    [TestCase("SET 'hotpath.table.eve.idle-timeout' = '1 s';", "'hotpath.table.eve.idle-timeout' names table 'eve', which does not exist")]
    public void Setting_ThatDoesNotFit_IsRefused(string set, string message)
    {
        IEnumerable<string> told = Problems(set);
        Assert.That(told, Has.Exactly(1).Items.And.All.Contains(message));
    }

    [Test]
    public void Default_CanBeSaid() => Assert.That(Problems("SET 'hotpath.table.ev.watermark-per' = 'table';"), Is.Empty);

    private static IEnumerable<string> Problems(string set) =>
        SqlCompiler.Compile([new ScriptText("t.sql", set + Table + Counts)], new Dictionary<string, string>())
            .Diagnostics.Select(static d => d.ToString());

    private static int Compare(SplitMix64 random, string what)
    {
        using var bed = new PlanTestBed(Settings + Table + Counts, shards: 1 + random.Below(3));
        var partitions = new Dictionary<(string Tenant, int Source), (long Ms, long LastMs, bool IsIdle)>();
        var open = new SortedDictionary<(long EndMs, string Tenant), int>();
        var watermarks = new Dictionary<string, long>();
        int idle = 0;
        long nowMs = NowMs;
        for (int i = 0; i < 200; i++)
        {
            nowMs += random.Below(3) == 0 ? random.Below(6000) : random.Below(500);
            bool isTick = random.Below(3) == 0;
            string tenant = $"t{random.Below(2)}";
            if (isTick)
            {
                bed.Tick(nowMs);
                foreach (((string, int) partition, (long ms, long lastMs, bool isIdle)) in partitions.ToList())
                {
                    partitions[partition] = (ms, lastMs, isIdle || nowMs - lastMs >= 10_000);
                }
            }
            else
            {
                int source = random.Below(3);
                long timeMs = NowMs + (i * 300) - (source * random.Below(9000));
                bed.IngestTimeMs = nowMs;
                bed.Source = source;
                bed.Row("ev", WindowOracle.Time(timeMs), tenant);
                long endMs = ((timeMs / 10_000) + 1) * 10_000;
                if (endMs - 1 > watermarks.GetValueOrDefault(tenant, long.MinValue))
                {
                    open[(endMs, tenant)] = open.GetValueOrDefault((endMs, tenant)) + 1;
                }

                long before = partitions.TryGetValue((tenant, source), out (long Ms, long LastMs, bool IsIdle) known) ? known.Ms : 0;
                partitions[(tenant, source)] = (Math.Max(before, timeMs), nowMs, false);
            }

            var expected = new List<string>();
            foreach (string who in isTick ? new[] { "t0", "t1" } : [tenant])
            {
                long[] active = [.. partitions.Where(p => p.Key.Tenant == who && !p.Value.IsIdle).Select(static p => p.Value.Ms)];
                long merged = active.DefaultIfEmpty(long.MinValue).Min();
                watermarks[who] = Math.Max(watermarks.GetValueOrDefault(who, long.MinValue), merged);
                foreach ((long EndMs, string Tenant) window in open.Keys.Where(w => w.Tenant == who && w.EndMs - 1 <= watermarks[who]).ToList())
                {
                    idle += isTick ? 1 : 0;
                    expected.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"+I 1|{who},{WindowOracle.Time(window.EndMs)},{open[window]},{(isTick ? "idle" : "watermark")}"));
                    open.Remove(window);
                }
            }

            Assert.That(bed.TakeChanges().Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)), $"{what}, step {i}");
        }

        return idle;
    }

    private static void Row(PlanTestBed bed, int second, string time, string tenant, int source)
    {
        bed.IngestTimeMs = NowMs + (second * 1000);
        bed.Source = source;
        bed.Row("ev", $"2026-08-01 12:00:{time}", tenant);
    }
}
