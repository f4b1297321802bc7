using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Functions;

/// <summary>An assembly is checked as a whole when it is loaded: each fault has one sentence that says where and what to do.</summary>
public sealed class BadAssemblyTests
{
    private const string Aggregate = "[AggregateFunction(\"f\")] public static class A { ";
    private const string Merge = "public static void Merge(ref S s, in S o) { } ";
    private const string Result = "public static long Result(in S s) => 0; ";
    private const string Accumulate = "public static void Accumulate(ref S s, long v) { } ";
    private const string State = "public struct S { public long N; } ";

    private static readonly string Folder = FunctionAssembly.NewFolder();

    private static readonly string[][] Bad =
    [
        ["public static class C { [ScalarFunction(\"f\")] static long F(long a) => a; }",
            "Shop.C.F must be public and static, in a public class"],
        ["static class C { [ScalarFunction(\"f\")] public static long F(long a) => a; }",
            "Shop.C.F must be public and static, in a public class"],
        ["public class C { [ScalarFunction(\"f\")] public long F(long a) => a; }",
            "Shop.C.F must be public and static, in a public class"],
        ["public static class C { [ScalarFunction(\"f\")] public static T F<T>(T a) => a; }",
            "Shop.C.F must not be generic; give it a method for each type"],
        ["public static class C { [ScalarFunction(\"a-b\")] public static long F(long a) => a; }",
            "Shop.C.F has the name 'a-b' in SQL; use letters, digits and '_', and begin with a letter"],
        ["public static class C { [ScalarFunction(\"f\")] public static long F(DateTime a) => 0; }",
            "Shop.C.F has parameter 'a' of type DateTime; parameters may be bool, sbyte"],
        ["public static class C { [ScalarFunction(\"f\")] public static long F(ref long a) => 0; }",
            "Shop.C.F has parameter 'a' of type Int64 by reference; parameters may be bool"],
        ["public static class C { [ScalarFunction(\"f\")] public static string F(long a) => \"\"; }",
            "Shop.C.F returns String; results may be bool, sbyte"],
        ["public static class C { [ScalarFunction(\"f\")] public static long F([Binary] NullableUtf8 a) => 0; }",
            "Shop.C.F has parameter 'a' of type NullableUtf8 with [Binary], which belongs to ReadOnlySpan<byte>"],
        ["public static class C { [ScalarFunction(\"f\")] [return: Binary] public static long F(long a) => 0; }",
            "Shop.C.F returns Int64 with [Binary], which belongs to ReadOnlySpan<byte>"],
        ["public static class C { [ScalarFunction(\"f\")] public static DateTime? F(DateOnly a) => null; }",
            "F returns System.Nullable`1[System.DateTime]; results may be bool, sbyte"],
        ["public static class C { [ScalarFunction(\"f\")] public static long F(NullableBytes a) => 0; [ScalarFunction(\"f\")] public static int G([Binary] ReadOnlySpan<byte> b) => 0; }",
            "Shop.C.G is f(BYTES) as Shop.C.F is; rename one"],
        ["public static class C { [ScalarFunction(\"f\")] public static decimal F(long a) => a; }",
            "Shop.C.F returns decimal; say which DECIMAL that is, as in [return: DecimalType(18, 2)]"],
        ["public static class C { [ScalarFunction(\"f\")] [return: DecimalType(5, 7)] public static decimal F(long a) => a; }",
            "[return: DecimalType(18, 2)], with 1 to 38 digits and 0 to 28 of them behind the point"],
        ["public static class C { [ScalarFunction(\"f\")] public static long F(long a) => a; [ScalarFunction(\"F\")] public static int G(long? a) => 0; }",
            "Shop.C.G is f(BIGINT) as Shop.C.F is; rename one"],
        ["public static class C { public static long F(long a) => a; }",
            "has no function; mark methods with [ScalarFunction(\"name\")] or classes with [AggregateFunction(\"name\")]"],
        [Aggregate + State + Merge + Result + "}",
            "Shop.A needs one public static method 'Accumulate(ref T accumulator, ...)' that is not generic, and has 0"],
        [Aggregate + State + Accumulate + Result + "}",
            "Shop.A needs one public static method 'Merge(ref S, in S)' that is not generic, and has 0"],
        [Aggregate + State + Accumulate + Merge + "}",
            "Shop.A needs one public static method 'Result(in S)' that is not generic, and has 0"],
        [Aggregate + State + Merge + Result + "public static void Accumulate(S s, long v) { } }",
            "Shop.A.Accumulate must take its accumulator first, by ref"],
        [Aggregate + State + Accumulate + Result + "public static void Merge(ref S s, long o) { } }",
            "Shop.A.Merge must be 'public static void Merge(ref S accumulator, in S other)'"],
        [Aggregate + State + Accumulate + Merge + "public static long Result(ref S s) => 0; }",
            "Shop.A.Result must take 'in S' and, for text, a TextBuffer behind it; nothing else"],
        [Aggregate + State + Merge + Result + "public static long Accumulate(ref S s, long v) => v; }",
            "Shop.A.Accumulate must return void"],
        [Aggregate + State + Accumulate + Merge + Result + "public static void Retract(ref S s, int v) { } }",
            "Shop.A.Retract must have the parameters of Accumulate and return void"],
        [Aggregate + "public struct S { public string Name; } " + Accumulate + Merge + Result + "}",
            "Shop.A+S holds field 'Name' of type String, which means nothing after a restart"],
        [Aggregate + "public struct P { public nint Place; } public struct S { public P Inner; } " + Accumulate + Merge + Result + "}",
            "Shop.A+S holds field 'Place' of type IntPtr, which means nothing after a restart"],
        [Aggregate + "public struct S { public long N; public byte B; } " + Accumulate + Merge + Result + "}",
            "Shop.A+S has 7 bytes between or behind its fields that belong to none; put large fields first"],
        [Aggregate + "public unsafe struct S { public fixed long N[600]; } " + Accumulate + Merge + Result + "}",
            "Shop.A+S has 4800 bytes, and 4096 is the most"],
        [Aggregate + "public class S { public long N; } " + Accumulate + Merge + Result + "}",
            "Shop.A+S must be a struct of its own, without explicit layout"],
        [Aggregate + "public struct S { } " + Accumulate + Merge + Result + "}",
            "Shop.A+S must be a struct of its own, without explicit layout; declare one with a field for each thing to remember"],
        ["public static class C { [ScalarFunction(null)] public static long F(long a) => a; }",
            "Shop.C.F has the name '' in SQL; use letters, digits and '_', and begin with a letter"],
        ["[AggregateFunction(\"f\")] public static class A<T> { }", "must be a public class that is not generic"],
        [Aggregate + State + Accumulate + Merge + Result + "[ScalarFunction(\"f\")] public static long F(long a) => a; }",
            "Shop.A has the name 'f' of Shop.A.F; rename one"],
    ];

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void Fault_IsToldWithPlaceAndRemedy([Range(0, 32)] int number)
    {
        string path = FunctionAssembly.Build(Folder, $"bad{number}", Bad[number][0]);

        Diagnostic found = Only(path);

        Assert.That(found.Message, Does.StartWith($"assembly '{path}'").And.Contain(Bad[number][1]));
        Assert.That(found.Place.ToString(), Does.EndWith(":1:1"), "the place of the SET");
        Assert.That(Bad, Has.Length.EqualTo(33));
    }

