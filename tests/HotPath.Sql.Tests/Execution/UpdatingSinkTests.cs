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

        """;

    [TestCase("INSERT INTO lines SELECT k FROM ev GROUP BY k;")]
    [TestCase("INSERT INTO lines SELECT DISTINCT k FROM ev;")]
    [TestCase("INSERT INTO lines SELECT MAX(k) FROM ev;")]
    [TestCase("INSERT INTO lines SELECT k FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY k, window_end;")]
    public void UpdatingQuery_IntoAnAppendOnlySink_IsRefusedByItsOperator(string query)
    {
        string found = Compile(query).Diagnostics.Single().ToString();

        Assert.That(found, Does.StartWith(
            "s.sql:4:1: table 'lines' ('connector' = 'append') takes new rows only, but this query also changes rows"));
        Assert.That(found, Does.Contain("GroupAggregate").And.Contain("window_start"));
    }

    [TestCase("INSERT INTO changes SELECT k FROM ev GROUP BY k;")]
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
