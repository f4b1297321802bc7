using System.Linq;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>NaN and -0.0 in GREATEST and LEAST. Source: each line asked of Flink 2.3.0.</summary>
public sealed class ExtremeTests
{
    private const string Script = """
        CREATE TABLE ev (k STRING, x DOUBLE, y DOUBLE, w DOUBLE)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE VIEW v AS SELECT x, y, CAST(w AS FLOAT) AS f FROM ev;

        """;

    [TestCase("GREATEST(x, y)", "NaN 0.0 NaN 0.0 NULL")]
    [TestCase("GREATEST(y, x)", "NaN 0.0 NaN 0.0 NULL")]
    [TestCase("LEAST(x, y)", "1.5 -0.0 NaN -0.0 NULL")]
    [TestCase("LEAST(y, x)", "1.5 -0.0 NaN -0.0 NULL")]
    [TestCase("GREATEST(x, f, y)", "NaN NaN NaN 0.0 NULL")]
    [TestCase("LEAST(f, y, 1)", "1.0 0.0 0.0 -0.0 1.0")]
    [TestCase("GREATEST(f, CAST(y AS FLOAT))", "NaN NaN NaN -0.0 2.5")]
    public void Extreme_OfNumbersWithNaN_HasItAboveAll(string expression, string expected)
    {
        using var bed = new PlanTestBed(Script + $"SELECT CAST({expression} AS STRING) AS x FROM v;");

        bed.Row("ev", "a", "1.5", "NaN", "2.5");
        bed.Row("ev", "a", "-0.0", "0.0", "NaN");
        bed.Row("ev", "a", "NaN", "NaN", "0.0");
        bed.Row("ev", "a", "0.0", "-0.0", "-0.0");
        bed.Row("ev", "a", null, "2.5", "1.0");

        Assert.That(bed.TakeChanges(), Is.EqualTo(expected.Split(' ').Select(static value => $"+I 1|{value}")));
    }
}
