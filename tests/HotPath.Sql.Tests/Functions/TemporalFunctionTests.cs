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

/// <summary>Functions over DATE, TIME and BYTES: the values that .NET itself gives, NULL in and out, and the bounds.</summary>
public sealed class TemporalFunctionTests
{
    private const string Source = """
        public static class F
        {
            [ScalarFunction("later")] public static DateOnly Later(DateOnly d, int days) => d.AddDays(days);
            [ScalarFunction("even_day")] public static DateOnly? EvenDay(DateOnly? d) => d is null ? new DateOnly(1969, 12, 31) : d.Value.Day % 2 == 0 ? d : null;
            [ScalarFunction("shifted")] public static TimeOnly Shifted(TimeOnly t, long minutes) => t.Add(TimeSpan.FromMinutes(minutes) + TimeSpan.FromTicks(9999));
            [ScalarFunction("even_hour")] public static TimeOnly? EvenHour(TimeOnly? t) => t is null ? TimeOnly.MaxValue : t.Value.Hour % 2 == 0 ? t : null;
            [ScalarFunction("ms")] public static int Milliseconds(TimeOnly t) => t.Millisecond;
            [ScalarFunction("mixed")] [return: Binary] public static ReadOnlySpan<byte> Mixed([Binary] ReadOnlySpan<byte> b, int by, TextBuffer buffer)
            {
                Span<byte> target = buffer.Take(b.Length);
                for (int i = 0; i < b.Length; i++) target[i] = (byte)(b[i] ^ by);
                return target;
            }

            [ScalarFunction("some")] public static NullableBytes Some(NullableBytes b) => b.IsNull ? new NullableBytes("none"u8) : b.Bytes.Length == 1 ? NullableBytes.Null : b;
            [ScalarFunction("count_of")] public static long Count([Binary] ReadOnlySpan<byte> b) => b.Length;
            [ScalarFunction("count_of")] public static long CountText(ReadOnlySpan<byte> text) => -text.Length;
            [ScalarFunction("raw")] [return: Binary] public static ReadOnlySpan<byte> Raw(long a) => new byte[] { 0xC3, 0xFF };
            [ScalarFunction("hash_of")] public static long Hash([Binary] ReadOnlySpan<byte> b)
            {
                long sum = b.Length;
                foreach (byte one in b) sum = sum * 31 + one;
                return sum;
            }
        }

        [AggregateFunction("last_day")]
        public static class LastDay
        {
            public struct S { public int Day; public int Ms; public long Bytes; }

            public static void Accumulate(ref S s, DateOnly d, TimeOnly? t, [Binary] ReadOnlySpan<byte> b)
            {
                s.Day = Math.Max(s.Day, d.DayNumber);
                s.Ms = Math.Max(s.Ms, t is null ? 0 : (int)t.Value.ToTimeSpan().TotalMilliseconds);
                s.Bytes += b.Length;
            }

            public static void Merge(ref S s, in S o)
            {
                s.Day = Math.Max(s.Day, o.Day);
                s.Ms = Math.Max(s.Ms, o.Ms);
                s.Bytes += o.Bytes;
            }

            public static DateOnly? Result(in S s) => s.Bytes > 100 ? throw new OverflowException("too long") : s.Day == 0 ? null : DateOnly.FromDayNumber(s.Day).AddDays((int)s.Bytes);
        }
        """;

