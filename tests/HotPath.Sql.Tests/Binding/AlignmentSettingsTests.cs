using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Planning;
using HotPath.Sql.Syntax;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Binding;

/// <summary>Tables whose sources keep step: what the plan says of them, and what cannot be asked of them.</summary>
public sealed class AlignmentSettingsTests
{
    private const string Query = "SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY k, window_start, window_end;";

    [Test]
    public void Options_StandInThePlan()
    {
        SqlJobPlan plan = CheckpointScripts.Compile("SET 'table.exec.source.idle-timeout' = '3 s';\n" + Table(", WATERMARK FOR ts AS ts") + Query);
        Assert.That(plan.Tables.Single().Alignment, Is.EqualTo(new WatermarkAlignment("g", 20_000) { IdleMs = 3000 }));
    }

    [TestCase("", "", "table 'ev' has 'scan.watermark.alignment.group' and declares no WATERMARK")]
    [TestCase(", WATERMARK FOR ts AS ts", "SET 'hotpath.window-timeout' = '1 s'; SET 'hotpath.allowed-lateness' = '1 s';",
        "not supported: 'hotpath.window-timeout' over table 'ev', whose source waits for others")]
    [TestCase(", WATERMARK FOR ts AS ts", "SET 'hotpath.table.ev.watermark-per' = 'partition'; SET 'table.exec.source.idle-timeout' = '3 s';",
        "not supported: idle partitions of table 'ev', whose source waits for others")]
    public void WhatCannotBe_IsRefused(string watermark, string set, string message)
    {
        string query = watermark.Length == 0 ? "SELECT k FROM ev;" : Query;
        CompileResult result = SqlCompiler.Compile([new ScriptText("t.sql", set + Table(watermark) + query)], new Dictionary<string, string>());
        Assert.That(result.Diagnostics.Select(static d => d.ToString()), Has.One.Contains(message));
    }

    private static string Table(string watermark) =>
        $"CREATE TABLE ev (ts TIMESTAMP(3), k STRING{watermark}) WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv', "
        + "'scan.watermark.alignment.group' = 'g', 'scan.watermark.alignment.max-drift' = '20 s', 'scan.watermark.alignment.update-interval' = '1 s');\n";
}
