using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Windows that are kept after they have fired: what late rows make of them, in which order, and for how long.</summary>
public sealed class AllowedLatenessTests
{
    private const string Table = """
        SET 'hotpath.table.ev.tenant' = 'tenant';
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Counts = """
        SELECT tenant, k, window_end, COUNT(*) AS n, SUM(v) AS s
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY tenant, k, window_start, window_end;

        """;

    /// <summary>At end - 1 ms + lateness it is over, to the millisecond.</summary>
    [Test]
    public void LateRow_CorrectsItsWindowUntilTheLatenessIsOver()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '5 s';" + Table + Counts);
        Row(bed, "09.000", "k0", 1);
        Row(bed, "10.000", "k0", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,k0,2026-08-01 12:00:10.000,1,1" }));
        Row(bed, "08.000", "k0", 5);
        Row(bed, "08.000", "k1", 7);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "-U 1|a,k0,2026-08-01 12:00:10.000,1,1", "+U 1|a,k0,2026-08-01 12:00:10.000,2,6",
            "+I 1|a,k1,2026-08-01 12:00:10.000,1,7",
        }));
        Row(bed, "14.998", "k2", 0);
        Row(bed, "09.999", "k1", null);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "-U 1|a,k1,2026-08-01 12:00:10.000,1,7", "+U 1|a,k1,2026-08-01 12:00:10.000,2,7",
        }));
        Row(bed, "14.999", "k2", 0);
        Row(bed, "09.999", "k1", 3);
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.End("ev");
        bed.Mark();
        StatementCounters counters = bed.Counters.Single();
        Assert.That((counters.Applied, counters.Closed, counters.Revised, counters.Late), Is.EqualTo((7, 7, 3, 1)));
        Assert.That(bed.StateEntries, Is.Zero);
    }

    /// <summary>A row that corrects a window and makes another fire: one frame, numbers that go on.</summary>
    [Test]
    public void Row_ThatCorrectsAndFires_GivesEachOutputANumberOfItsOwn()
    {
        string ahead = Table.Replace("AS ts)", "AS ts + INTERVAL '8' SECOND)", StringComparison.Ordinal);
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '1 min';" + ahead + """
            SELECT window_end, COUNT(*) AS n FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND))
            GROUP BY window_start, window_end;
            """);
        Row(bed, "01.000", "k", 1);
        Row(bed, "03.000", "k", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|2026-08-01 12:00:05.000,1",
            "-U 1|2026-08-01 12:00:05.000,1", "+U 1|2026-08-01 12:00:05.000,2", "+I 1|2026-08-01 12:00:10.000,2",
        }));
    }

    /// <summary>Each overlapping window that has fired, by end, and nothing of one that has not.</summary>
    [Test]
    public void LateRow_CorrectsEachOfItsWindowsThatHasFired()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '1 min';" + Table + """
            SELECT window_end, COUNT(*) AS n FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND))
            GROUP BY window_start, window_end HAVING COUNT(*) > 1;
            """);
        Row(bed, "01.000", "k", 1);
        Row(bed, "11.000", "k", 1);
        Row(bed, "02.000", "k", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+U 1|2026-08-01 12:00:05.000,2", "+U 1|2026-08-01 12:00:10.000,2",
        }));
        Row(bed, "15.000", "k", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|2026-08-01 12:00:15.000,3" }));
    }

    /// <summary>The query's own goes before that of the tenant, that before the table's.</summary>
    [Test]
    public void Lateness_IsOfQueryTenantOrTable()
    {
        const string Settings = """
            SET 'hotpath.table.ev.tenant.b.allowed-lateness' = '0 ms';
            SET 'hotpath.table.ev.allowed-lateness' = '1 min';

            """;
        using var bed = new PlanTestBed(Settings + Table + Counts + "SET 'hotpath.allowed-lateness' = '1 s';" + Counts
            + "SET 'hotpath.allowed-lateness' = '0 ms';" + Counts);
        foreach (string tenant in new[] { "a", "b" })
        {
            Row(bed, "10.500", "k", 1, tenant);
            Row(bed, "09.000", "k", 1, tenant);
            Row(bed, "11.000", "k", 1, tenant);
            Row(bed, "08.000", "k", 1, tenant);
        }

        string[] late = [.. bed.Counters.OrderBy(static c => c.Statement).ThenBy(static c => c.Tenant)
            .Select(static c => $"{c.Statement} {c.Tenant}: {c.Revised} {c.Late}")];
        Assert.That(late, Is.EqualTo(new[] { "1 1: 2 0", "1 2: 0 2", "2 1: 1 1", "2 2: 1 1", "3 1: 0 2", "3 2: 0 2" }));
    }

    /// <summary>What comes after the lateness goes to the late output, with the window that it missed.</summary>
    [Test]
    public void Row_BeyondTheLateness_GoesToTheLateOutput()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '5 s'; SET 'hotpath.late-output' = 'late';" + Table
            + "CREATE TABLE late (k STRING, lateness_ms BIGINT) WITH ('connector' = 'blackhole');" + Counts);
        Row(bed, "14.999", "k0", 1);
        Row(bed, "03.000", "k1", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 2|k1,5000" }));
    }

    /// <summary>An aggregation over corrected windows takes the old value back.</summary>
    [Test]
    public void Corrections_GoThroughToWhatStandsOverThem()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '1 min';" + Table + """
            SELECT SUM(n) AS total, MAX(n) AS most FROM (
              SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
              GROUP BY k, window_start, window_end);
            """);
        Row(bed, "05.000", "k0", 1);
        Row(bed, "06.000", "k1", 1);
        Row(bed, "10.000", "k0", 1);
        Row(bed, "07.000", "k0", 1);
        Assert.That(bed.TakeChanges()[^1], Is.EqualTo("+U 1|3,2"));
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    /// <summary>A late row moves a rank of its window at once, where the window has come out, and is silent before.</summary>
    [Test]
    public void Corrections_MoveRanksOfTheirWindow()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '5 s';" + Table + """
            CREATE VIEW w AS SELECT window_start, window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
            GROUP BY k, window_start, window_end;
            SELECT rn, k, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC) AS rn FROM w) WHERE rn <= 2;
            SELECT k, n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC) AS rn FROM w) WHERE rn = 1;
            """);
        Row(bed, "01.000", "a", 1);
        Row(bed, "02.000", "b", 1);
        Row(bed, "03.000", "a", 1);
        Row(bed, "10.000", "x", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|1,a,2", "+I 1|2,b,1", "+I 2|a,2" }));
        Row(bed, "04.000", "c", 1); // ties with b and came later
        Assert.That(bed.TakeChanges(), Is.Empty);
        Row(bed, "05.000", "c", 1); // ties with a and came later; its row of before is none of the first two
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "-U 1|2,b,1", "+U 1|2,c,2" }));
        Row(bed, "06.000", "b", 1);
        Row(bed, "07.000", "b", 1);
        Assert.That(Net(bed, 1), Is.EquivalentTo(new[] { "-1,a,2", "-2,c,2", "+1,b,3", "+2,a,2" }));
        Row(bed, "14.999", "x", 1);
        Row(bed, "08.000", "c", 1); // out of the lateness
        Assert.That(bed.TakeChanges(), Is.Empty);
        bed.End("ev");
        bed.Mark();
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|1,x,2", "+I 2|x,2" }));
        Assert.That(bed.StateEntries, Is.Zero);
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    /// <summary>A group that a correction leaves without rows goes with -D, and comes back with +I.</summary>
    [Test]
    public void Sessions_ThatAreTakenBack_LeaveTheRanksAndGroupsOfTheirWindow()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '20 s';" + Table + """
            CREATE VIEW s AS SELECT window_start, window_end, k, COUNT(*) AS n
            FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;
            SELECT k, EXTRACT(SECOND FROM window_end) AS e, n, rn FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC) AS rn FROM s) WHERE rn <= 3;
            SELECT EXTRACT(SECOND FROM window_end) AS e, COUNT(*) AS c, MAX(n) AS m FROM s GROUP BY window_start, window_end;
            """);
        Row(bed, "00.000", "a", 1);
        Row(bed, "00.000", "b", 1);
        Row(bed, "08.000", "x", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,3,1,1", "+I 1|b,3,1,2", "+I 2|3,2,1" }));
        Row(bed, "01.000", "a", 1); // longer: its window has other bounds
        Assert.That(bed.TakeChanges(), Is.EquivalentTo(new[]
        {
            "-U 1|a,3,1,1", "+U 1|b,3,1,1", "-D 1|b,3,1,2", "-U 2|3,2,1", "+U 2|3,1,1", "+I 1|a,4,2,1", "+I 2|4,1,2",
        }));
        Row(bed, "01.000", "b", 1); // the last of its window goes
        Assert.That(bed.TakeChanges(), Is.EquivalentTo(new[] { "-D 1|b,3,1,1", "+I 1|b,4,2,2", "-D 2|3,1,1", "-U 2|4,1,2", "+U 2|4,2,2" }));
        bed.End("ev");
        bed.Mark();
        Assert.That(bed.StateEntries, Is.Zero);
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    // What is left of the changes of a statement when those are put together that undo each other.
    private static string[] Net(PlanTestBed bed, int statement)
    {
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string change in Of(bed, statement))
        {
            string row = change[(change.IndexOf('|', StringComparison.Ordinal) + 1)..];
            copies[row] = copies.GetValueOrDefault(row) + (change[0] == '+' ? 1 : -1);
        }

        return [.. copies.Where(static row => row.Value != 0).Select(static row => (row.Value > 0 ? "+" : "-") + row.Key)];
    }

    /// <summary>What a late row does to sessions that have come out: more in it, longer, two in one, open again; and a group behind them.</summary>
    [Test]
    public void LateRow_ChangesLengthensJoinsAndReopensSessions()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '20 s';" + Table + """
            CREATE VIEW s AS SELECT window_start, window_end, COUNT(*) AS n, SUM(v) AS s
            FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;
            SELECT EXTRACT(SECOND FROM window_start) AS b, EXTRACT(SECOND FROM window_end) AS e, n, s FROM s;
            SELECT COUNT(*) AS sessions, SUM(n) AS n FROM s;
            """);
        Row(bed, "00.000", "k", 1);
        Row(bed, "07.000", "k", 1);
        Row(bed, "12.000", "x", 1);
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|0,3,1,1", "+I 2|1,1", "+I 1|7,10,1,1", "-U 2|1,1", "+U 2|2,2" }));
        Row(bed, "00.000", "k", 4); // the same bounds
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "-U 1|0,3,1,1", "+U 1|0,3,2,5", "-U 2|2,2", "+U 2|1,1", "-U 2|1,1", "+U 2|2,3" }));
        Row(bed, "01.500", "k", 1); // longer
        Assert.That(Of(bed, 1), Is.EqualTo(new[] { "-D 1|0,3,2,5", "+I 1|0,4,3,6" }));
        Row(bed, "04.500", "k", 1); // one of both, by the gap to the millisecond
        Assert.That(Of(bed, 1), Is.EqualTo(new[] { "-D 1|0,4,3,6", "-D 1|7,10,1,1", "+I 1|0,10,5,8" }));
        Row(bed, "10.000", "k", 1); // open again
        Assert.That(Of(bed, 1), Is.EqualTo(new[] { "-D 1|0,10,5,8" }));
        Row(bed, "04.000", "y", 1); // one that nobody has seen
        Assert.That(Of(bed, 1), Is.EqualTo(new[] { "+I 1|4,7,1,1" }));
        Row(bed, "13.000", "x", 1);
        Assert.That(Of(bed, 1), Is.EqualTo(new[] { "+I 1|0,13,6,9" }));
        Row(bed, "31.999", "x", 1);
        Row(bed, "09.000", "k", 1); // kept still: its end is at 13 s
        Row(bed, "04.000", "y", 1); // not any more: at 27 s its time was over
        Assert.That(Of(bed, 1), Is.EqualTo(new[] { "+I 1|12,16,2,2", "-U 1|0,13,6,9", "+U 1|0,13,7,10" }));
        bed.End("ev");
        bed.Mark();
        Assert.That(Of(bed, 2)[^1], Is.EqualTo("+U 2|4,11"));
        Assert.That(bed.StateEntries, Is.EqualTo(1));
        Assert.That(bed.Counters.Sum(static c => c.Late), Is.EqualTo(2));
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
    }

    private static string[] Of(PlanTestBed bed, int statement) =>
        [.. bed.TakeChanges().Where(row => row[3..].StartsWith($"{statement}|", StringComparison.Ordinal))];

    [TestCase("CREATE VIEW w AS SELECT window_time AS rt, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) "
        + "GROUP BY k, window_start, window_end, window_time; SELECT COUNT(*) AS n "
        + "FROM TABLE(HOP(TABLE w, DESCRIPTOR(rt), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;",
        "not supported: HOP windows over rows that change; only TUMBLE")]
    [TestCase("CREATE VIEW l AS SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1; "
        + "SELECT COUNT(*) AS n FROM TABLE(SESSION(TABLE l PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;",
        "not supported: SESSION windows over rows that change; only TUMBLE")]
    [TestCase("CREATE VIEW l AS SELECT ts, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1; "
        + "SELECT k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v) AS rn "
        + "FROM TABLE(TUMBLE(TABLE l, DESCRIPTOR(ts), INTERVAL '5' SECOND))) WHERE rn = 1;",
        "not supported: ROW_NUMBER of each window over rows that change")]
    [TestCase("CREATE VIEW n AS SELECT MAX(ts) AS ts FROM ev GROUP BY k; "
        + "SELECT COUNT(*) AS n FROM TABLE(TUMBLE(TABLE n, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;",
        "not supported: a window over an unbounded GROUP BY")]
    [TestCase("SET 'hotpath.table.eve.allowed-lateness' = '1 s'; " + Counts, "'hotpath.table.eve.allowed-lateness' names table 'eve', which does not exist")]
    [TestCase("CREATE TABLE u (ts TIMESTAMP(3)) WITH ('connector' = 'blackhole'); SET 'hotpath.table.u.tenant.x.allowed-lateness' = '1 s'; " + Counts,
        "'hotpath.table.u.tenant.x.allowed-lateness' is for a tenant, and table 'u' has none; add SET 'hotpath.table.u.tenant' = '<column>'")]
    [TestCase("SET 'hotpath.table.ev.allowed-lateness' = 'soon'; " + Counts, "'hotpath.table.ev.allowed-lateness' must be a duration")]
    public void WhatCannotBe_IsRefused(string script, string message)
    {
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("t.sql", "SET 'hotpath.allowed-lateness' = '1 min';" + Table + script)], new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.Some.Contains(message));
        Assert.That(result.Plan, Is.Null);
    }

    /// <summary>As in Flink, a query that changes what it gave is not for a file.</summary>
    [Test]
    public void Query_IsRefusedWhereRowsCanOnlyBeAppended()
    {
        string script = Table + "CREATE TABLE f (tenant STRING, k STRING, e TIMESTAMP(3), n BIGINT, s INT) WITH ('connector' = 'filesystem');"
            + "INSERT INTO f " + Counts;
        Assert.That(Problems(script), Is.Empty);
        Assert.That(
            Problems("SET 'hotpath.allowed-lateness' = '1 s';" + script),
            Has.One.Contains("takes new rows only, but this query also changes rows that it gave before: late rows correct its windows"));
    }

    /// <summary>What a tenant is allowed holds for its own windows: those over all tenants take new rows only, as in Flink.</summary>
    [Test]
    public void Query_OverAllTenants_IsNotKeptByWhatOneOfThemIsAllowed()
    {
        const string Lateness = "SET 'hotpath.table.ev.tenant.a.allowed-lateness' = '1 s';";
        const string All = "CREATE TABLE f (e TIMESTAMP(3), n BIGINT) WITH ('connector' = 'filesystem');"
            + "INSERT INTO f SELECT window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
            + " GROUP BY window_start, window_end;";
        const string Own = "CREATE TABLE g (tenant STRING, k STRING, e TIMESTAMP(3), n BIGINT, s INT) WITH ('connector' = 'filesystem');"
            + "INSERT INTO g " + Counts;
        Assert.That(Problems(Lateness + Table + All), Has.None.Contains("changes rows"));
        Assert.That(Problems(Lateness + Table + Own), Has.One.Contains("changes rows"));
        Assert.That(
            Problems(Table.Replace("SET 'hotpath.table.ev.tenant' = 'tenant';", string.Empty, StringComparison.Ordinal)
                + Lateness + Own + "SET 'hotpath.table.ev.tenant' = 'tenant';"),
            Has.One.Contains("changes rows"),
            "wherever the table's tenants are named");
    }

    private static IReadOnlyList<string> Problems(string script) =>
        [.. SqlCompiler.Compile([new ScriptText("t.sql", script)], new Dictionary<string, string>(), new AppendOnly())
            .Diagnostics.Select(static d => d.ToString())];

    private static void Row(PlanTestBed bed, string second, string key, int? value, string tenant = "a") =>
        bed.Row("ev", $"2026-08-01 12:00:{second}", tenant, key, value?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private sealed class AppendOnly : ITableValidation
    {
        public IReadOnlyList<string> Validate(TableDefinition table) => [];

        public IReadOnlyList<string> Validate(SinkDefinition sink) => [];

        public string? Codec(TableDefinition table) => null;

        public bool TakesUpdates(SinkDefinition sink) => false;
    }
}
