using System.Linq;
using HotPath.Dataflow.Accounting;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Events whose clock is wrong: set aside, and no clock moves, so that the others are not late.</summary>
public sealed class FutureBoundTests
{
    private const long NoonMs = 1_704_110_400_000; // 2024-01-01 12:00:00 UTC

    private const string Query = """
        SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY k, window_start, window_end;
        """;

    [TestCase("", "ts TIMESTAMP(3)", "2024-01-01 12:01:00", "2024-01-01 12:01:00.001")]
    [TestCase("SET 'table.local-time-zone' = 'Asia/Tokyo';", "ts TIMESTAMP(3)", "2024-01-01 21:01:00", "2024-01-01 21:01:00.001")]
    [TestCase(
        "SET 'table.local-time-zone' = 'Asia/Tokyo';", "ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3)", "1704110460000", "1704110460001")]
    public void Row_BeyondTheBound_IsADeadLetterAndTheOneAtItIsNot(string zone, string time, string last, string beyond)
    {
        using var bed = new PlanTestBed(
            zone + "SET 'hotpath.table.t.future-bound' = '1 min';"
            + $"CREATE TABLE t ({time}, k STRING, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem'); {Query}")
        {
            IngestTimeMs = NoonMs,
        };
        bed.Row("t", beyond, "beyond");
        bed.Row("t", last, "at");
        bed.End("t");
        bed.Mark();
        Assert.That(bed.Take(), Is.EquivalentTo(new[] { "0|select-1,watermark,TooFarAhead,NULL,NULL,t", "1|at,1" }));
        Assert.That(bed.Counters.Sum(static counters => counters.Failed), Is.EqualTo(1));
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    /// <summary>Without the bound the clock jumps: the control.</summary>
    [TestCase("SET 'hotpath.table.t.future-bound' = '1 h';", 3)]
    [TestCase("", 1)]
    public void Rows_BehindOneThatIsFarAhead_AreLateOnlyWithoutABound(string bound, int counted)
    {
        using var bed = new PlanTestBed(
            bound
            + "CREATE TABLE t (ts TIMESTAMP(3), k STRING, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem');" + Query)
        {
            IngestTimeMs = NoonMs,
        };
        bed.Row("t", "2024-01-01 12:00:01", "a");
        bed.Row("t", "2099-01-01 00:00:00", "wrong");
        bed.Row("t", "2024-01-01 12:00:02", "a");
        bed.Row("t", "2024-01-01 12:00:03", "a");
        bed.End("t");
        bed.Mark();
        Assert.That(bed.Take(), Has.One.EqualTo($"1|a,{counted}"));
        Assert.That(bed.Counters.Sum(static counters => counters.Late), Is.EqualTo(3 - counted));
    }

    /// <summary>A jump there would make every other event stale.</summary>
    [Test]
    public void Row_BeyondTheBound_DoesNotMoveTheTimeOfEventIds()
    {
        using var bed = new PlanTestBed(
            "SET 'hotpath.table.t.future-bound' = '1 min'; SET 'hotpath.table.t.event-id' = 'id';"
            + "SET 'hotpath.table.t.dedup-window' = '1 min';"
            + "CREATE TABLE t (ts TIMESTAMP(3), k STRING, id BIGINT, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem');"
            + Query)
        {
            IngestTimeMs = NoonMs,
        };
        bed.Row("t", "2099-01-01 00:00:00", "wrong", "1");
        bed.Row("t", "2024-01-01 12:00:02", "a", "2");
        bed.Row("t", "2024-01-01 12:00:02", "a", "2");
        bed.End("t");
        bed.Mark();
        Assert.That(bed.Take(), Has.One.EqualTo("1|a,1"));
        Assert.That(bed.EventIds.Single().Stale, Is.Zero);
        Assert.That(bed.EventIds.Single().Deduplicated, Is.EqualTo(1));
    }
}
