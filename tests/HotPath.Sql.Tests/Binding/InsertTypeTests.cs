using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Binding;

/// <summary>What INSERT casts by itself. Source: every pair of these types asked of Flink 2.3.0.</summary>
public sealed class InsertTypeTests
{
    private static readonly (string Column, string Type)[] Columns =
    [
        ("i", "INT"), ("bi", "BIGINT"), ("f", "FLOAT"), ("x", "DOUBLE"), ("d", "DECIMAL(10, 2)"),
        ("s", "STRING"), ("v", "VARCHAR(5)"), ("c", "CHAR(3)"), ("b", "BOOLEAN"), ("dt", "DATE"), ("tm", "TIME(0)"),
        ("ts", "TIMESTAMP(3)"), ("lz", "TIMESTAMP_LTZ(3)"), ("bn", "BYTES"),
    ];

    [TestCase("INT", "i")]
    [TestCase("BIGINT", "i bi")]
    [TestCase("FLOAT", "i bi f d")]
    [TestCase("DOUBLE", "i bi f x d")]
    [TestCase("DECIMAL(5, 1)", "i bi f x d")]
    [TestCase("STRING", "s v c")]
    [TestCase("VARCHAR(3)", "s v c")]
    [TestCase("CHAR(2)", "c")]
    [TestCase("CHAR(5)", "c")]
    [TestCase("BOOLEAN", "b")]
    [TestCase("DATE", "dt ts")]
    [TestCase("TIME(3)", "tm ts")]
    [TestCase("TIMESTAMP(3)", "ts lz")]
    [TestCase("TIMESTAMP_LTZ(3)", "ts lz")]
    [TestCase("BYTES", "bn")]
    [TestCase("BINARY(4)", "")]
    [TestCase("VARBINARY(4)", "")] // Flink cuts the bytes to this one.
    public void Insert_CastsWhatFlinkCasts(string sink, string taken)
    {
        string columns = string.Join(", ", Columns.Select(static c => $"{c.Column} {c.Type}"));
        string table = $"CREATE TABLE ev ({columns}) WITH ('connector' = 'filesystem');\n"
            + $"CREATE TABLE o (c {sink}) WITH ('connector' = 'blackhole');\n";

        IEnumerable<string> found = Columns.Select(static c => c.Column)
            .Where(column => Errors($"{table}INSERT INTO o SELECT {column} FROM ev;").Count == 0);

        Assert.That(string.Join(' ', found), Is.EqualTo(taken));
    }

    private static IReadOnlyList<Diagnostic> Errors(string script) =>
        SqlCompiler.Compile([new ScriptText("s.sql", script)], new Dictionary<string, string>()).Diagnostics;
}
