using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Syntax;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>Scalar functions of one's own: types, NULL, overloads, failures, and what is refused where.</summary>
public sealed class ScalarFunctionTests
{
    private const string Table = """
        CREATE TABLE ev (id INT, s STRING, big BIGINT, f DOUBLE, d DECIMAL(12, 2))
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private const string Source = """
        public static class F
        {
            [ScalarFunction("tiny")] public static sbyte Tiny(sbyte a) => (sbyte)-a;
            [ScalarFunction("small")] public static short? Small(short? a) => a is null ? (short)-1 : a == 7 ? null : a;
            [ScalarFunction("single")] public static float Single(float a) => a / 2;
            [ScalarFunction("double")] public static double? Double(double a) => a > 100 ? null : a * 2;
            [ScalarFunction("flip")] public static bool Flip(bool a) => !a;
            [ScalarFunction("known")] public static bool? Known(bool? a) => a is null ? true : null;
            [ScalarFunction("cents")] [return: DecimalType(10, 1)] public static decimal? Cents(decimal? a) => a is null ? 0.05m : a == 3 ? null : a;
            [ScalarFunction("wide")] [return: DecimalType(38, 10)] public static decimal Wide(decimal a) => a;
            [ScalarFunction("answer")] public static long Answer() => 42;
            [ScalarFunction("either")] public static long Either(long a, double b) => 1;
            [ScalarFunction("either")] public static long Either(double a, long b) => 2;
            [ScalarFunction("odd")] public static long Odd(long a) => a % 2 == 0 ? throw new InvalidOperationException("even") : a;
            [ScalarFunction("broken")] public static ReadOnlySpan<byte> Broken(ReadOnlySpan<byte> a) => new byte[] { 0xC3 };
            [ScalarFunction("typed")] public static int Typed(int a) => 1;
            [ScalarFunction("typed")] public static int Typed(ReadOnlySpan<byte> a) => 2;
            [ScalarFunction("typed")] public static int Typed(double a) => 3;
        }
        """;

    private static readonly string Folder = FunctionAssembly.NewFolder();
    private static readonly string Path = FunctionAssembly.Build(Folder, "scalars", Source);

    private static readonly string Create = FunctionAssembly.Use(Path) + string.Concat(
        new[] { "tiny", "small", "single", "`double`", "flip", "known", "cents", "wide", "answer", "either", "odd", "broken", "typed" }
            .Select(static name => $"CREATE TEMPORARY FUNCTION {name} AS 'shop.F';\n"));

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void Examples_OverRandomRows_GiveWhatTheMethodsGive()
    {
        ulong seed = TestSeed.Value;
        var random = new SplitMix64(seed);
        using var bed = new PlanTestBed(FunctionAssembly.UseExamples + """
            CREATE FUNCTION count_char AS 'x'; CREATE FUNCTION `before` AS 'x'; CREATE FUNCTION rot13 AS 'x';
            CREATE FUNCTION net AS 'x'; CREATE FUNCTION larger AS 'x';

