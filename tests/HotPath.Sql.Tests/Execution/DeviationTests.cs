using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Variances and standard deviations. The lists are those of Apache Flink 2.3.0 for these rows, which adds up squared deviations in DOUBLE by Welford's method
/// whatever the type, and casts at the end: what is large and close together keeps its digits, and only the result of integers is truncated.
/// (Of DOUBLE the texts are those of Java 19 and later: the shortest.)
/// </summary>
public sealed class DeviationTests
{
    private const string Table = """
        CREATE TABLE r (k INT, i INT, b BIGINT, d DOUBLE, m DECIMAL(10, 2), f DOUBLE, y INT)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE VIEW t AS SELECT k, i, b, d, m, CAST(f AS FLOAT) AS f, CAST(y AS TINYINT) AS y FROM r;

        """;

    private static readonly string[][] Rows =
    [
        ["1", "0", "3000000001", "1000000000.1", "1.50", "1.1", "1"],
        ["1", "1", "3000000002", "1000000000.1", "2.25", "2.2", "4"],
        ["2", "5", "3000000003", "2.5", "3.10", "3.3", "9"],
        ["2", null!, "3000000009", "7.25", "3.17", "4.4", "2"],
    ];

    [TestCase("b", "0,NULL,0,NULL 0,0,0,0 0,1,0,1 9,12,3,3")]
    [TestCase("d", "0.0,NULL,0.0,NULL 0.0,0.0,0.0,0.0 2.2222222115555555E17,3.333333317333333E17,4.714045196596608E8,5.773502678039851E8 "
        + "2.4999999761249997E17,3.3333333014999994E17,4.9999999761249995E8,5.773502664327781E8")]
    [TestCase("m", "0.000000,NULL,0.000000,NULL 0.140625,0.281250,0.375000,0.530330 0.427222,0.640833,0.653622,0.800521 0.467825,0.623767,0.683977,0.789789")]
    [TestCase("f", "0.0,NULL,0.0,NULL 0.3025,0.605,0.55,0.7778175 0.8066666,1.2099999,0.8981462,1.1 1.5125,2.0166667,1.2298374,1.4200939")]
    [TestCase("y", "0,NULL,0,NULL 2,4,1,2 10,16,3,4 9,12,3,3")]
    public void EveryType_IsComputedInDouble(string column, string expected) =>
        Check($"SELECT VAR_POP({column}) AS a, VAR_SAMP({column}) AS b, STDDEV_POP({column}) AS c, STDDEV_SAMP({column}) AS d FROM t;", expected);

    [Test]
    public void OtherNamesAndGroups_AreTheSame() => Check(
        "SELECT k, VAR_POP(i) AS a, VAR_SAMP(i) AS b, STDDEV_POP(i) AS c, STDDEV_SAMP(i) AS d, VARIANCE(i) AS e, STDDEV(i) AS f FROM t GROUP BY k;",
        "1,0,NULL,0,NULL,NULL,NULL 1,0,0,0,0,0,0 2,0,NULL,0,NULL,NULL,NULL");

    [Test]
    public void Distinct_IsOfDifferentValues() =>
        Check("SELECT VAR_POP(DISTINCT k) AS a, VAR_SAMP(DISTINCT i) AS b FROM t;", "0,NULL 0,0 0,7");

    /// <summary>Sums of squares would leave nothing of such values.</summary>
    [Test]
    public void LargeValuesCloseTogether_KeepTheirSpread()
    {
        using var bed = new PlanTestBed("""
            CREATE TABLE t (ts TIMESTAMP(3), d DOUBLE, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT window_end, VAR_POP(d) AS p FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY window_start, window_end;
            """);
        for (int second = 0; second < 5; second++)
        {
            bed.Row("t", $"2026-08-01 12:00:0{second}.000", $"{1_000_000_000 + second}.5");
        }

        Assert.That(
            bed.Take(),
            Is.EqualTo(new[]
            {
                "1|2026-08-01 12:00:01.000,0.0", "1|2026-08-01 12:00:02.000,0.25", "1|2026-08-01 12:00:03.000,0.6666666666666666",
                "1|2026-08-01 12:00:04.000,0.6666666666666666",
            }));
    }

    private static void Check(string query, string expected)
    {
        using var bed = new PlanTestBed(Table + query);
        foreach (string[] row in Rows)
        {
            bed.Row("r", row);
        }

        string[] shown = [.. bed.TakeChanges().Where(static c => c[0] == '+').Select(static c => c[(c.IndexOf('|') + 1)..])];
        Assert.That(shown, Is.EqualTo(expected.Split(' ')));
    }
}
