using System;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// TIMESTAMP beside TIMESTAMP_LTZ, where the clock is changed. Source: each line asked of Flink 2.3.0, which compares
/// by the clock of the zone, but in BETWEEN and IS DISTINCT FROM as instants, and in IN and NULLIF by the first type.
/// </summary>
public sealed class MixedTimestampTests
{
    private const string Script = """
        SET 'table.local-time-zone' = 'America/New_York';
        CREATE TABLE ev (k STRING, ts TIMESTAMP(3), ms BIGINT)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE VIEW v AS SELECT k, ts, TO_TIMESTAMP_LTZ(ms, 3) AS tl FROM ev;

        """;

    // The same instant; the second 01:30 of a night; an hour that the clock passes over; the first 01:30; NULL.
    private static readonly (string? Local, string Utc)[] Rows =
    [
        ("2026-08-05 12:34:56.789", "2026-08-05T16:34:56.789Z"),
        ("2026-11-01 01:30:00.000", "2026-11-01T06:30:00Z"),
        ("2026-03-08 02:30:00.000", "2026-03-08T07:30:00Z"),
        ("2026-11-01 01:30:00.000", "2026-11-01T05:30:00Z"),
        (null, "2026-03-08T07:30:00Z"),
    ];

    [TestCase("ts = tl", "true true false true NULL")]
    [TestCase("tl = ts", "true true false true NULL")]
    [TestCase("ts <> tl", "false false true false NULL")]
    [TestCase("ts < tl", "false false true false NULL")]
    [TestCase("ts >= tl", "true true false true NULL")]
    [TestCase("CASE ts WHEN tl THEN 1 ELSE 2 END", "1 1 2 1 2")]
    [TestCase("ts BETWEEN tl AND tl", "true false true true NULL")]
    [TestCase("tl BETWEEN ts AND ts", "true false true true NULL")]
    [TestCase("ts IS DISTINCT FROM tl", "false true false false true")]
    [TestCase("tl IS NOT DISTINCT FROM ts", "true false true true false")]
    [TestCase("ts IN (tl)", "true true false true NULL")]
    [TestCase("tl IN (ts)", "true false true true NULL")]
    [TestCase("tl NOT IN (ts)", "false true false false NULL")]
    [TestCase("NULLIF(ts, tl) IS NULL", "true true false true true")]
    [TestCase("NULLIF(tl, ts) IS NULL", "true false true true false")]
    [TestCase("TIMESTAMP '2026-11-01 01:30:00' = tl", "false true false true false")]
    [TestCase("CASE WHEN k = 'x' THEN ts ELSE tl END IS DISTINCT FROM tl", "false true false false false")]
    [TestCase("CASE WHEN k = 'x' THEN NULL WHEN k = 'y' THEN ts ELSE tl END IS DISTINCT FROM tl",
        "false true false false false")]
    [TestCase("IF(k = 'x', ts, tl) IS DISTINCT FROM tl", "false true false false false")]
    [TestCase("IF(k = 'x', tl, tl) IS DISTINCT FROM tl", "false false false false false")]
    [TestCase("COALESCE(NULLIF(ts, ts), tl) IS DISTINCT FROM tl", "false false false false false")]
    [TestCase("IFNULL(NULLIF(ts, ts), tl) IS DISTINCT FROM tl", "false false false false false")]
    [TestCase("GREATEST(ts, tl) IS DISTINCT FROM tl", "false false false false true")]
    public void TimestampsOfBothKinds_AreComparedAsInFlink(string expression, string expected)
    {
        using var bed = new PlanTestBed(Script + $"SELECT {expression} AS x FROM v;");

        foreach ((string? local, string utc) in Rows)
        {
            long ms = DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture)
                .ToUnixTimeMilliseconds();
            bed.Row("ev", "a", local, ms.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.That(bed.TakeChanges(), Is.EqualTo(expected.Split(' ').Select(static value => $"+I 1|{value}")));
    }
}
