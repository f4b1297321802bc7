using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.Latency;

/// <summary>A pass-through statement, whose rows are measured, beside windows of a second.</summary>
internal static class LatencyScript
{
    private const string Text = """
        SET 'hotpath.mark-interval-bytes' = '1048576';
        CREATE TABLE events (
          ts TIMESTAMP(3), user_key BIGINT, kind INT, quantity INT, due BIGINT, page STRING,
          WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = 'paced', 'format' = 'csv');
        CREATE TABLE released (due BIGINT) WITH ('connector' = 'blackhole');
        CREATE TABLE totals (user_key BIGINT, window_start TIMESTAMP(3), events BIGINT, due BIGINT)
        WITH ('connector' = 'blackhole');
        INSERT INTO released SELECT due FROM events;
        INSERT INTO totals
        SELECT user_key, window_start, COUNT(*), SUM(due)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
        GROUP BY user_key, window_start, window_end;
        """;

    /// <summary>Compiles it.</summary>
    public static IJobPlan Compile()
    {
        CompileResult result = SqlCompiler.Compile([new ScriptText("latency.sql", Text)], new Dictionary<string, string>());
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