    [Test]
    public void EveryFault_OfAnAssembly_IsToldAtOnce()
    {
        string path = FunctionAssembly.Build(
            Folder, "two", "public class C { [ScalarFunction(\"f\")] public long F(long a) => a; [ScalarFunction(\"g\")] public static void G() { } }");

        Assert.That(Messages(FunctionAssembly.Use(path)), Has.Count.EqualTo(2));
    }

    [Test]
    public void File_ThatIsNoneOrCannotBeRead_IsToldWithItsPath()
    {
        string text = Path.Combine(Folder, "text.dll");
        File.WriteAllText(text, "no assembly");
        Assert.Multiple(() =>
        {
            Assert.That(Only("nowhere/f.dll").Message, Is.EqualTo("assembly 'nowhere/f.dll' does not exist; build it, or correct the path"));
            Assert.That(Only(Folder).Message, Does.EndWith("is a folder; name the .dll in it"));
            Assert.That(Only(text).Message, Does.EndWith("is none that .NET 10 can load; build a class library for net10.0"));
        });
    }

    [Test]
    public void Assembly_ThatNeedsAnother_IsRefusedByItsName()
    {
        string other = FunctionAssembly.Build(Folder, "Other", "public static class O { public static long One() => 1; }");
        string path = FunctionAssembly.Build(
            Folder, "needs", "public static class C { [ScalarFunction(\"f\")] public static long F() => O.One(); }", other);

        Assert.That(Only(path).Message, Does.Contain("needs Other; it may use .NET's own libraries and HotPath.Functions only"));
    }

    [Test]
    public void SameName_InTwoAssemblies_IsAmbiguous()
    {
        string one = FunctionAssembly.Build(Folder, "one", "public static class C { [ScalarFunction(\"f\")] public static long F() => 1; }");
        string two = FunctionAssembly.Build(Folder, "twin", "public static class C { [ScalarFunction(\"F\")] public static long F() => 2; }");

        string message = $"function 'f' is in several assemblies, {one} and {two}; rename one, or name one assembly only";
        string script = $"SET 'hotpath.functions' = '{one}; {two}';\nCREATE FUNCTION f AS 'x';";
        Assert.That(Messages(script), Is.EqualTo(new[] { message }));
        Assert.That(
            Messages(script + "CREATE TABLE t (k INT) WITH ('connector' = 'datagen'); SELECT f() AS x FROM t;"),
            Is.EqualTo(new[] { message, message }), "told again where it is called");
    }

    [Test]
    public void Function_ThatIsNotCreated_IsToldWhereItLies()
    {
        string path = FunctionAssembly.Build(Folder, "lies", "public static class C { [ScalarFunction(\"f\")] public static long F() => 1; }");

        Assert.That(
            Messages($"SET 'hotpath.functions' = '{path}';\nCREATE TABLE t (k INT) WITH ('connector' = 'datagen'); SELECT F() AS x FROM t;"),
            Is.EqualTo(new[] { $"there is no function F; {path} has it: write CREATE FUNCTION F AS '...' in front" }));
    }

    private static Diagnostic Only(string path)
    {
        IReadOnlyList<Diagnostic> found =
            SqlCompiler.Compile([new ScriptText("f.sql", FunctionAssembly.Use(path))], new Dictionary<string, string>()).Diagnostics;
        Assert.That(found, Has.Count.EqualTo(1), string.Join('\n', found));
        return found[0];
    }

    private static List<string> Messages(string script) =>
    [
        .. SqlCompiler.Compile([new ScriptText("f.sql", script)], new Dictionary<string, string>()).Diagnostics
            .Select(static diagnostic => diagnostic.Message),
    ];
}