            """ + Table + """
            SELECT id, count_char(s, 'ab') AS c, `before`(s, 'b') AS bf, rot13(s) AS r, larger(big, 0 - big) AS l,
              larger(f, 1e0) AS lf, net(d, 20) AS n FROM ev;
            """);
        for (int i = 0; i < 1000; i++)
        {
            string? s = random.Below(5) == 0 ? null : string.Concat(Enumerable.Range(0, random.Below(6)).Select(_ => "abc-"[random.Below(4)]));
            long? big = random.Below(5) == 0 ? null : random.Below(1000) - 500;
            double? f = random.Below(5) == 0 ? null : random.Below(16) / 4.0;
            decimal? d = random.Below(5) == 0 ? null : (random.Below(2_000_000) - 1_000_000) / 100m;
            bed.Row("ev", Text(i), s, Text(big), Text(f), Text(d));

            string? before = s?.Split('b')[0];
            string? rotated = s is null or "" ? null : string.Concat(s.Select(static c => c == '-' ? c : (char)(c + 13)));
            decimal? net = d is null ? null : Math.Round(d.Value * 100 / 120, 2, MidpointRounding.AwayFromZero);
            string expected = string.Join(',', Text(i), Text(s?.Count(static c => c == 'a') ?? 0), before ?? "NULL", rotated ?? "NULL",
                Text(big is null ? null : Math.Abs(big.Value)) ?? "NULL", Text(f is null || f < 1 ? 1 : f), net?.ToString("0.00", CultureInfo.InvariantCulture) ?? "NULL");
            Assert.That(bed.Take(), Is.EqualTo(new[] { "1|" + expected }), $"HOTPATH_SEED={seed}, row {i}");
        }

        Assert.That(bed.Counters.Single().Applied, Is.EqualTo(1000));
    }

    [TestCase("tiny(CAST(5 AS TINYINT))", "-5")]
    [TestCase("small(CAST(7 AS SMALLINT))", "NULL")]
    [TestCase("small(CAST(7 AS TINYINT)) IS NULL", "true")]
    [TestCase("small(NULL)", "-1")]
    [TestCase("tiny(NULL)", "NULL")]
    [TestCase("single(CAST(5 AS FLOAT))", "2.5")]
    [TestCase("`double`(big)", "14.0")]
    [TestCase("`double`(d)", "24.68")]
    [TestCase("`double`(101)", "NULL")]
    [TestCase("flip(big = 7)", "false")]
    [TestCase("known(s = 'x')", "NULL")]
    [TestCase("known(CAST(NULL AS BOOLEAN))", "true")]
    [TestCase("cents(d)", "12.3")]
    [TestCase("cents(0.25)", "0.3")]
    [TestCase("cents(-0.25)", "-0.3")]
    [TestCase("cents(NULL)", "0.1")]
    [TestCase("cents(3)", "NULL")]
    [TestCase("cents(12345678901.5)", "NULL", Description = "too many digits, as in Flink")]
    [TestCase("wide(CAST('9999999999999999999999999999' AS DECIMAL(28, 0)))", "9999999999999999999999999999.0000000000")]
    [TestCase("wide(CAST(-0.0000000001 AS DECIMAL(28, 28)))", "-0.0000000001")]
    [TestCase("answer() + ANSWER()", "84", Description = "names in any case")]
    [TestCase("either(1e0, big)", "2")]
    [TestCase("typed(CAST(1 AS TINYINT))", "1")]
    [TestCase("typed('x')", "2")]
    [TestCase("typed(big)", "3", Description = "a BIGINT is not narrowed")]
    [TestCase("CASE WHEN big = 7 THEN 1 ELSE odd(2) END", "1", Description = "a branch that is not taken does not call")]
    public void Call_OfEachType_GivesItsValue(string call, string expected)
    {
        using var bed = new PlanTestBed(Create + Table + $"SELECT {call} AS r FROM ev;");

        bed.Row("ev", "1", "s", "7", "1.5", "12.34");

        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|" + expected }));
    }

    [Test]
    public void FunctionThatThrows_MakesADeadLetterOfItsStatementOnly_AndThePipelineGoesOn()
    {
        using var bed = new PlanTestBed(Create + Table + """
            SELECT odd(big) AS o FROM ev;
            SELECT big FROM ev;
            SELECT id FROM ev WHERE odd(big) > 1;
            """);

        bed.Row("ev", "1", "s", "1", null, null);
        bed.Row("ev", "2", "s", "2", null, null);
        bed.Row("ev", "3", "s", null, null, null);
        bed.Row("ev", "4", "s", "3", null, null);

        IReadOnlyList<string> taken = bed.Take();
        Assert.That(taken.Where(static t => !t.StartsWith("0|", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "1|1", "2|1", "2|2", "1|NULL", "2|NULL", "1|3", "2|3", "3|4",
        }));
        Assert.That(taken.Where(static t => t.StartsWith("0|", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "0|select-1,project,FunctionFailed,NULL,NULL,ev", "0|select-3,project,FunctionFailed,NULL,NULL,ev",
        }));
        Assert.That(bed.Details, Is.EqualTo(Enumerable.Repeat("odd: System.InvalidOperationException: even", 2)));
        Assert.That(bed.Counters.Select(static c => c.Failed), Is.EqualTo(new[] { 1, 0, 1 }));
        bed.Mark();
    }

    [Test]
    public void TextThatIsNotUtf8_FailsItsRow()
    {
        using var bed = new PlanTestBed(Create + Table + "SELECT broken(s) AS b FROM ev;");

        bed.Row("ev", "1", "s", null, null, null);

        Assert.That(bed.Take(), Is.EqualTo(new[] { "0|select-1,project,BadEncoding,NULL,NULL,ev" }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "broken: its result is not UTF-8" }));
    }

    [Test]
    public void Function_InAComputedColumnAndAWatermark_Works()
    {
        using var bed = new PlanTestBed(Create + """
            CREATE TABLE w (n BIGINT, m AS odd(n), ts AS CAST(TO_TIMESTAMP_LTZ(odd(n), 3) AS TIMESTAMP(3)), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT COUNT(*) AS n, SUM(m) AS s FROM TABLE(TUMBLE(TABLE w, DESCRIPTOR(ts), INTERVAL '0.01' SECOND)) GROUP BY window_start, window_end;
            """);

        foreach (string n in new[] { "1", "2", "5", "13" })
        {
            bed.Row("w", n);
        }

        Assert.That(bed.Take(), Is.EqualTo(new[] { "0|select-1,watermark,NullRowTime,NULL,NULL,w", "1|2,6" }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "odd: System.InvalidOperationException: even" }));
    }

    [TestCase("SELECT tiny(big) AS r FROM ev", "1:8: tiny does not take (BIGINT); it is called as tiny(TINYINT NOT NULL)")]
    [TestCase("SELECT tiny() AS r FROM ev", "1:8: tiny does not take (); it is called as tiny(TINYINT NOT NULL)")]
    [TestCase("SELECT either(1, 1) AS r FROM ev",
        "1:8: either(INT, INT) could be any of either(BIGINT NOT NULL, DOUBLE NOT NULL) or either(DOUBLE NOT NULL, BIGINT NOT NULL); cast an argument")]
    [TestCase("SELECT cents(CAST(d AS DECIMAL(38, 2))) AS r FROM ev",
        "1:8: cents does not take (DECIMAL(38, 2)); it is called as cents(DECIMAL); a DECIMAL of more than 28 digits must be cast to fewer")]
    [TestCase("SELECT odd(DISTINCT big) AS r FROM ev", "1:8: DISTINCT and FILTER belong to aggregates, and ODD is none")]
    [TestCase("SELECT nowhere(big) AS r FROM ev", "1:8: there is no function NOWHERE")]
    [TestCase("SELECT eihter(1, 1.5E0) AS r FROM ev", "1:8: there is no function EIHTER; did you mean EITHER?")]
    [TestCase("SELECT answers() AS r FROM ev", "1:8: there is no function ANSWERS; did you mean ANSWER?")]
    [TestCase("CREATE FUNCTION `lower` AS 'x'", "1:17: 'lower' is the name of a built-in function; choose another")]
    [TestCase("CREATE FUNCTION `SUM` AS 'x'", "1:17: 'SUM' is the name of a built-in function; choose another")]
    [TestCase("CREATE FUNCTION Odd AS 'x'", "1:17: function 'Odd' exists already; choose another name or write IF NOT EXISTS")]
    [TestCase("CREATE FUNCTION x AS 'x' LANGUAGE CSHARP",
        "1:35: not supported: LANGUAGE CSHARP; leave it out, since Flink refuses it too: SET 'hotpath.functions' names the assembly")]
    [TestCase("CREATE FUNCTION x AS 'x' USING ASSEMBLY 'x.dll'",
        "1:32: not supported: USING ASSEMBLY; leave it out, since Flink refuses it too: SET 'hotpath.functions' names the assembly")]
    [TestCase("CREATE FUNCTION c.d.x AS 'x'",
        "1:17: not supported: function names with a catalog or database; write the function's name alone")]
    [TestCase("CREATE FUNCTION x", "1:18: unexpected end of script; expected AS")]
    [TestCase("CREATE FUNCTION od AS 'x'; SELECT od(1) AS r FROM ev",
        "1:35: no assembly of 'hotpath.functions' has a function 'od'; did you mean 'odd'?")]
    public void Mistake_IsToldWithItsPlace(string script, string expected)
    {
        IReadOnlyList<Diagnostic> found = SqlCompiler.Compile(
            [new ScriptText("a", Create + Table), new ScriptText("x", script)], new Dictionary<string, string>()).Diagnostics;

        Assert.That(found.Select(static problem => problem.ToString()[2..]), Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void Statement_ThatRunsOnFlink_RunsHere_WhereverTheSettingStands()
    {
        using var bed = new PlanTestBed(Table + """
            CREATE TEMPORARY SYSTEM FUNCTION odd AS 'com.shop.Odd' LANGUAGE JAVA USING JAR 'a.jar', JAR 'b.jar';
            CREATE FUNCTION IF NOT EXISTS odd AS 'com.shop.Odd';
            SELECT odd(big) AS o FROM ev;

            """ + FunctionAssembly.Use(Path));

        bed.Row("ev", "1", null, "9", null, null);

        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|9" }));
    }

    [Test]
    public void FunctionWithoutAssembly_IsAWarningUntilItIsCalled()
    {
        const string create = "CREATE FUNCTION gone AS 'x';\n" + Table;
        IReadOnlyList<Diagnostic> unused = Compile(create + "SELECT id FROM ev;").Diagnostics;
        IReadOnlyList<Diagnostic> used = Compile(create + "SELECT gone(id) AS g FROM ev;").Diagnostics;

        const string message = "function 'gone' has no implementation here; name the assembly that has it, as in SET 'hotpath.functions' = 'functions.dll'";
        Assert.That(unused.Select(static d => (d.Kind, d.Message)), Is.EqualTo(new[] { (DiagnosticKind.Warning, message) }));
        Assert.That(used.Select(static d => (d.Kind, d.Message)), Is.EqualTo(new[] { (DiagnosticKind.Error, message) }));
    }

    private static CompileResult Compile(string script) =>
        SqlCompiler.Compile([new ScriptText("x", script)], new Dictionary<string, string>());

    private static string? Text(IFormattable? value) =>
        value is double number ? number.ToString("0.0##", CultureInfo.InvariantCulture) : value?.ToString(null, CultureInfo.InvariantCulture);
}
