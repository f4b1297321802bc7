using System;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>What a dead letter says of a function that failed, and that others say nothing.</summary>
public sealed class FailureDetailTests
{
    private const string Source = """
        public sealed class Bad(string text) : Exception
        {
            public override string Message => text == "worse" ? throw new InvalidCastException("no text") : text == "none" ? null! : text;
        }

        public static class F
        {
            [ScalarFunction("bad")] public static long Fail(ReadOnlySpan<byte> text) => throw new Bad(System.Text.Encoding.UTF8.GetString(text));
            [ScalarFunction("long")] public static long Long(ReadOnlySpan<byte> text) =>
                throw new Bad(new string('x', (int)(text[0] - '0')) + string.Concat(System.Linq.Enumerable.Repeat("\U0001F600", 1000)));
            [ScalarFunction("half")] public static long Half(long a) => throw new Bad("a\uD83Db");
            [ScalarFunction("vast")] public static long Vast(long a) => "x".PadLeft(int.MaxValue).Length;
        }
        """;

    private const string Table = """
        CREATE FUNCTION bad AS 'shop.F';
        CREATE FUNCTION `long` AS 'shop.F';
        CREATE FUNCTION half AS 'shop.F';
        CREATE FUNCTION vast AS 'shop.F';
        CREATE TABLE ev (k STRING, v BIGINT) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static readonly string Folder = FunctionAssembly.NewFolder();
    private static readonly string Script = FunctionAssembly.Use(FunctionAssembly.Build(Folder, "details", Source)) + Table;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Folder, recursive: true);

    [TestCase("no\n\"such\" item", "bad: Shop.Bad: no\n\"such\" item")]
    [TestCase("", "bad: Shop.Bad: ")]
    [TestCase("none", "bad: Shop.Bad: ")]
    [TestCase("worse", "bad: Shop.Bad: (its message: System.InvalidCastException)")]
    public void Detail_IsTheFunctionTheTypeAndTheMessage(string message, string expected)
    {
        using var bed = new PlanTestBed(Script + "SELECT bad(k) AS r FROM ev;");

        bed.Row("ev", message, null);

        Assert.That(bed.Take(), Has.Count.EqualTo(1));
        Assert.That(bed.Details, Is.EqualTo(new[] { expected }));
    }

    /// <summary>Whatever stands before the bound: no character is cut in two.</summary>
    [Test]
    public void Detail_IsCutBetweenCharacters([Range(0, 4)] int more)
    {
        using var bed = new PlanTestBed(Script + "SELECT `long`(k) AS r FROM ev;");

        bed.Row("ev", $"{more}", null);

        _ = bed.Take();
        string prefix = "long: Shop.Bad: " + new string('x', more);
        int fits = (512 - prefix.Length) / 4;
        Assert.That(bed.Details.Single(), Is.EqualTo(prefix + string.Concat(Enumerable.Repeat("\U0001F600", fits))));
        Assert.That(Encoding.UTF8.GetByteCount(bed.Details.Single()!), Is.InRange(509, 512));
    }

    [Test]
    public void HalfACharacter_IsReplaced()
    {
        using var bed = new PlanTestBed(Script + "SELECT half(v) AS r FROM ev;");

        bed.Row("ev", "a", "1");

        _ = bed.Take();
        Assert.That(bed.Details, Is.EqualTo(new[] { "half: Shop.Bad: a\uFFFDb" }));
    }

    /// <summary>The first failure of a row is told; one that is none of a function's says nothing, also after one that was.</summary>
    [Test]
    public void OtherReasons_HaveNone()
    {
        using var bed = new PlanTestBed(Script + """
            SELECT bad(k) + 1 / v AS r FROM ev;
            SELECT 1 / v + bad(k) AS r FROM ev;
            SELECT 1 / v AS r FROM ev;
            """);

        bed.Row("ev", "x", "0");

        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "0|select-1,project,FunctionFailed,NULL,NULL,ev", "0|select-2,project,DivisionByZero,NULL,NULL,ev",
            "0|select-3,project,DivisionByZero,NULL,NULL,ev",
        }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "bad: Shop.Bad: x", null, null }));
    }

    /// <summary>A row of a later stage, a ranked row and a row of a window are told as well.</summary>
    [TestCase("SELECT SUM(bad(m)) AS s FROM (SELECT MAX(k) AS m FROM ev GROUP BY v)", "group of stage 2")]
    [TestCase("SELECT k, v, r FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY v ORDER BY k) AS r FROM ev) WHERE r <= 1 AND bad(k) = 1", "group result")]
    [TestCase("SELECT bad(m) AS b FROM (SELECT v, MAX(k) AS m FROM ev GROUP BY v)", "group result")]
    public void Detail_StandsWhereverARowOrAResultFails(string query, string operatorName)
    {
        using var bed = new PlanTestBed(Script + query + ";");

        bed.Row("ev", "x", "0");

        string letter = bed.Take().Single();
        Assert.That(letter, Is.EqualTo($"0|select-1,{operatorName},FunctionFailed,NULL,NULL,ev"));
        Assert.That(bed.Details, Is.EqualTo(new[] { "bad: Shop.Bad: x" }));
    }

    /// <summary>What has to do with the machine ends the process, and says whose call it was.</summary>
    [Test]
    public void FunctionWithoutMemory_EndsTheProcess_AndIsNamed()
    {
        using var bed = new PlanTestBed(Script + "SELECT vast(v) AS b FROM ev;");

        var thrown = Assert.Throws<Foundation.Errors.HotPathException>(() => bed.Row("ev", "x", "0"))!;

        Assert.That(thrown.Code, Is.EqualTo(Foundation.Errors.ErrorCode.OutOfMemory));
        Assert.That(thrown.Message, Does.StartWith("function 'vast' threw OutOfMemoryException: "));
        Assert.That(thrown.InnerException, Is.TypeOf<OutOfMemoryException>(), "what a trial of the row looks at");
    }

    [Test]
    public void RunThatStops_SaysWhatWasThrown()
    {
        using var bed = new PlanTestBed("SET 'hotpath.on-error' = 'fail';\n" + Script + "SELECT bad(m) AS b FROM (SELECT v, MAX(k) AS m FROM ev GROUP BY v);");

        Exception? thrown = Assert.Throws<Foundation.Errors.HotPathException>(() => bed.Row("ev", "x", "0"));

        Assert.That(thrown!.Message, Does.Contain("a group result of statement 'select-1' failed: FunctionFailed (bad: Shop.Bad: x); mend"));
    }
}
