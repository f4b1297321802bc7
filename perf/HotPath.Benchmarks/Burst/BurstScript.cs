using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.Burst;

/// <summary>
/// A tenant with a window of many keys, whose rows go to a file, and others with a sink each: a row for each of their
/// events, and a window of a second.
/// </summary>
internal static class BurstScript
{
    /// <summary>Tenants beside the one that fires. Unit: tenants.</summary>
    public const int Others = 10;

    /// <summary>Name of the tenant that fires, and of its sink.</summary>
    public const string Burst = "burst";

    /// <summary>Event time of the first event; a whole minute. Unit: ms since the Unix epoch.</summary>
    public const long StartMs = 1_790_000_040_000;

    /// <summary>Length of the window that fires at once. Unit: ms.</summary>
    public const long WindowMs = 60_000;

    private const string Head = """
        CREATE TABLE events (
          ts TIMESTAMP(3), tenant STRING, k BIGINT, due BIGINT, WATERMARK FOR ts AS ts
        ) WITH ('connector' = 'filesystem', 'path' = 'paced', 'format' = 'csv');
        SET 'hotpath.table.events.tenant' = 'tenant';
        CREATE TABLE burst (tenant STRING, k BIGINT, window_start TIMESTAMP(3), n BIGINT)
        WITH ('connector' = 'filesystem', 'path' = '${FILE}', 'format' = 'csv');
        INSERT INTO burst
        SELECT tenant, k, window_start, COUNT(*)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) WHERE tenant = 'burst'
        GROUP BY tenant, k, window_start, window_end;
        """;

    private const string OfOther = """

        CREATE TABLE rows_{0} (due BIGINT, k BIGINT) WITH ('connector' = 'blackhole');
        CREATE TABLE windows_{0} (k BIGINT, window_start TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole');
        INSERT INTO rows_{0} SELECT due, k FROM events WHERE tenant = '{0}';
        INSERT INTO windows_{0}
        SELECT k, window_start, COUNT(*)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND)) WHERE tenant = '{0}'
        GROUP BY tenant, k, window_start, window_end;
        """;

    /// <summary>Name of one of the other tenants.</summary>
    /// <param name="index">Which one, from 0.</param>
    /// <returns>The name.</returns>
    public static string Other(int index) => string.Create(CultureInfo.InvariantCulture, $"t{index}");

    /// <summary>Whether the rows of a sink are measured.</summary>
    /// <param name="sink">Its name.</param>
    /// <returns>Whether it holds a row for each event.</returns>
    public static bool IsMeasured(string sink) => sink.StartsWith("rows_", StringComparison.Ordinal);

    /// <summary>Compiles it.</summary>
    /// <param name="file">Where the rows of the burst go.</param>
    /// <param name="markBytes">Log between two marks; <see langword="null"/> as it comes. Unit: bytes.</param>
    /// <returns>The plan.</returns>
    public static IJobPlan Compile(string file, int? markBytes)
    {
        string marks = markBytes is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"SET 'hotpath.mark-interval-bytes' = '{bytes}';\n")
            : string.Empty;
        string text = marks + Head + string.Concat(Enumerable.Range(0, Others)
            .Select(static i => OfOther.Replace("{0}", Other(i), StringComparison.Ordinal)));
        CompileResult result = SqlCompiler.Compile(
            [new ScriptText("burst.sql", text)], new Dictionary<string, string> { ["FILE"] = file });
        return result.Plan ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
