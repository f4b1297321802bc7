using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Which scripts may go on with what another one left: only those that provably mean the same.</summary>
public sealed class PlanDifferenceTests
{
    private const string Script = """
        SET 'table.local-time-zone' = 'Europe/Berlin';
        CREATE TABLE t (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'in.csv', 'format' = 'csv');
        CREATE TABLE o (k STRING, s BIGINT) WITH ('connector' = 'filesystem', 'path' = 'o.csv', 'format' = 'csv');
        INSERT INTO o SELECT k, SUM(v)
        FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
        """;

    private const string Select = "INSERT INTO o SELECT k, SUM(v)";

    private const string Unused =
        "CREATE TABLE u (k STRING) WITH ('connector' = 'filesystem', 'path' = 'u.csv', 'format' = 'csv');\n";

    [TestCase("INSERT INTO", "-- a comment\ninsert /* another */ into")]
    [TestCase("GROUP BY k, window_start", "GROUP   BY\n k ,window_start")]
    [TestCase(";\nINSERT", "; ;\n\nINSERT")]
    [TestCase(Select, "SET 'hotpath.state.memory' = '64 mb';\n" + Select)]
    [TestCase(Select, "SET 'hotpath.journal.segment-bytes' = '2097152';\n" + Select)]
    [TestCase(Select, "SET 'parallelism.default' = '4';\n" + Select)]
    public void ScriptThatMeansTheSame_GoesOn(string text, string instead)
    {
        string other = Script.Replace(text, instead, StringComparison.Ordinal);
        Assert.That(other, Is.Not.EqualTo(Script));
        Assert.That(Plan(other).DifferenceFrom(Plan(Script).PlanText), Is.Null);
        Assert.That(Plan(Script).DifferenceFrom(Plan(other).PlanText), Is.Null);
    }

    [Test]
    public void TableThatNothingUses_AndAMovedSet_GoOn()
    {
        string other = Script.Replace(Select, Unused + Select, StringComparison.Ordinal);
        Assert.That(Plan(other).DifferenceFrom(Plan(Script).PlanText), Is.Null);
        string set = "SET 'table.local-time-zone' = 'Europe/Berlin';\n";
        string without = Script.Replace(set, string.Empty, StringComparison.Ordinal);
        string moved = without.Replace(Select, set + Select, StringComparison.Ordinal);
        Assert.That(Plan(moved).DifferenceFrom(Plan(Script).PlanText), Is.Null);
    }

    [TestCase("'10' SECOND", "'20' SECOND")]
    [TestCase("SUM(v)", "SUM(v + 1)")]
    [TestCase("'1' SECOND", "'2' SECOND")]
    [TestCase("'o.csv'", "'p.csv'")]
    [TestCase("k STRING, v INT", "k STRING, v BIGINT")]
    [TestCase("GROUP BY k, window_start, window_end;", "GROUP BY k, window_start, window_end; SELECT k FROM t;")]
    [TestCase(Select, "SET 'hotpath.on-error' = 'fail';\n" + Select)]
    [TestCase(Select, "SET 'hotpath.mark-interval-bytes' = '4096';\n" + Select)]
    [TestCase(Select, "SET 'hotpath.table.t.tenant' = 'k';\n" + Select)]
    [TestCase("'Europe/Berlin'", "'Europe/Rome'")]
    [TestCase("k STRING, s BIGINT", "k STRING, `s` BIGINT")]
    public void ScriptThatMayMeanSomethingElse_IsRefusedWithWhatDiffers(string text, string instead)
    {
        string other = Script.Replace(text, instead, StringComparison.Ordinal);
        string? difference = Plan(other).DifferenceFrom(Plan(Script).PlanText);
        Assert.That(difference, Is.Not.Null.And.Contains("is now"));
        string shown = difference!.Replace(" ", string.Empty, StringComparison.Ordinal);
        string end = instead.Replace(" ", string.Empty, StringComparison.Ordinal)[^4..].Trim(';');
        Assert.That(shown, Does.Contain(end).Or.Contain("SET'"), difference);
    }

    [Test]
    public void TableBeforeTheOthers_IsRefused_ForItsNumberWouldChange()
    {
        string? difference = Plan(Unused + Script).DifferenceFrom(Plan(Script).PlanText);
        Assert.That(difference, Does.Contain("section 'tables'"));
    }

    [Test]
    public void OtherSemantics_AreRefusedByName()
    {
        string known = Plan(Script).PlanText.Replace("semantics 1\n1\n", "semantics 1\n0\n", StringComparison.Ordinal);
        Assert.That(Plan(Script).DifferenceFrom(known), Does.StartWith("semantics version 0 is now 1"));
        string other = Script.Replace("'10' SECOND", "'20' SECOND", StringComparison.Ordinal);
        Assert.That(Plan(other).DifferenceFrom(known), Does.Contain("'20' SECOND"));
    }

    [Test]
    public void OtherZoneData_IsRefusedByName()
    {
        string text = Plan(Script).PlanText;
        int hash = text.IndexOf("Europe/Berlin#", StringComparison.Ordinal) + "Europe/Berlin#".Length;
        string known = text[..hash] + "0123456789abcdef" + text[(hash + 16)..];
        Assert.That(Plan(Script).DifferenceFrom(known), Does.Contain("time-zone data 'Europe/Berlin#0123456789abcdef'"));
    }

    [Test]
    public void SectionOfALaterVersion_IsRefusedByName()
    {
        string known = Plan(Script).PlanText + "codecs 3\nabc\n";
        Assert.That(Plan(Script).DifferenceFrom(known), Does.Contain("section 'codecs'"));
        Assert.That(Plan(Script).DifferenceFrom("hotpath-plan 9\n"), Does.Contain("another version"));
    }

    private static IJobPlan Plan(string script)
    {
        CompileResult result =
            SqlCompiler.Compile([new ScriptText("test.sql", script)], new Dictionary<string, string>());
        Assert.That(result.Plan, Is.Not.Null, string.Join('\n', result.Diagnostics));
        return result.Plan!;
    }
}
