using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.Windows;

/// <summary>Count and revenue by key, in windows of a minute, or of sessions.</summary>
internal static class WindowScript
{
    /// <summary>Length of the windows. Unit: s.</summary>
    public const int SizeSeconds = 60;

    /// <summary>Gap between sessions. Unit: ms.</summary>
    public const int GapMs = 500;

    /// <summary>Gap between long ones. Unit: ms.</summary>
    public const int LongGapMs = SizeSeconds * 1000;

    /// <summary>A watermark that comes at once behind a row.</summary>
    public const string AtOnce = "'0.001' SECOND";

    /// <summary>A watermark that comes for no window before the end.</summary>
    public const string Never = "'9' DAY";

    /// <summary>Each kind: its name, and the call.</summary>
    public static readonly IReadOnlyList<(WindowForm Form, string Call)> Kinds =
    [
        (WindowForm.Tumble, "TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '60' SECOND)"),
        (WindowForm.Hop, "HOP(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '60' SECOND)"),
        (WindowForm.Cumulate, "CUMULATE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '60' SECOND)"),
        (WindowForm.Session, "SESSION(TABLE events PARTITION BY user_key, DESCRIPTOR(ts), INTERVAL '0.5' SECOND)"),
        (WindowForm.LongSession, "SESSION(TABLE events PARTITION BY user_key, DESCRIPTOR(ts), INTERVAL '60' SECOND)"),
    ];

    /// <summary>Gap between sessions of a kind; 0 for what is none. Unit: ms.</summary>
    public static long GapMsOf(WindowForm form) => form switch
    {
        WindowForm.Session => GapMs,
        WindowForm.LongSession => LongGapMs,
        _ => 0,
    };

    /// <summary>Name of a kind in tables.</summary>
    public static string NameOf(WindowForm form) =>
        form == WindowForm.LongSession ? "SESSION of 60 s" : form.ToString().ToUpperInvariant();

    /// <summary>Compiles a job.</summary>
    /// <param name="log">Path of the imported log.</param>
    /// <param name="call">The window.</param>
    /// <param name="delay">How far the watermark lags; as long as the log, and no window fires before its end.</param>
    /// <returns>The plan.</returns>
    public static IJobPlan Compile(string log, string call, string delay)
    {
        string text = $"""
            CREATE TABLE events (
              ts TIMESTAMP(3), user_key BIGINT, kind INT, quantity INT, revenue BIGINT, page STRING,
              WATERMARK FOR ts AS ts - INTERVAL {delay}
            ) WITH ('connector' = 'filesystem', 'path' = '{log}', 'format' = 'hotpath-log');
            CREATE TABLE totals (user_key BIGINT, window_end TIMESTAMP(3), events BIGINT, revenue BIGINT)
            WITH ('connector' = 'blackhole');
            INSERT INTO totals
            SELECT user_key, window_end, COUNT(*), SUM(revenue) FROM TABLE({call})
            GROUP BY user_key, window_start, window_end;
            """;
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("windows.sql", text)], new Dictionary<string, string>());
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
