using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Late rows, lateness and silence where several inputs, or several grouping sets, meet.</summary>
public sealed class UnionSettingsTests
{
    private const string Tables = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
        CREATE TABLE other (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts)
        WITH ('connector' = 'filesystem', 'path' = 'y', 'format' = 'csv');
        CREATE TABLE late (lateness_ms BIGINT, k STRING) WITH ('connector' = 'blackhole');

        """;

    private const string United = """
        CREATE VIEW u AS SELECT ts, k, v FROM ev UNION ALL SELECT ts, k, v FROM other;
        SELECT window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE u, DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY window_start, window_end;

        """;

    private const string Rolled = """
        SELECT window_end, k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY window_start, window_end, ROLLUP (k);

        """;

    [TestCase("SET 'hotpath.allowed-lateness' = '1 s';", "allowed lateness behind UNION ALL")]
    [TestCase("SET 'hotpath.table.other.allowed-lateness' = '1 s';", "allowed lateness behind UNION ALL")]
    [TestCase(
        "SET 'hotpath.late-output' = 'late'; SET 'hotpath.window-timeout' = '1 s';", "'hotpath.window-timeout' behind UNION ALL")]
    [TestCase(
        "SET 'hotpath.table.other.watermark-per' = 'partition';",
        "UNION ALL of table 'other', whose partitions have watermarks of their own")]
    public void WhatBelongsToOneTable_IsRefusedBehindUnionAll(string set, string problem)
    {
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("t.sql", set + Tables + United)], new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.One.Contains(problem));
    }

    [Test]
    public void LateRows_OfEveryInput_GoToTheLateOutput()
    {
        using var bed = new PlanTestBed("SET 'hotpath.late-output' = 'late';" + Tables + United);
        Row(bed, "ev", "12.000", "a");
        Row(bed, "other", "15.000", "b");
        Row(bed, "ev", "09.000", "c");
        Row(bed, "other", "08.500", "d");
        // The watermark is the lower one: 12.000, that is 2,001 ms past the moment at which the window fired.
        Assert.That(bed.TakeChanges().Select(static change => change.Split('|')[1]), Is.EqualTo(new[] { "2001,c", "2001,d" }));
        bed.End("ev");
        bed.End("other");
        bed.Mark();
        Assert.That(bed.Counters, Has.All.Property(nameof(StatementCounters.IsBalanced)).True);
        Assert.That(bed.Counters.Sum(static counters => counters.Late), Is.EqualTo(2));
    }

    [Test]
    public void EveryGroupingSet_KeepsItsWindows()
    {
        using var bed = new PlanTestBed("SET 'hotpath.allowed-lateness' = '5 s';" + Tables + Rolled);
        Row(bed, "ev", "09.000", "a");
        Row(bed, "ev", "12.000", "a");
        _ = bed.TakeChanges();
        Row(bed, "ev", "08.000", "a");
        Assert.That(bed.TakeChanges().Select(static change => change[..2] + change[change.IndexOf('|')..]), Is.EquivalentTo(new[]
        {
            "-U|2026-08-01 12:00:10.000,a,1", "+U|2026-08-01 12:00:10.000,a,2",
            "-U|2026-08-01 12:00:10.000,NULL,1", "+U|2026-08-01 12:00:10.000,NULL,2",
        }));
    }

    private static void Row(PlanTestBed bed, string table, string time, string key) =>
        bed.Row(table, $"2026-08-01 12:00:{time}", key, "1");
}
