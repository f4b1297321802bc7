using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// FIRST_VALUE, LAST_VALUE and LISTAGG as a real Flink 2.3.0 answered. What surprises: HOP has the youngest slice first,
/// the older form of HOP the oldest; of CUMULATE a row that is late for some windows stands behind all that has come
/// out and before what waits; of two sessions that meet a hash of their bounds says which is first.
/// </summary>
public sealed class ArrivalOrderTests
{
    private const string Late = """
        01,a,1,x1 11,a,-1,x2 12,a,3,x3 02,a,-3,x4 03,b,4,y1 13,a,-4,x5 22,b,5,y2 04,b,5,y3 23,a,5,x6 14,a,5,x7 05,a,5,x8
        24,a,5,x9 40,a,5,x10 25,b,5,y4
        """;

    private const string Meeting = """
        20,a,1,x1 01,a,-1,x2 40,a,3,x3 21,a,3,x4 10,a,-3,x5 02,a,-3,x6 30,a,-3,x7
        """;

    [Test]
    public void Hop_HasTheYoungestSliceFirst() => Check(
        "1",
        Late,
        "SELECT k, window_start, LISTAGG(s) AS g FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '30' SECOND)) "
        + "GROUP BY k, window_start, window_end;",
        "a,11:59:40,x1 a,11:59:50,x2,x3,x5,x1,x4 b,11:59:50,y1 a,12:00:00,x6,x9,x2,x3,x5,x7,x1,x4,x8 b,12:00:00,y2,y1,y3",
        "a,12:00:10,x6,x9,x2,x3,x5,x7 b,12:00:10,y2,y4 a,12:00:20,x10,x6,x9 b,12:00:20,y2,y4 a,12:00:30,x10 a,12:00:40,x10");

    [Test]
    public void OlderHop_HasTheOldestSliceFirst() => Check(
        "1",
        Late,
        "SELECT k, HOP_START(ts, INTERVAL '10' SECOND, INTERVAL '30' SECOND) AS b, LISTAGG(s) AS g FROM t "
        + "GROUP BY k, HOP(ts, INTERVAL '10' SECOND, INTERVAL '30' SECOND);",
        "a,11:59:40,x1 a,11:59:50,x1,x4,x2,x3,x5 b,11:59:50,y1 b,12:00:00,y1,y3,y2 a,12:00:00,x1,x4,x8,x2,x3,x5,x7,x6,x9",
        "b,12:00:10,y2,y4 a,12:00:10,x2,x3,x5,x7,x6,x9 b,12:00:20,y2,y4 a,12:00:20,x6,x9,x10 a,12:00:30,x10 a,12:00:40,x10");

    [Test]
    public void Cumulate_PutsLateRowsBehindWhatHasComeOut() => Check(
        "1",
        Late,
        "SELECT k, window_start, LISTAGG(s) AS g FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '30' SECOND)) "
        + "GROUP BY k, window_start, window_end;",
        "a,12:00:00,x1 a,12:00:00,x1,x4,x2,x3,x5 b,12:00:00,y1 a,12:00:00,x1,x4,x2,x3,x5,x7,x8,x6,x9 b,12:00:00,y1,y3,y2",
        "a,12:00:30,x10 a,12:00:30,x10");

    [Test]
    public void Sessions_ThatMeet_AreInFlinksOrder() => Check(
        "90",
        Meeting,
        "SELECT k, window_start, LISTAGG(s) AS g FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '10' SECOND)) "
        + "GROUP BY k, window_start, window_end;",
        "a,12:00:01,x3,x1,x4,x2,x5,x6,x7");

