using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>The changelog of GROUP BY without a window, and how long its groups live. Source: flink-semantics.md 2.4.</summary>
public sealed class GroupingTests
{
    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v INT, d DECIMAL(10, 2), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Timeless = """
        CREATE TABLE ev (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Noon = "2024-01-01 12:00:00.000";

    [Test]
    public void Group_ThatChanges_RetractsAndShowsAnew_AndOneThatDoesNotIsSilent()
    {
        using var bed = new PlanTestBed(Timeless + "SELECT k, MAX(v) AS hi FROM ev GROUP BY k;");

        bed.Row("ev", "a", "1");
        bed.Row("ev", "a", "0");
        bed.Row("ev", "a", null);
        bed.Row("ev", null, null);
        bed.Row("ev", "a", "2");
        bed.End("ev");

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,1", "+I 1|NULL,NULL", "-U 1|a,1", "+U 1|a,2" }));
        bed.Mark();
    }

    // Recorded by Flink in golden/sql/29 and golden/sql-random: HAVING lets each half through by itself.
    [Test]
    public void Having_LetsEachHalfThroughByItself()
    {
        using var bed = new PlanTestBed(Timeless + "SELECT k, SUM(v) AS s FROM ev GROUP BY k HAVING SUM(v) BETWEEN 2 AND 5;");

        foreach (string v in new[] { "1", "2", "1", "9", "-8" })
        {
            bed.Row("ev", "a", v);
        }

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+U 1|a,3", "-U 1|a,3", "+U 1|a,4", "-U 1|a,4", "+U 1|a,5" }));
    }

    [Test]
    public void Projection_ThatHidesAChange_ShowsThePairAllTheSame()
    {
        using var bed = new PlanTestBed(Timeless + "SELECT COUNT(*) > 1 AS several FROM ev GROUP BY k;");

        bed.Row("ev", "a", "1");
        bed.Row("ev", "a", "1");
        bed.Row("ev", "a", "1");

        Assert.That(
            bed.TakeChanges(),
            Is.EqualTo(new[] { "+I 1|false", "-U 1|false", "+U 1|true", "-U 1|true", "+U 1|true" }));
    }

    // Asked of Flink 2.3.0: no row, no group, with GROUP BY () as without.
    [TestCase("")]
    [TestCase(" GROUP BY ()")]
    public void GlobalAggregate_HasItsGroupFromTheFirstRowOn(string groupBy)
    {
        using var bed = new PlanTestBed(Timeless + $"SELECT COUNT(*) AS n, SUM(v) AS s FROM ev WHERE v > 0{groupBy};");

        bed.Row("ev", "a", "-1");
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.Row("ev", "a", "1");
        bed.Row("ev", "b", "2");
        bed.End("ev");

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|1,1", "-U 1|1,1", "+U 1|2,3" }));
    }

    [Test]
    public void GlobalAggregate_AndDistinct_AndAViewOverGroups()
    {
        using var bed = new PlanTestBed(Timeless + """
            SELECT COUNT(*) AS n, AVG(v) AS a FROM ev WHERE v > 0;
            SELECT DISTINCT v, k FROM ev;
            CREATE VIEW totals AS SELECT k, SUM(v) AS s FROM ev GROUP BY k;
            SELECT s * 2 AS twice FROM totals WHERE k = 'a';
            """);

        bed.Row("ev", "b", "-1");
        bed.Row("ev", "a", "3");
        bed.Row("ev", "a", "3");

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 2|-1,b", "+I 1|1,3", "+I 2|3,a", "+I 3|6", "-U 1|1,3", "+U 1|2,3", "-U 3|6", "+U 3|12",
        }));
    }

    [Test]
    public void OneBoundOfAWindow_IsAnOrdinaryKey_AndNothingIsLate()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
            GROUP BY window_start;
            """);

        bed.Row("ev", Noon, "a", "1", null);
        bed.Row("ev", "2024-01-01 15:00:00.000", "a", "1", null);
        bed.Row("ev", Noon, "a", "1", null);

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            $"+I 1|{Noon},1", "+I 1|2024-01-01 15:00:00.000,1", $"-U 1|{Noon},1", $"+U 1|{Noon},2",
        }));
    }

    [Test]
    public void FailingRow_LeavesNoTrace_AndAFailingResultIsADeadLetterOnce()
    {
        using var bed = new PlanTestBed(Timeless + "SELECT k, SUM(10 / v) AS s, 6 / (SUM(v) - 3) AS z FROM ev GROUP BY k;");

        bed.Row("ev", "a", "1");
        bed.Row("ev", "a", "0");
        bed.Row("ev", "a", "2");
        bed.Row("ev", "a", "2");

        Assert.That(bed.TakeChanges().Select(static c => c.Split(",NULL,")[0]), Is.EqualTo(new[]
        {
            "+I 1|a,10,-3", "+I 0|select-1,group,DivisionByZero", "+I 0|select-1,group result,DivisionByZero", "-U 1|a,10,-3",
            "+U 1|a,20,3",
        }));
        Assert.That(bed.Counters.Single().Failed, Is.EqualTo(1));
        bed.Mark();
    }

    [Test]
    public void IngestTtl_CountsFromTheLastRow_AndEveryRowShows()
    {
        using var bed = new PlanTestBed("SET 'table.exec.state.ttl' = '1 s';\n" + Timeless + "SELECT k, MAX(v) AS hi FROM ev GROUP BY k;");
        foreach ((long atMs, string key, string value) in new[]
        {
            (0L, "a", "5"), (600L, "a", "4"), (1_599L, "a", "3"), (2_599L, "a", "2"), (2_600L, "b", "1"),
        })
        {
            bed.IngestTimeMs = 1_000_000 + atMs;
            bed.Row("ev", key, value);
        }

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|a,5", "-U 1|a,5", "+U 1|a,5", "-U 1|a,5", "+U 1|a,5", "+I 1|a,2", "+I 1|b,1",
        }));
        Assert.That(bed.StateEntries, Is.EqualTo(2));
    }

    [Test]
    public void EventTtl_FollowsTheWatermark_NotIngestTime()
    {
        using var bed = new PlanTestBed("SET 'hotpath.state.ttl' = '10 s';\n" + Table + "SELECT k, COUNT(*) AS n FROM ev GROUP BY k;");
        bed.IngestTimeMs = 1_000_000;
        bed.Row("ev", Noon, "a", "1", null);
        bed.IngestTimeMs = 900_000_000;
        bed.Row("ev", "2024-01-01 12:00:09.999", "a", "1", null);
        bed.Row("ev", "2024-01-01 12:00:19.998", "b", "1", null);
        bed.Row("ev", "2024-01-01 12:00:00.000", "a", "1", null);
        bed.Row("ev", "2024-01-01 12:00:29.998", "a", "1", null);

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|a,1", "-U 1|a,1", "+U 1|a,2", "+I 1|b,1", "-U 1|a,2", "+U 1|a,3", "+I 1|a,1",
        }));
    }

    [Test]
    public void Mark_TakesOutWhatIsOver_AlsoOfASilentTenant()
    {
        using var bed = new PlanTestBed(
            "SET 'hotpath.table.ev.tenant' = 'k'; SET 'table.exec.state.ttl' = '1 s';\n" + Timeless
            + "SELECT k, v, COUNT(*) AS n FROM ev GROUP BY k, v;",
            shards: 2);
        bed.IngestTimeMs = 1_000_000;
        for (int v = 0; v < 100; v++)
        {
            bed.Row("ev", "silent", $"{v}");
        }

        ulong full = bed.Mark();
        bed.IngestTimeMs = 1_000_999;
        bed.Row("ev", "other", "1");
        Assert.That(bed.StateEntries, Is.EqualTo(101));
        bed.Mark();
        Assert.That(bed.StateEntries, Is.EqualTo(101));
        bed.IngestTimeMs = 1_001_000;
        bed.Row("ev", "other", "1");
        Assert.That(bed.Mark(), Is.Not.EqualTo(full));
        Assert.That(bed.StateEntries, Is.EqualTo(1));
    }

    [TestCase("SET 'hotpath.state.ttl' = '1 h';", "SELECT k, COUNT(*) AS n FROM ev GROUP BY k;",
        "3:1: 'hotpath.state.ttl' is event time, and table 'ev' has none; declare WATERMARK in CREATE TABLE, or use 'table.exec.state.ttl'")]
    [TestCase("SET 'table.exec.state.ttl' = 'soon';", "SELECT k FROM ev;",
        "1:1: 'table.exec.state.ttl' must be a duration like '1 h', '30 min' or '500 ms' ('0 ms' for none), not 'soon'")]
    [TestCase("", "SELECT DISTINCT COUNT(*) AS n FROM ev GROUP BY k;",
        "3:1: not supported: SELECT DISTINCT with GROUP BY or aggregates in one query")]
    [TestCase("", "SELECT k, ROW_NUMBER() OVER (ORDER BY k) AS rn FROM ev;",
        "3:1: not supported: ROW_NUMBER without an upper bound; filter it in the query around it, as in WHERE rn <= 10")]
    [TestCase("", "SELECT k, 1 + ROW_NUMBER() OVER (ORDER BY k) AS rn FROM ev;",
        "3:15: not supported: ROW_NUMBER inside an expression; give it a name in a subquery and filter by that")]
    public void WhatCannotBe_IsNamed(string set, string query, string expected)
    {
        IReadOnlyList<Diagnostic> found = SqlCompiler.Compile(
            [new ScriptText("s.sql", $"{set}\n{Timeless.Trim()}\n{query}")], new Dictionary<string, string>()).Diagnostics;

        Assert.That(found.Select(static d => d.ToString()), Is.EqualTo(new[] { "s.sql:" + expected }));
    }

    [Test]
    public void FailOnError_StopsAtTheFirstFailingResult()
    {
        using var bed = new PlanTestBed(
            "SET 'hotpath.on-error' = 'fail';\n" + Timeless + "SELECT k, 6 / SUM(v) AS z FROM ev GROUP BY k;");

        HotPathException problem = Assert.Throws<HotPathException>(() => bed.Row("ev", "a", "0"))!;

        Assert.That(problem.Code, Is.EqualTo(ErrorCode.RowFailed));
        Assert.That(problem.Message, Does.Contain("group result").And.Contain("DivisionByZero"));
    }
}
