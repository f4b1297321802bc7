using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Behind UNION ALL the lowest watermark of all inputs holds. Seen to fail when it is the highest.
/// </summary>
public sealed class UnionWatermarkTests
{
    private const string Script = """
        CREATE TABLE a (ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE TABLE b (ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = 'y', 'format' = 'csv');
        CREATE VIEW u AS SELECT ts FROM a UNION ALL SELECT ts FROM b;
        SELECT EXTRACT(SECOND FROM window_end) AS e, COUNT(*) AS n
        FROM TABLE(TUMBLE(TABLE u, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
        """;

    [Test]
    public void Window_WaitsForTheSlowestInput()
    {
        using var bed = new PlanTestBed(Script);
        Row(bed, "a", "01.000");
        Row(bed, "a", "25.000");
        Assert.That(bed.Take(), Is.Empty, "the other input has sent none");
        Row(bed, "b", "03.000");
        Row(bed, "a", "26.000");
        Row(bed, "b", "09.998");
        Assert.That(bed.Take(), Is.Empty);
        Row(bed, "b", "09.999");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|10,4" }));
        Row(bed, "a", "05.000"); // late, whichever input it is of
        Row(bed, "b", "19.000");
        Row(bed, "a", "12.000"); // not late: the slowest is at 19 s
        Row(bed, "b", "22.000");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|20,2" }));
        Assert.That(bed.Counters, Has.Exactly(1).Property("Late").EqualTo(1));
    }

    [Test]
    public void Input_ThatHasEnded_HoldsNobody()
    {
        using var bed = new PlanTestBed(Script);
        Row(bed, "a", "01.000");
        Row(bed, "b", "02.000");
        Row(bed, "a", "25.000");
        bed.End("b");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|10,2" }));
        Row(bed, "a", "31.000");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|30,1" }));
        bed.End("a");
        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|40,1" }));
    }

    private static void Row(PlanTestBed bed, string table, string time) => bed.Row(table, $"2026-08-01 12:00:{time}");
}
