using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Top-N over a GROUP BY, where rows tie. The lists are those of Apache Flink 2.3.0 for these rows, and two things of it surprise: where
/// groups can only rise (MAX DESC), it changes a row in place, and a group that rises no further keeps its place among those that tie;
/// else a group that changes has come anew, behind the others. And of rn = 1 over groups that may fall it tells -D and +I, not -U and +U.
/// </summary>
public sealed class RankTieTests
{
    private const string Table = """
        CREATE TABLE ev (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static readonly (string K, string? V)[] Rows =
    [
        ("a", "5"), ("b", "5"), ("c", "5"), ("b", "1"), ("a", "2"), ("c", "7"), ("a", "7"), ("b", "7"), ("d", "7"), ("c", "3"),
        ("d", "9"), ("c", "-9"), ("a", "-3"), ("d", "1"), ("a", "9"), ("b", null),
    ];

    /// <summary>What the list shows after each row: key, value, rows of the group.</summary>
    private static readonly string[] Highest =
    [
        "a51", "a51 b51", "a51 b51", "a51 b52", "a52 b52", "c72 a52", "c72 a73", "c72 a73", "c72 a73", "c73 a73",
        "d92 c73", "d92 c74", "d92 c74", "d93 c74", "d93 a95", "d93 a95",
    ];

    private static readonly string[] Sums =
    [
        "a51", "a51 b51", "a51 b51", "b62 a51", "a72 b62", "c122 a72", "a143 c122", "a143 b133", "a143 b133", "c153 a143",
        "d162 c153", "d162 a143", "d162 b133", "d173 b133", "a205 d173", "a205 d173",
    ];

    [Test]
    public void GroupThatOnlyRises_KeepsItsPlaceAmongThoseThatTie([Values] bool showsRank) =>
        Check("MAX(v)", Highest, showsRank);

    [Test]
    public void GroupThatMayFall_ComesAnewWhenItChanges([Values] bool showsRank) => Check("SUM(v)", Sums, showsRank);

    /// <summary>The other direction, or a condition between, and groups are ones that may fall; that the key is not selected is nothing to
    /// Flink.</summary>
    [TestCase("SELECT k, m, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m) AS rn FROM g) WHERE rn <= 2", "b52 a52")]
    [TestCase("SELECT k, m, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m DESC) AS rn FROM (SELECT k, m, c FROM g WHERE c < 9)) WHERE rn <= 2", "b52 a52")]
    [TestCase("SELECT k, m, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m DESC) AS rn FROM g) WHERE rn <= 2", "a52 b52")]
    [TestCase("SELECT k, m, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m DESC, k) AS rn FROM g) WHERE rn <= 2", "a52 b52")]
    [TestCase("SELECT k, d, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY d DESC) AS rn FROM g) WHERE rn <= 2", "a12 b12")]
    [TestCase("SELECT k, n, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n) AS rn FROM g) WHERE rn <= 2", "a12 b12")]
    [TestCase("SELECT m, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m DESC) AS rn FROM (SELECT m, c FROM g)) WHERE rn <= 2", "53 52")]
    public void OrderAndConditions_DecideWhichItIs(string select, string list)
    {
        using var bed = new PlanTestBed(Table
            + "CREATE VIEW g AS SELECT k, MAX(v) AS m, COUNT(*) AS c, COUNT(DISTINCT 1) AS d, MIN(1) AS n FROM ev GROUP BY k;"
            + $"SELECT rn, {select["SELECT ".Length..]};");
        string[] keys = select.StartsWith("SELECT k", StringComparison.Ordinal) ? ["a", "b", "b", "a"] : ["a", "b", "b", "a", "a"];
        for (int i = 0; i < keys.Length; i++)
        {
            bed.Row("ev", keys[i], i < 2 ? "5" : "2");
        }

        Assert.That(string.Join(' ', Shown(bed.TakeChanges(), []).OrderBy(static r => r[0]).Select(static r => r[1..])), Is.EqualTo(list));
    }

    /// <summary>Only the row that replaces another gets its place: none that comes later of the same frame, as of a firing.</summary>
    [Test]
    public void NewcomerOfTheSameFrame_StandsBehindThoseThatTie()
    {
        using var bed = new PlanTestBed("""
            CREATE TABLE ev (ts TIMESTAMP(3), k STRING, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT rn, k, m, c FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m DESC) AS rn FROM (
              SELECT k, MAX(n) AS m, COUNT(*) AS c FROM (
                SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end)
              GROUP BY k)) WHERE rn <= 3;
            """);
        foreach ((string second, string k) in new[] { ("01", "z"), ("02", "b"), ("11", "z"), ("12", "a"), ("20", "x") })
        {
            bed.Row("ev", $"2026-08-01 12:00:{second}.000", k);
        }

        Assert.That(Shown(bed.TakeChanges(), []), Is.EquivalentTo(new[] { "1z12", "2b11", "3a11" }));
    }

    [Test]
    public void FirstOfGroupsThatMayFall_LeavesAndComes()
    {
        using var bed = new PlanTestBed(Table + """
            SELECT k, s FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY s DESC) AS rn FROM (
              SELECT k, SUM(v) AS s FROM ev GROUP BY k)) WHERE rn = 1;
            SELECT k, m FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY m DESC) AS rn FROM (
              SELECT k, MAX(v) AS m FROM ev GROUP BY k)) WHERE rn = 1;
            """);
        bed.Row("ev", "a", "5");
        bed.Row("ev", "b", "6");
        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|a,5", "+I 2|a,5", "-D 1|a,5", "+I 1|b,6", "-U 2|a,5", "+U 2|b,6" }));
    }

    private static void Check(string aggregate, string[] lists, bool showsRank)
    {
        string script = Table + $"""
            SELECT {(showsRank ? "rn, " : string.Empty)}k, x, c FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY g ORDER BY x DESC) AS rn FROM (
                SELECT g, k, {aggregate} AS x, COUNT(*) AS c FROM (SELECT 'x' AS g, k, v FROM ev) GROUP BY g, k)) WHERE rn <= 2;
            """;
        using var one = new PlanTestBed(script);
        using var many = new PlanTestBed(script, shards: 3);
        List<string> shown = [];
        for (int i = 0; i < Rows.Length; i++)
        {
            one.Row("ev", Rows[i].K, Rows[i].V);
            many.Row("ev", Rows[i].K, Rows[i].V);
            IReadOnlyList<string> changes = one.TakeChanges();
            Assert.That(many.TakeChanges(), Is.EqualTo(changes));
            Assert.That(many.Mark(), Is.EqualTo(one.Mark()));
            shown = Shown(changes, shown);
            string[] expected = lists[i].Split(' ');
            Assert.That(
                shown,
                Is.EquivalentTo(showsRank ? expected.Select(static (row, rank) => $"{rank + 1}{row}") : expected),
                $"row {i + 1}");
        }
    }

    // The rows that are left, without what stands between their columns.
    private static List<string> Shown(IReadOnlyList<string> changes, List<string> before)
    {
        List<string> rows = [.. before];
        foreach (string change in changes)
        {
            string row = change[(change.IndexOf('|', StringComparison.Ordinal) + 1)..].Replace(",", string.Empty, StringComparison.Ordinal);
            if (change[0] == '+')
            {
                rows.Add(row);
            }
            else
            {
                Assert.That(rows.Remove(row), change);
            }
        }

        return rows;
    }
}
