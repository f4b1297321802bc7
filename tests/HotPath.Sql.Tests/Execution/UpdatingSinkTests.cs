using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A query that changes rows it gave before needs a sink that takes changes, as in Flink.</summary>
public sealed class UpdatingSinkTests
{
    private const string Tables = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, WATERMARK FOR ts AS ts) WITH ('connector' = 'x');
        CREATE TABLE lines (k STRING) WITH ('connector' = 'append');
        CREATE TABLE changes (k STRING) WITH ('connector' = 'any');
        CREATE VIEW lasts AS SELECT ts, k FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1;

        """;

    [TestCase("INSERT INTO lines SELECT k FROM ev GROUP BY k;")]
    [TestCase("INSERT INTO lines SELECT DISTINCT k FROM ev;")]
    [TestCase("INSERT INTO lines SELECT MAX(k) FROM ev;")]
    [TestCase("INSERT INTO lines SELECT k FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY k, window_end;")]
    public void UpdatingQuery_IntoAnAppendOnlySink_IsRefusedByItsOperator(string query)
    {
        string found = Compile(query).Diagnostics.Single().ToString();

        Assert.That(found, Does.StartWith(
            "s.sql:5:1: table 'lines' ('connector' = 'append') takes new rows only, but this query also changes rows"));
        Assert.That(found, Does.Contain("GroupAggregate").And.Contain("window_start"));
    }

    [TestCase("INSERT INTO lines SELECT k FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC) AS rn FROM "
        + "(SELECT k, COUNT(*) AS n FROM ev GROUP BY k)) WHERE rn <= 3;", "its ROW_NUMBER changes ranks (Rank")]
    [TestCase("SET 'hotpath.allowed-lateness' = '1 s'; INSERT INTO lines SELECT k FROM (SELECT *, ROW_NUMBER() OVER "
        + "(PARTITION BY window_start, window_end ORDER BY n DESC) AS rn FROM (SELECT k, window_start, window_end, COUNT(*) AS n "
        + "FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY k, window_start, window_end)) WHERE rn <= 3;",
        "late rows correct its windows")]
    public void UpdatingRanks_IntoAnAppendOnlySink_AreRefused(string query, string why) =>
        Assert.That(Compile(query).Diagnostics.Single().ToString(), Does.Contain("takes new rows only").And.Contain(why));

    [TestCase("INSERT INTO changes SELECT k FROM ev GROUP BY k;")]
    [TestCase("INSERT INTO changes SELECT k FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC) AS rn FROM "
        + "(SELECT k, COUNT(*) AS n FROM ev GROUP BY k)) WHERE rn <= 3;")]
    [TestCase(
        "INSERT INTO lines SELECT k FROM TABLE(TUMBLE(TABLE lasts, DESCRIPTOR(ts), INTERVAL '1' HOUR)) "
        + "GROUP BY k, window_start, window_end;")]
    [TestCase("INSERT INTO lines SELECT k FROM ev;")]
    [TestCase("SELECT k FROM ev GROUP BY k;")]
    [TestCase(
        "INSERT INTO lines SELECT k FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) "
        + "GROUP BY k, window_start, window_end;")]
    [TestCase(
        "INSERT INTO lines SELECT k FROM (SELECT DISTINCT k, window_start, window_end FROM "
        + "TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)));")]
    public void OtherPairs_Run(string query) => Assert.That(Compile(query).Diagnostics, Is.Empty);

    private static CompileResult Compile(string query) => SqlCompiler.Compile(
        [new ScriptText("s.sql", Tables + query)], new Dictionary<string, string>(), new Connectors());

    private sealed class Connectors : ITableValidation
    {
        public IReadOnlyList<string> Validate(TableDefinition table) => [];

        public IReadOnlyList<string> Validate(SinkDefinition sink) => [];

        public string? Codec(TableDefinition table) => null;

        public bool TakesUpdates(SinkDefinition sink) =>
            !string.Equals(sink.Options["connector"], "append", StringComparison.Ordinal);
    }
}