    [Test]
    public void RowsThatChange_TakeTheFirstThatIsEqual()
    {
        using var bed = new PlanTestBed(Table("1") + "SELECT FIRST_VALUE(n) AS f, LAST_VALUE(n) AS l, LISTAGG(k) AS g FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k);");
        Feed(bed, "01,a,1,x 02,a,1,x 03,a,1,x 04,a,1,x 05,b,1,x 06,a,1,x 07,a,1,x 08,b,1,x 09,a,1,x");

        // Flink tells -D and +I where the only row changes; both say the same.
        Assert.That(bed.TakeChanges().Where(static c => c[0] == '+').Select(static c => c[(c.IndexOf('|') + 1)..]), Is.EqualTo(new[]
        {
            "1,1,a", "2,2,a", "3,3,a", "4,4,a", "4,1,a,b", "1,1,b", "1,5,b,a", "1,1,b", "1,6,b,a", "6,6,a", "6,2,a,b", "2,2,b", "2,7,b,a",
        }));
    }

    [Test]
    public void DistinctValues_AreTheirFirstArrivals()
    {
        using var bed = new PlanTestBed(Table("1") + "SELECT FIRST_VALUE(DISTINCT v) AS f, LAST_VALUE(DISTINCT v) AS l FROM t;");
        Feed(bed, "01,a,1,x 02,a,2,x 03,a,1,x");

        Assert.That(bed.TakeChanges().Select(static c => c[(c.IndexOf('|') + 1)..]), Is.EqualTo(new[] { "1,1", "1,1", "1,2" }));
    }

    /// <summary>Values that differ in sign alone count as two, as in Flink: sets are of values and not of squares.</summary>
    [Test]
    public void DistinctDeviations_AreOfDifferentValues()
    {
        using var bed = new PlanTestBed(Table("1") + "SELECT VAR_POP(DISTINCT CAST(v AS DOUBLE)) AS p, VAR_SAMP(DISTINCT v) AS s, COUNT(*) AS n FROM t;");
        Feed(bed, "01,a,1,x 02,a,-1,x 03,a,3,x 04,a,-3,x 05,a,4,x 06,a,-4,x 07,a,5,x 08,a,5,x 09,a,10,x");

        Assert.That(bed.TakeChanges().Where(static c => c[0] == '+').Select(static c => c[(c.IndexOf('|') + 1)..]), Is.EqualTo(new[]
        {
            "0.0,NULL,1", "1.0,2,2", "2.6666666666666665,4,3", "5.0,6,4", "6.56,8,5", "8.666666666666666,10,6", "10.489795918367347,12,7",
            "10.489795918367347,12,8", "18.609375,21,9",
        }));
    }

    [Test]
    public void DistinctDeviations_OfRowsThatChange_ForgetAValueWithItsLastCopy()
    {
        using var bed = new PlanTestBed(Table("1") + "SELECT VAR_POP(DISTINCT n) AS p, VAR_POP(n) AS q FROM (SELECT k, CAST(COUNT(*) * 10 AS DOUBLE) AS n FROM t GROUP BY k);");
        Feed(bed, "01,a,1,x 02,b,1,x 03,b,1,x 04,b,1,x 05,a,1,x");

        Assert.That(bed.TakeChanges()[^1], Does.EndWith("|25.0,25.0"), "10 has gone, 20 and 30 are there");
    }

    private static string Table(string delay) => $"""
        CREATE TABLE t (ts TIMESTAMP(3), k STRING, v INT, s STRING, WATERMARK FOR ts AS ts - INTERVAL '{delay}' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static void Feed(PlanTestBed bed, string rows)
    {
        foreach (string[] fields in rows.Split([' ', '\n', '\r'], System.StringSplitOptions.RemoveEmptyEntries).Select(static row => row.Split(',')))
        {
            bed.Row("t", $"2026-08-01 12:00:{fields[0]}.000", fields[1], fields[2], fields[3]);
        }
    }

    private static void Check(string delay, string rows, string select, params string[] expected)
    {
        using var bed = new PlanTestBed(Table(delay) + select);
        Feed(bed, rows);
        bed.End("t");
        IEnumerable<string> found = bed.TakeChanges().Select(static c => c[(c.IndexOf('|') + 1)..]
            .Replace("2026-08-01 ", string.Empty, System.StringComparison.Ordinal).Replace(".000,", ",", System.StringComparison.Ordinal));
        Assert.That(found.Order(System.StringComparer.Ordinal), Is.EqualTo(string.Join(' ', expected).Split(' ').Order(System.StringComparer.Ordinal)));
    }
}
