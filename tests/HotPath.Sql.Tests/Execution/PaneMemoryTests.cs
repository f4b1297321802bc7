using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>What windows find their groups by: as much as they have groups, whoever has how many.</summary>
public sealed class PaneMemoryTests
{
    private const long NowMs = 1_709_251_200_000;
    private const string Script = """
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k BIGINT, WATERMARK FOR ts AS ts - INTERVAL '1' HOUR)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        SELECT tenant, k, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY tenant, k, window_start, window_end;
        """;

    /// <summary>The next window may have as many groups as the one before; rows of a wrong clock open others.</summary>
    [TestCase(-1)]
    [TestCase(2)]
    public void WindowsOfStrayRows_AreSmall(int step)
    {
        using var bed = new PlanTestBed(Script);
        bed.Run("ev", [.. Enumerable.Range(0, 20_000).Select(static k => Row("a", k))]);
        long before = bed.NativeBytes;
        for (int i = 1; i <= 300; i++)
        {
            bed.Row("ev", Row("a", 1, NowMs + (step * i * 1000L)));
            bed.Row("ev", Row("a", i));
        }

        Assert.That(bed.NativeBytes - before, Is.LessThan(1 << 20), "300 windows of one group each");
    }

    /// <summary>Groups of so many rows that their memory is asked for ahead, of tenants that take turns.</summary>
    [Test]
    public void TenantsThatTakeTurns_AreEachInTheirOwnWindow()
    {
        using var bed = new PlanTestBed(Script);
        for (int round = 0; round < 3; round++)
        {
            bed.Run("ev", [.. Enumerable.Range(0, 9_000).Select(static i => Row(i % 3 == 0 ? "a" : "b", i / 3))]);
        }

        bed.End("ev");
        IReadOnlyList<string> rows = bed.Take();
        Assert.That(bed.RowsInRuns, Is.GreaterThan(20_000));
        Assert.That(rows.Count(static row => row.EndsWith(",3", StringComparison.Ordinal)), Is.EqualTo(3_000), "of a: once a round");
        Assert.That(rows.Count(static row => row.EndsWith(",6", StringComparison.Ordinal)), Is.EqualTo(3_000), "of b: twice a round");
    }

    /// <summary>Bounds and a link find room in the cache lines that the group of a window takes; a timer lies beside.</summary>
    [Test]
    public void SessionOfACountAndASum_TakesNoMoreLinesThanAGroup() => Assert.That(
        BytesOfOne("SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' MINUTE)"),
        Is.LessThan(BytesOfOne("TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE)") + 64));

    private static long BytesOfOne(string windows)
    {
        const int count = 100_000;
        using var bed = new PlanTestBed($"""
            CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k BIGINT, WATERMARK FOR ts AS ts - INTERVAL '1' HOUR)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT k, COUNT(*) AS n, SUM(k) AS s FROM TABLE({windows}) GROUP BY k, window_start, window_end;
            """);
        bed.Row("ev", Row("a", 0));
        long before = bed.NativeBytes;
        bed.Run("ev", [.. Enumerable.Range(1, count).Select(static k => Row("a", k))]);
        return (bed.NativeBytes - before) / count;
    }

    private static string?[] Row(string tenant, int key, long timeMs = NowMs) =>
        [WindowOracle.Time(timeMs), tenant, $"{key}"];
}