    private const string Table = """
        CREATE TABLE ev (k STRING, d DATE, t TIME(3), b BYTES, v VARBINARY(9), n INT)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static readonly string Folder = FunctionAssembly.NewFolder();

    private static readonly string Create = FunctionAssembly.Use(FunctionAssembly.Build(Folder, "temporal", Source)) + string.Concat(
        new[] { "later", "even_day", "shifted", "even_hour", "ms", "mixed", "`some`", "count_of", "`raw`", "hash_of", "last_day" }
            .Select(static name => $"CREATE FUNCTION {name} AS 'shop.F';\n")) + Table;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void RandomRows_GiveWhatDotNetGives()
    {
        ulong seed = TestSeed.Value;
        var random = new SplitMix64(seed);
        using var bed = new PlanTestBed(Create + """
            SELECT later(d, n) AS l, even_day(d) AS e, shifted(t, n) AS s, ms(shifted(t, n)) AS sm, even_hour(t) AS h, ms(even_hour(t)) AS hm,
              mixed(b, n) AS m, `some`(b) AS o, hash_of(mixed(v, n)) AS vh, count_of(b) AS c FROM ev;
            """);
        for (int i = 0; i < 1000; i++)
        {
            DateOnly? d = random.Below(5) == 0 ? null : DateOnly.FromDayNumber(100_000 + random.Below(3_400_000));
            TimeOnly? t = random.Below(5) == 0 ? null : new TimeOnly(random.Below(86_400_000) * TimeSpan.TicksPerMillisecond);
            string? b = random.Below(5) == 0 ? null : string.Concat(Enumerable.Range(0, random.Below(4)).Select(_ => "abcdefgh"[random.Below(8)]));
            int? n = random.Below(8) == 0 ? null : random.Below(16);
            bed.Row("ev", "k", d?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), t?.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture), b, b, n?.ToString(CultureInfo.InvariantCulture));

            DateOnly? even = d is null ? new DateOnly(1969, 12, 31) : d.Value.Day % 2 == 0 ? d : null;
            TimeOnly? shifted = t is null || n is null ? null : t.Value.Add(TimeSpan.FromMinutes(n.Value));
            TimeOnly? hour = t is null ? new TimeOnly(23, 59, 59, 999) : t.Value.Hour % 2 == 0 ? t : null;
            string? mixed = b is null || n is null ? null : string.Concat(b.Select(c => (char)(c ^ n.Value)));
            string? some = b is null ? "none" : b.Length == 1 ? null : b;
            string expected = string.Join(',',
                Text(d is null || n is null ? null : d.Value.AddDays(n.Value)), Text(even), Text(shifted), Text(shifted?.Millisecond), Text(hour),
                Text(hour?.Millisecond), mixed ?? "NULL", some ?? "NULL", Text(mixed?.Aggregate((long)mixed.Length, static (sum, c) => (sum * 31) + c)), Text(b?.Length));
            Assert.That(bed.Take(), Is.EqualTo(new[] { "1|" + expected }), $"HOTPATH_SEED={seed}, row {i}");
        }

        bed.Mark();
    }

    [TestCase("later(DATE '0001-01-01', 0)", "0001-01-01")]
    [TestCase("later(DATE '9999-12-31', 0)", "9999-12-31")]
    [TestCase("later(CAST(NULL AS DATE), 1)", "NULL")]
    [TestCase("later(NULL, 1)", "NULL")]
    [TestCase("even_day(NULL)", "1969-12-31")]
    [TestCase("even_hour(NULL)", "23:59:59.999")]
    [TestCase("even_hour(TIME '00:00:00')", "00:00:00.000")]
    [TestCase("`some`(NULL)", "none")]
    [TestCase("count_of('abc')", "-3", Description = "text is not BYTES")]
    [TestCase("count_of(CAST('abc' AS BYTES))", "3")]
    [TestCase("hash_of(`raw`(1))", "8222", Description = "bytes need not be UTF-8: (2 * 31 + 195) * 31 + 255")]
    public void Call_OfEachType_GivesItsValue(string call, string expected)
    {
        using var bed = new PlanTestBed(Create + $"SELECT {call} AS r FROM ev;");

        bed.Row("ev", "k", null, null, null, null, null);

        Assert.That(bed.Take(), Is.EqualTo(new[] { "1|" + expected }));
    }

    /// <summary>DATE begins with year 0, and goes on behind 9999 by intervals; DateOnly does neither.</summary>
    [TestCase("d", "0000-12-31", 0)]
    [TestCase("d + INTERVAL '1' DAY", "9999-12-31", 10000)]
    public void Date_ThatDateOnlyHasNot_FailsItsRow(string date, string d, int year)
    {
        using var bed = new PlanTestBed(Create + $"SELECT later({date}, 0) AS r FROM ev; SELECT even_day({date}) AS r FROM ev; SELECT k FROM ev;");

        bed.Row("ev", "k", d, null, null, null, null);

        Assert.That(bed.Take(), Is.EqualTo(new[]
        {
            "0|select-1,project,OutOfRange,NULL,NULL,ev", "0|select-2,project,OutOfRange,NULL,NULL,ev", "3|k",
        }));
        Assert.That(bed.Details, Is.EqualTo(new[]
        {
            $"later: a DATE of year {year} is none of DateOnly's", $"even_day: a DATE of year {year} is none of DateOnly's",
        }));
    }

    [Test]
    public void Aggregate_TakesThemAll_AndGivesADate()
    {
        using var bed = new PlanTestBed(Create + "SELECT k, last_day(d, t, b) AS l FROM ev GROUP BY k;");

        bed.Row("ev", "a", "2026-01-01", "12:00:00.000", "xy", null, null);
        bed.Row("ev", "a", "2026-03-01", null, "z", null, null);
        bed.Row("ev", "a", null, "12:00:00.000", "z", null, null);
        bed.Row("ev", "b", null, null, null, null, null);
        bed.Row("ev", "a", "2026-03-02", null, new string('z', 200), null, null);

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[]
        {
            "+I 1|a,2026-01-03", "-U 1|a,2026-01-03", "+U 1|a,2026-03-04", "+I 1|b,NULL",
            "+I 0|select-1,group result,FunctionFailed,NULL,NULL,ev", "-U 1|a,2026-03-04",
        }));
        Assert.That(bed.Details, Is.EqualTo(new[] { "last_day.Result: System.OverflowException: too long" }));
        bed.Mark();
    }

    [TestCase("later(k, 1)", "later does not take (STRING, INT); it is called as later(DATE NOT NULL, INT NOT NULL)")]
    [TestCase("ms(d)", "ms does not take (DATE); it is called as ms(TIME NOT NULL)")]
    [TestCase("hash_of(k)", "hash_of does not take (STRING); it is called as hash_of(BYTES NOT NULL)")]
    [TestCase("`some`(t)", "some does not take (TIME(3)); it is called as some(BYTES)")]
    public void OtherTypes_AreRefused(string call, string problem)
    {
        CompileResult compilation = SqlCompiler.Compile(
            [new ScriptText("f.sql", Create + $"SELECT {call} AS r FROM ev;")], new Dictionary<string, string>());

        Assert.That(compilation.Diagnostics.Select(static found => found.Message), Is.EqualTo(new[] { problem }));
    }

    private static string Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "NULL";

    private static string Text(TimeOnly? time) => time?.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "NULL";

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL";
}
