using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A row that is set aside: kept from one statement or from all, counted, and a dead letter.</summary>
public sealed class QuarantineTests
{
    private const string Script = """
        CREATE TABLE t (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem');
        SELECT k, v FROM t;
        SELECT k, window_start, SUM(v)
        FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
        """;

    [TestCase(1)]
    [TestCase(3)]
    public void Row_KeptFromOneStatement_ReachesTheOther(int shards)
    {
        using var bed = new PlanTestBed(Script, shards);
        bed.Row("t", "2024-01-01 00:00:01", "a", "1");
        bed.QuarantineNext(bed.Plan.Statements[1].OperatorId);
        bed.Row("t", "2024-01-01 00:00:02", "a", "2");
        bed.Row("t", "2024-01-01 00:00:03", "a", "4");
        bed.End("t");
        bed.Mark();
        string[] lines = [.. bed.Take()];
        Assert.That(lines.Where(static line => line.StartsWith("1|", System.StringComparison.Ordinal)), Has.Exactly(3).Items);
        Assert.That(lines, Has.One.StartsWith("2|a,").And.One.EndsWith(",5"));
        Assert.That(lines, Has.One.Contains("Quarantined").And.One.Contains("window"));
        Assert.That(Quarantined(bed, 1), Is.Zero);
        Assert.That(Quarantined(bed, 2), Is.EqualTo(1));
    }

    [Test]
    public void Row_WhoseWatermarkIsTheTrouble_IsKeptFromAllAndMovesNoClock()
    {
        using var bed = new PlanTestBed(Script);
        bed.Row("t", "2024-01-01 00:00:01", "a", "1");
        bed.QuarantineNext(EvaluationNote.WholeRow);
        bed.Row("t", "2024-01-01 00:01:00", "a", "2");
        bed.Row("t", "2024-01-01 00:00:03", "a", "4");
        bed.End("t");
        bed.Mark();
        string[] lines = [.. bed.Take()];
        Assert.That(lines.Where(static line => line.StartsWith("1|", System.StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(lines, Has.One.StartsWith("2|a,").And.One.EndsWith(",5"), "late rows would be missing");
        Assert.That(lines.Where(static line => line.Contains("Quarantined", System.StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(Quarantined(bed, 1) + Quarantined(bed, 2), Is.EqualTo(2));
    }

    /// <summary>Nor is its id remembered, for that takes its time: the same event without the trouble still counts.</summary>
    [Test]
    public void Row_WhoseWatermarkIsTheTrouble_IsNotLookedUpAmongEventIds()
    {
        using var bed = new PlanTestBed("SET 'hotpath.table.t.event-id' = 'v';\n" + Script);
        bed.Row("t", "2024-01-01 00:00:01", "a", "1");
        bed.QuarantineNext(EvaluationNote.WholeRow);
        bed.Row("t", "2024-01-01 00:00:02", "a", "2");
        bed.Row("t", "2024-01-01 00:00:02", "a", "2");
        bed.Row("t", "2024-01-01 00:00:03", "a", "2");
        bed.End("t");
        bed.Mark();
        Assert.That(bed.Take(), Has.One.StartsWith("2|a,").And.One.EndsWith(",3"));
        Assert.That(Quarantined(bed, 1), Is.EqualTo(1));
        Assert.That(bed.EventIds.Select(static ids => ids.ToString()), Is.EqualTo(new[]
        {
            "event ids of table 1, tenant 0: received 4 = admitted 3 + deduplicated 1 + stale 0 + refused 0",
        }));
    }

    /// <summary>Results keep their numbers whatever fails before them, in each kind of window and in every unit.</summary>
    [TestCase("TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)", 1, 4096)]
    [TestCase("TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)", 3, 1)]
    [TestCase("HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '10' SECOND)", 1, 1)]
    [TestCase("CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '10' SECOND)", 2, 4096)]
    [TestCase("SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)", 1, 1)]
    public void Result_SetAside_IsADeadLetterAndTheOthersComeOut(string window, int shards, int firingUnitRows)
    {
        using var bed = new PlanTestBed(
            $"""
            CREATE TABLE t (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem');
            SELECT k, 10 / SUM(v) FROM TABLE({window}) GROUP BY k, window_start, window_end;
            """,
            shards,
            firingUnitRows);
        ulong statement = bed.Plan.Statements[0].OperatorId;
        foreach ((string key, string value) in new[] { ("a", "1"), ("fails", "0"), ("b", "2"), ("c", "5") })
        {
            bed.Row("t", "2024-01-01 00:00:01", key, value);
        }

        bed.QuarantineNextResult(statement, tenant: 0, number: 2);
        bed.Row("t", "2024-01-01 00:00:10", "d", "10");
        bed.End("t");
        bed.Mark();
        string[] lines = [.. bed.Take()];
        Assert.That(
            lines.Where(static line => line.StartsWith("1|", System.StringComparison.Ordinal)),
            Is.EqualTo(new[] { "1|a,10", "1|c,2", "1|d,1" }));
        Assert.That(lines, Has.One.Contains("DivisionByZero"));
        Assert.That(lines, Has.One.Contains("window result,Quarantined"));
        Assert.That(bed.Counters.Sum(static counters => counters.FailedResults), Is.EqualTo(2));
    }

    private static long Quarantined(PlanTestBed bed, int statement)
    {
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
        return bed.Counters.Where(counters => counters.Statement == statement).Sum(static counters => counters.Quarantined);
    }
}
