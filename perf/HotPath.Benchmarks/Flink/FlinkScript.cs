using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.Flink;

/// <summary>The peer's events as a table, for queries that both engines run.</summary>
internal static class FlinkScript
{
    private const string Columns = """
        CREATE TABLE ev (
          k BIGINT, v BIGINT, ts TIMESTAMP(3), side INT, created BIGINT,
          WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = '${PATH}', 'format' = '${FORMAT}');

        """;

    private const string Sink = """
        CREATE TABLE counted (window_start TIMESTAMP(3), window_end TIMESTAMP(3), k BIGINT, n BIGINT, s BIGINT)
        WITH ('connector' = 'blackhole');
        INSERT INTO counted

        """;

    /// <summary>The table <c>ev</c> over a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <returns>One statement.</returns>
    public static string Table(string path, string format) =>
        Columns.Replace("${PATH}", path, StringComparison.Ordinal).Replace("${FORMAT}", format, StringComparison.Ordinal);

    /// <summary>Our plan of a query over such a table, into a blackhole.</summary>
    /// <param name="query">The query, over <c>ev</c>.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="InvalidOperationException">The query is refused.</exception>
    public static IJobPlan Compile(string query, string path, string format)
    {
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("flink.sql", Table(path, format) + Sink + query)], new Dictionary<string, string>());
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
