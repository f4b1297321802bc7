using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>The cast that the refusal of a long number names gives that number.</summary>
public sealed class LongNumberTests
{
    private const string Table =
        "CREATE TABLE ev (k STRING) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');\n";

    [TestCase("12345678901234567890", "12345678901234567890")]
    [TestCase("-12345678901234567890", "-12345678901234567890")]
    [TestCase("12345678901234567890.", "12345678901234567890")]
    [TestCase("1.2345678901234567890", "1.2345678901234567890")]
    [TestCase("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678")]
    public void AdvisedCast_GivesTheNumber(string literal, string value)
    {
        string message = SqlCompiler.Compile(
                [new ScriptText("s.sql", Table + $"SELECT {literal} AS x FROM ev;")], new Dictionary<string, string>())
            .Diagnostics.Single().Message;
        using var bed = new PlanTestBed(Table + $"SELECT {message[message.IndexOf("CAST(", StringComparison.Ordinal)..]} AS x FROM ev;");

        bed.Row("ev", "a");

        Assert.That(bed.TakeChanges(), Is.EqualTo(new[] { "+I 1|" + value }));
    }
}
