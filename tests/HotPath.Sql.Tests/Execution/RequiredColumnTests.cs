using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// NULL for a column of a sink that is NOT NULL. Flink 2.3 fails the job ("Column 'a' is NOT NULL, however, a null value is being written into it"), so
/// the row is one for the dead letters, and nothing else is.
/// </summary>
public sealed class RequiredColumnTests
{
    private const string Table = """
        CREATE TABLE t (k STRING, v INT) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    [Test]
    public void Row_WithNull_IsADeadLetterAndTheOthersComeOut()
    {
        using var bed = new PlanTestBed(Table + """
            CREATE TABLE o (a STRING NOT NULL, v INT) WITH ('connector' = 'print');
            INSERT INTO o SELECT k, v FROM t;
            """);
        bed.Row("t", "a", null);
        bed.Row("t", null, "1");
        bed.Row("t", "b", "2");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|a,NULL", "0|o,project,NullValue,NULL,NULL,t", "1|b,2" }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "column 'a' of 'o' is NOT NULL" }));
    }

    [Test]
    public void Group_WhoseResultIsNull_ComesOutOnceItIsNot()
    {
        using var bed = new PlanTestBed(Table + """
            CREATE TABLE o (k STRING, m INT NOT NULL, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'print');
            INSERT INTO o SELECT k, MAX(v) FROM t GROUP BY k;
            """);
        bed.Row("t", "a", null);
        bed.Row("t", "a", "5");
        bed.Row("t", null, "7");
        bed.Row("t", "a", "9");

        string[] rows = [.. bed.TakeChanges()];
        Assert.That(rows.Where(static row => row[0] is '+' or '-' && !row.Contains("NullValue")), Is.EqualTo(new[] { "+U 1|a,5", "-U 1|a,5", "+U 1|a,9" }));
        Assert.That(rows.Count(static row => row.Contains("NullValue")), Is.EqualTo(2));
    }
}
