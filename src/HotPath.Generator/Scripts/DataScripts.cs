using System.Globalization;
using System.IO;
using System.Linq;
using HotPath.Generator.Formats;

namespace HotPath.Generator.Scripts;

/// <summary>The scripts that lie beside the data and ask what the answers answer.</summary>
internal static class DataScripts
{
    /// <summary>File of the questions.</summary>
    public const string Queries = "queries.sql";

    /// <summary>File of the settings by which copies are counted once.</summary>
    public const string Distinct = "distinct.sql";

    private const double MsPerSecond = 1_000;

    /// <summary>File of the table over one format.</summary>
    public static string SchemaName(DataFormat format) => $"schema-{DataFiles.Extension(format)}.sql";

    /// <summary>Writes all scripts.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="options">What is made.</param>
    /// <param name="format">A format of the data.</param>
    public static void Write(string folder, GeneratorOptions options, DataFormat format)
    {
        File.WriteAllText(Path.Combine(folder, SchemaName(format)), Schema(options, format));
        File.WriteAllText(Path.Combine(folder, Queries), QueryText);
        File.WriteAllText(Path.Combine(folder, Distinct), DistinctText(options));
    }

    private static string Schema(GeneratorOptions options, DataFormat format)
    {
        string columns = string.Concat(FlatColumns.All.Select(static c => $"  {c.Column.Name} {c.Column.SqlType},\n"));
        string bound = (options.BoundMs / MsPerSecond).ToString("0.000", CultureInfo.InvariantCulture);
        return Lines($$"""
            -- Every event of the shops in one table; what a kind of event does not have is NULL. DIR is the folder of
            -- this script, OUT the folder for results.
            SET 'pipeline.auto-watermark-interval' = '0 ms';
            SET 'table.local-time-zone' = 'UTC';
            SET 'hotpath.table.events.tenant' = 'tenant_id';

            CREATE TABLE events (
            {{columns}}  WATERMARK FOR event_time AS event_time - INTERVAL '{{bound}}' SECOND(4)
            ) WITH (
              'connector' = 'filesystem',
              'path' = '${DIR}/events.{{DataFiles.Extension(format)}}',
              {{FormatOptions(format)}}
            );
            """);
    }

    private static string FormatOptions(DataFormat format) => format switch
    {
        DataFormat.Sbe => $"""
            'format' = 'sbe',
              'sbe.schema' = '{"${DIR}"}/{DataFiles.Schema}',
              'sbe.message' = '*',
              'sbe.column.event_type' = 'header.message',
              'sbe.column.product_id' = 'productId',
              'sbe.column.quantity' = 'quantity',
              'sbe.column.unit_price' = 'unitPrice'
            """,
        DataFormat.Csv => $"""
            'format' = 'csv',
              'csv.null-literal' = '{CsvFormat.NullLiteral}'
            """,
        _ => "'format' = 'json'",
    };

    private static string DistinctText(GeneratorOptions options) => Lines($"""
        -- Given between schema and queries: an event that comes twice counts once.
        SET 'hotpath.table.events.event-id' = 'event_id';
        SET 'hotpath.table.events.dedup-window' = '{options.DedupWindowMs.ToString(CultureInfo.InvariantCulture)} ms';
        """);

    private static string QueryText => Lines("""
        -- minutes and hours run under each tenant's own clock, all_minutes under that of the table.
        CREATE TABLE minutes (
          tenant_id BIGINT, window_start TIMESTAMP(3), events BIGINT, page_views BIGINT, cart_adds BIGINT,
          orders BIGINT, revenue STRING
        ) WITH (
          'connector' = 'filesystem', 'path' = '${OUT}/minutes.csv', 'format' = 'csv', 'csv.null-literal' = 'NULL'
        );

        CREATE TABLE hours (
          tenant_id BIGINT, window_start TIMESTAMP(3), events BIGINT, users BIGINT, sessions BIGINT, captured STRING,
          refunded STRING
        ) WITH (
          'connector' = 'filesystem', 'path' = '${OUT}/hours.csv', 'format' = 'csv', 'csv.null-literal' = 'NULL'
        );

        CREATE TABLE all_minutes (
          window_start TIMESTAMP(3), events BIGINT, page_views BIGINT, cart_adds BIGINT, orders BIGINT, revenue STRING
        ) WITH (
          'connector' = 'filesystem', 'path' = '${OUT}/all_minutes.csv', 'format' = 'csv', 'csv.null-literal' = 'NULL'
        );

        EXECUTE STATEMENT SET
        BEGIN

        INSERT INTO minutes
        SELECT tenant_id, window_start, COUNT(*),
          COUNT(*) FILTER (WHERE event_type = 'PageView'),
          COUNT(*) FILTER (WHERE event_type = 'CartItemAdded'),
          COUNT(*) FILTER (WHERE event_type = 'OrderPlaced'),
          CAST(SUM(total) AS STRING)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
        GROUP BY tenant_id, window_start, window_end;

        INSERT INTO hours
        SELECT tenant_id, window_start, COUNT(*), COUNT(DISTINCT user_id), COUNT(DISTINCT session_id),
          CAST(SUM(amount) FILTER (WHERE status = 'CAPTURED') AS STRING),
          CAST(SUM(amount) FILTER (WHERE event_type = 'RefundIssued') AS STRING)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' HOUR))
        GROUP BY tenant_id, window_start, window_end;

        INSERT INTO all_minutes
        SELECT window_start, COUNT(*),
          COUNT(*) FILTER (WHERE event_type = 'PageView'),
          COUNT(*) FILTER (WHERE event_type = 'CartItemAdded'),
          COUNT(*) FILTER (WHERE event_type = 'OrderPlaced'),
          CAST(SUM(total) AS STRING)
        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
        GROUP BY window_start, window_end;

        END;
        """);

    // The same bytes whatever line ends this source was checked out with.
    private static string Lines(string text) => text.ReplaceLineEndings("\n") + "\n";
}
