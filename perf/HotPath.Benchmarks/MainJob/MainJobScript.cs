using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.MainJob;

/// <summary>The main job: count and revenue by key in tumbling windows of a second, over rows of about 100
/// bytes.</summary>
public static class MainJobScript
{
    /// <summary>Different keys. Unit: keys.</summary>
    public const int Keys = 10_000;

    /// <summary>Events per millisecond of event time, so that a window of a second holds a million. Unit:
    /// events/ms.</summary>
    public const int EventsPerMs = 1000;

    /// <summary>Event time of the first event. Unit: ms since the Unix epoch.</summary>
    public const long StartMs = 1_709_251_200_000;

    /// <summary>Columns of time, key and what is summed.</summary>
    public static readonly (int Time, int Key, int Value) Columns = (0, 1, 4);

    /// <summary>Table and query; <c>${LOG}</c> is the imported log.</summary>
    public const string Text = """
        CREATE TABLE events (
          ts TIMESTAMP(3),
          user_key BIGINT,
          kind INT,
          quantity INT,
          revenue BIGINT,
          page STRING,
          WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND
        ) WITH ('connector' = 'filesystem', 'path' = '${LOG}', 'format' = 'hotpath-log');
        CREATE TABLE totals (user_key BIGINT, window_start TIMESTAMP(3), events BIGINT, revenue BIGINT)
        WITH ('connector' = 'blackhole');
        INSERT INTO totals
        SELECT user_key, window_start, COUNT(*), SUM(revenue)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))
        GROUP BY user_key, window_start, window_end;
        """;

    /// <summary>Compiles the job.</summary>
    /// <param name="log">Path of the imported log.</param>
    /// <returns>The plan.</returns>
    public static IJobPlan Compile(string log)
    {
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("main-job.sql", Text)], new Dictionary<string, string> { ["LOG"] = log });
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
