using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Foundation.Errors;
using HotPath.Operators.Shards;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

public sealed class TumblingWindowTests
{
    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v INT, d DECIMAL(10, 2), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string CountByKey = Table + """
        SELECT window_start, k, COUNT(*) AS n, SUM(v) AS s
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY window_start, window_end, k;
        """;

    [Test]
    public void Window_FiresWhenTheWatermarkReachesItsEndMinusOne()
    {
        using var bed = new PlanTestBed(CountByKey);

        bed.Row("ev", "2024-01-01 00:00:01.000", "a", "1", null);
        bed.Row("ev", "2024-01-01 00:00:11.998", "a", "2", null);
        Assert.That(bed.Take(), Is.Empty, "watermark 9.998");
        bed.Row("ev", "2024-01-01 00:00:11.999", "a", "4", null);
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2024-01-01 00:00:00.000,a,1,1" }), "watermark 9.999");
        bed.Row("ev", "2024-01-01 00:00:09.000", "b", "8", null);
        bed.End("ev");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2024-01-01 00:00:10.000,a,2,6" }), "the late row is dropped");
        Assert.That(bed.Counters.Single().Late, Is.EqualTo(1));
        bed.Mark();
    }

    /// <summary>Bounds of the windows before, under another name, do not make it one of those.</summary>
    [Test]
    public void Window_OverWindowsThatPassTheirBoundsOn_IsItsOwn()
    {
        using var bed = new PlanTestBed(Table + """
            CREATE VIEW inner_windows AS
            SELECT window_start AS inner_start, window_end AS inner_end, window_time AS rowtime, COUNT(*) AS n
            FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND))
            GROUP BY k, window_start, window_end, window_time;
            SELECT window_start, window_end, SUM(n) AS n
            FROM TABLE(TUMBLE(TABLE inner_windows, DESCRIPTOR(rowtime), INTERVAL '10' SECOND))
            GROUP BY window_start, window_end;
            """);

        bed.Row("ev", "2024-01-01 00:00:01.000", "a", "1", null);
        bed.Row("ev", "2024-01-01 00:00:06.000", "a", "1", null);
        bed.Row("ev", "2024-01-01 00:00:07.000", "b", "1", null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2024-01-01 00:00:00.000,2024-01-01 00:00:10.000,3" }));
    }

    [Test]
    public void Groups_ComeInOrderOfArrival_AndKeysAreCompleteBytes()
    {
        using var bed = new PlanTestBed(CountByKey);
        string longKey = new('x', 500);

        bed.Row("ev", "2024-01-01 00:00:01.000", "b", "1", null);
        bed.Row("ev", "2024-01-01 00:00:01.000", longKey, "2", null);
        bed.Row("ev", "2024-01-01 00:00:01.000", null, "3", null);
        bed.Row("ev", "2024-01-01 00:00:01.000", string.Empty, "4", null);
        bed.Row("ev", "2024-01-01 00:00:01.000", longKey, null, null);
        bed.Row("ev", "2024-01-01 00:00:01.000", longKey + "y", null, null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "1|2024-01-01 00:00:00.000,b,1,1",
            $"1|2024-01-01 00:00:00.000,{longKey},2,2",
            "1|2024-01-01 00:00:00.000,NULL,1,3",
            "1|2024-01-01 00:00:00.000,,1,4",
            $"1|2024-01-01 00:00:00.000,{longKey}y,1,NULL",
        }));
    }

    [Test]
    public void Aggregates_WithDistinctAndFilter_FollowFlink()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT COUNT(DISTINCT k) AS dk, COUNT(DISTINCT v) FILTER (WHERE v > 1) AS dv, SUM(DISTINCT v) AS sd, AVG(v) AS a,
              MIN(k) AS mk, MAX(k) AS xk, MIN(d) AS md, SUM(d) AS sd2, AVG(d) AS ad, COUNT(d) AS nd
            FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY window_start, window_end;
            """);

        bed.Row("ev", "2024-01-01 00:00:01.000", "b", "1", "1.10");
        bed.Row("ev", "2024-01-01 00:00:02.000", "a", "2", null);
        bed.Row("ev", "2024-01-01 00:00:03.000", "b", "2", "2.25");
        bed.Row("ev", "2024-01-01 00:00:04.000", null, "3", "-7.00");
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2,2,6,2,a,b,-7.00,-3.65,-1.216667,3" }));
    }

    [Test]
    public void FailingRow_TouchesNothing_AndOnlyItsStatement()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT k, SUM(10 / v) AS s FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
            SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;
            """);

        bed.Row("ev", "2024-01-01 00:00:01.000", "a", "5", null);
        bed.Row("ev", "2024-01-01 00:00:02.000", "poison", "0", null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "0|select-1,window,DivisionByZero,NULL,NULL,ev",
            "1|a,2",
            "2|a,1",
            "2|poison,1",
        }));
        StatementCounters[] counters = [.. bed.Counters];
        Assert.That((counters[0].Failed, counters[0].Applied, counters[1].Failed, counters[1].Applied), Is.EqualTo((1, 1, 0, 2)));
        bed.Mark();
    }

    [Test]
    public void NullRowTime_IsADeadLetter()
    {
        using var bed = new PlanTestBed(CountByKey);

        bed.Row("ev", null, "a", "1", null);
        bed.End("ev");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "0|select-1,watermark,NullRowTime,NULL,NULL,ev" }));
    }

    [Test]
    public void OnErrorFail_StopsWithTheRecord()
    {
        using var bed = new PlanTestBed("SET 'hotpath.on-error' = 'fail';\n" + CountByKey);

        HotPathException problem = Assert.Throws<HotPathException>(() => bed.Row("ev", null, "a", "1", null))!;

        Assert.That(problem.Code, Is.EqualTo(ErrorCode.RowFailed));
        Assert.That(problem.Message, Does.Contain("record 1 of table 'ev'").And.Contain("NullRowTime"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    public void Tenants_HaveClocksOfTheirOwn_OnAnyNumberOfShards(int shards)
    {
        using var bed = new PlanTestBed("SET 'hotpath.table.ev.tenant' = 'k';\n" + CountByKey, shards);

        bed.Row("ev", "2024-01-01 00:00:01.000", "slow", "1", null);
        bed.Row("ev", "2024-01-01 09:00:00.000", "fast", "2", null);
        bed.Row("ev", "2024-01-01 00:00:02.000", "slow", "4", null);
        bed.Row("ev", "2024-01-01 00:00:30.000", "slow", "8", null);
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|2024-01-01 00:00:00.000,slow,2,5" }));
        bed.End("ev");
        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "1|2024-01-01 00:00:30.000,slow,1,8",
            "1|2024-01-01 09:00:00.000,fast,1,2",
        }));
    }

    [Test]
    public void StateHash_DoesNotDependOnShards_AndEmptiesWithTheState()
    {
        ulong[] hashes = [.. new[] { 1, 2, 5 }.Select(static shards => HashOf(shards))];

        Assert.That(hashes.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void LargeFiring_IsWorkedOffInUnits_WithTheSameRows()
    {
        IReadOnlyList<string> whole = FireMany(firingUnitRows: 1_000_000);
        IReadOnlyList<string> units = FireMany(firingUnitRows: 7);

        Assert.That(whole, Has.Count.EqualTo(1000));
        Assert.That(units, Is.EqualTo(whole));
    }

    [TestCase(ShardFault.DropDelivered)]
    [TestCase(ShardFault.DoubleApplied)]
    public void Ledger_NoticesALostOrDoubledRow(ShardFault fault)
    {
        using PlanTestBed bed = PlanTestBed.WithFault(CountByKey, new OneShardFault(fault, position: 192));
        bed.Row("ev", "2024-01-01 00:00:01.000", "a", "1", null);
        bed.Row("ev", "2024-01-01 00:00:02.000", "a", "1", null);

        HotPathException problem = Assert.Throws<HotPathException>(() => bed.Mark())!;

        Assert.That(problem.Code, Is.EqualTo(ErrorCode.LedgerUnbalanced));
    }

    private static ulong HashOf(int shards)
    {
        using var bed = new PlanTestBed("SET 'hotpath.table.ev.tenant' = 'k';\n" + CountByKey, shards);
        for (int i = 0; i < 200; i++)
        {
            bed.Row("ev", $"2024-01-01 00:00:{i % 60:00}.000", $"t{i % 9}", "1", null);
        }

        ulong hash = bed.Mark();
        bed.Take();
        return hash;
    }

    private static List<string> FireMany(int firingUnitRows)
    {
        using var bed = new PlanTestBed(CountByKey, firingUnitRows: firingUnitRows);
        for (int i = 0; i < 1000; i++)
        {
            bed.Row("ev", "2024-01-01 00:00:01.000", $"k{i}", "1", null);
        }

        bed.Row("ev", "2024-01-01 00:01:00.000", "next", "1", null);
        return [.. bed.Take()];
    }
}
