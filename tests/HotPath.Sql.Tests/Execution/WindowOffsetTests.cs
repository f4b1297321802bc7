using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Offsets of overlapping windows may be of any length. Source: each asked of Flink 2.3.0.</summary>
public sealed class WindowOffsetTests
{
    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    [TestCase("HOP", "16", "12:00:06", "12:00:01", "11:59:56")]
    [TestCase("HOP", "-14", "12:00:06", "12:00:01", "11:59:56")]
    [TestCase("HOP", "15", "12:00:05", "12:00:00", "11:59:55")]
    [TestCase("CUMULATE", "20", "12:00:00", "12:00:00", "12:00:00", "12:00:00")]
    [TestCase("CUMULATE", "-20", "12:00:00", "12:00:00", "12:00:00", "12:00:00")]
    public void Offset_OfAnyLength_IsThatOfTheNextWindow(string function, string offset, params string[] starts)
    {
        string sizeS = function == "HOP" ? "15" : "20";
        using var bed = new PlanTestBed(
            Table + $"SELECT CAST(window_start AS TIME(0)) AS s FROM TABLE({function}(TABLE ev, DESCRIPTOR(ts), "
            + $"INTERVAL '5' SECOND, INTERVAL '{sizeS}' SECOND, INTERVAL '{offset}' SECOND)) GROUP BY window_start, window_end;");

        bed.Row("ev", function == "HOP" ? "2026-08-01 12:00:07.000" : "2026-08-01 12:00:04.500");
        bed.End("ev");

        Assert.That(bed.TakeChanges(), Is.EquivalentTo(System.Array.ConvertAll(starts, static s => $"+I 1|{s}")));
    }
}
