using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Times beside texts, and TIME as key and argument. Source: each line asked of Flink 2.3.0.</summary>
public sealed class TimeComparisonTests
{
    private const string Table = """
        CREATE TABLE ev (k STRING, dt DATE, tm TIME(0), ts TIMESTAMP(3))
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    [TestCase("dt = '2026-08-01'", "true", "false")]
    [TestCase("dt > '2026-8-1'", "false", "true")]
    [TestCase("'2026-08-01' = dt", "true", "false")]
    [TestCase("dt IN ('2026-08-01', '2027-01-01')", "true", "false")]
    [TestCase("dt BETWEEN '2026-08-01' AND '2026-08-01'", "true", "false")]
    [TestCase("dt + INTERVAL '1' DAY > '2026-08-02'", "false", "true")]
    [TestCase("dt = k", "NULL", "NULL")]
    [TestCase("dt = CAST('2026-08-01' AS VARCHAR(20))", "true", "false")]
    [TestCase("NULLIF(dt, '2026-08-01') IS NULL", "true", "false")]
    [TestCase("CASE dt WHEN '2026-08-01' THEN 1 ELSE 2 END", "1", "2")]
    [TestCase("ts >= '2026-08-01 12:00:05'", "false", "true")]
    [TestCase("ts >= '2026-08-01'", "true", "true")]
    [TestCase("ts IS DISTINCT FROM '2026-08-01 12:00:00'", "false", "true")]
    [TestCase("CAST(ts AS TIMESTAMP_LTZ(3)) = '2026-08-01 12:00:00'", "true", "false")]
    [TestCase("CAST(ts AS TIMESTAMP_LTZ(0)) IS NOT DISTINCT FROM '2026-08-01 12:00:00.9'", "true", "false")]
    [TestCase("CAST(ts AS TIMESTAMP(0)) = '2026-08-01 12:00:00.9'", "true", "false")]
    [TestCase("tm = '10:00:00'", "true", "false")]
    [TestCase("tm < '10:00:00.5'", "false", "false")]
    [TestCase("2 * INTERVAL '12' HOUR = INTERVAL '1' DAY", "true", "true")]
    [TestCase("INTERVAL '1' WEEK = INTERVAL '7' DAY", "true", "true")]
    [TestCase("INTERVAL '-1' QUARTER = INTERVAL -3 MONTHS", "true", "true")]
    [TestCase("ts + INTERVAL '+100' WEEK(3) = '2028-07-01 12:00:00'", "true", "false")]
    [TestCase("dt - INTERVAL 2 QUARTERS = '2026-02-01'", "true", "false")]
    [TestCase("CAST(TIMESTAMPADD(HOUR, -25, TIME '12:00:00') AS STRING)", "11:00:00", "11:00:00")]
    [TestCase("CAST(TIMESTAMPADD(SECOND, -5, TIME '00:00:00') AS STRING)", "23:59:55", "23:59:55")]
    [TestCase("CAST(TIMESTAMPADD(MINUTE, 1, TIME '23:59:30') AS STRING)", "00:00:30", "00:00:30")]
    [TestCase("CAST(TIMESTAMPADD(QUARTER, 1, TIMESTAMPADD(WEEK, 1, tm)) AS STRING)", "10:00:00", "10:00:01")]
    public void Time_BesideATextOrAnInterval_IsWhatItIsInFlink(string expression, string first, string second)
    {
        using var bed = new PlanTestBed(Table + $"SELECT {expression} AS x FROM ev;");

        bed.Row("ev", "a", "2026-08-01", "10:00:00", "2026-08-01 12:00:00.000");
        bed.Row("ev", "b", "2026-08-02", "10:00:01", "2026-08-01 12:00:09.000");

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { $"+I 1|{first}", $"+I 1|{second}" }));
    }

    [TestCase("ts >= '2026-08-01'", "(ts, 1785542400000)")]
    [TestCase("CAST(ts AS TIMESTAMP_LTZ(3)) = '2026-08-01'", ", 1785510000000)")]
    [TestCase("dt = '2026-08-01'", "(dt, 20666)")]
    public void LiteralBesideATime_IsReadWhenTheQueryIsCompiled(string expression, string condition)
    {
        using var bed = new PlanTestBed(
            "SET 'table.local-time-zone' = 'Asia/Tokyo';\n" + Table + $"SELECT k FROM ev WHERE {expression};");

        Assert.That(bed.Plan.Explain, Does.Contain(condition));
    }

    [TestCase("dt = 'soon'", "'soon' is compared with a DATE and is none")]
    [TestCase("ts > '2026-13-01'", "'2026-13-01' is compared with a TIMESTAMP(3) and is none")]
    public void Literal_ThatIsNoTime_IsRefused(string expression, string message) => Assert.That(
        SqlCompiler.Compile(
                [new ScriptText("s.sql", Table + $"SELECT {expression} AS x FROM ev;")], new Dictionary<string, string>())
            .Diagnostics.Select(static d => d.Message),
        Is.EqualTo(new[] { message }));

    [Test]
    public void Time_IsAKeyAndIsCountedAndCompared()
    {
        using var bed = new PlanTestBed(
            Table + "SELECT t, COUNT(*) AS n, COUNT(DISTINCT t) AS e, MAX(t) AS hi FROM "
            + "(SELECT CAST(ts AS TIME(3)) AS t FROM ev) GROUP BY t;\n"
            + "SELECT COUNT(DISTINCT t) AS e, MAX(t) AS hi, MIN(t) AS lo FROM (SELECT CAST(ts AS TIME(3)) AS t FROM ev);");

        bed.Row("ev", "a", null, null, "2026-08-01 12:00:00.000");
        bed.Row("ev", "a", null, null, "2026-08-01 12:00:09.125");
        bed.Row("ev", "a", null, null, "2026-08-02 12:00:00.000");

        Assert.That(bed.TakeChanges(), Is.EquivalentTo(new[]
        {
            "+I 1|12:00:00.000,1,1,12:00:00.000",
            "+I 1|12:00:09.125,1,1,12:00:09.125",
            "-U 1|12:00:00.000,1,1,12:00:00.000",
            "+U 1|12:00:00.000,2,1,12:00:00.000",
            "+I 2|1,12:00:00.000,12:00:00.000",
            "-U 2|1,12:00:00.000,12:00:00.000",
            "+U 2|2,12:00:09.125,12:00:00.000",
        }));
    }
}
