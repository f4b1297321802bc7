using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Sql;
using HotPath.Sql.Syntax;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>
/// The whole pipeline: an SBE message is decoded, goes as a row to a sink, and into a window by key, whose rows go to
/// another.
/// </summary>
internal static class PipelineScript
{
    /// <summary>Different keys. Unit: keys.</summary>
    public const int Keys = 1_000;

    /// <summary>Event time of the first event, in the middle of a window: two have fired when the warm-up ends. Unit: ms
    /// since the Unix epoch.</summary>
    public const long StartMs = 1_790_000_000_500;

    /// <summary>The table whose rows are timed: one for each event.</summary>
    public const string Measured = "released";

    private const string Rows = """
        SET 'hotpath.mark-interval-bytes' = '1048576';
        CREATE TABLE page_views (
          event_time TIMESTAMP(3), tenant_id BIGINT, user_id BIGINT, product_id BIGINT, dwell_millis BIGINT, url STRING,
          WATERMARK FOR event_time AS event_time - INTERVAL '0.001' SECOND
        ) WITH (
          'connector' = 'filesystem', 'path' = 'paced', 'format' = 'sbe',
          'sbe.schema' = 'codecs/commerce/v1/commerce.xml', 'sbe.message' = 'PageView'
        );
        CREATE TABLE released (user_id BIGINT, product_id BIGINT, url STRING) WITH ('connector' = 'blackhole');
        INSERT INTO released SELECT user_id, product_id, url FROM page_views;
        """;

    private const string Window = """
        CREATE TABLE totals (user_id BIGINT, window_start TIMESTAMP(3), pages BIGINT, dwell BIGINT)
        WITH ('connector' = 'blackhole');
        INSERT INTO totals
        SELECT user_id, window_start, COUNT(*), SUM(dwell_millis)
        FROM TABLE(TUMBLE(TABLE page_views, DESCRIPTOR(event_time), INTERVAL '1' SECOND))
        GROUP BY user_id, window_start, window_end;
        """;

    /// <summary>Compiles the job.</summary>
    /// <param name="hasWindow">Whether rows go into the window too.</param>
    /// <returns>The plan.</returns>
    public static IJobPlan Compile(bool hasWindow = true)
    {
        string text = hasWindow ? $"{Rows}\n{Window}" : Rows;
        CompileResult result = SqlCompiler.Compile([new ScriptText("pipeline.sql", text)], new Dictionary<string, string>());
        return result.Plan ?? throw new System.InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
