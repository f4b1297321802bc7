using System.Collections.Generic;
using System.Linq;

namespace HotPath.Integration.Tests.Oracles;

/// <summary>A tumbling aggregation that the engine runs as SQL and the oracle by hand.</summary>
/// <param name="SizeMs">Window size. Unit: ms.</param>
/// <param name="OffsetMs">Window offset. Unit: ms.</param>
/// <param name="DelayMs">How far the watermark trails event time. Unit: ms.</param>
/// <param name="IsTenancyDeclared">Whether the table's tenancy is declared.</param>
/// <param name="Keys">Grouping columns: any of tenant, k.</param>
/// <param name="IsFiltered">Whether rows with v = 5 are filtered out.</param>
public sealed record TumbleQuery(
    long SizeMs, long OffsetMs, long DelayMs, bool IsTenancyDeclared, IReadOnlyList<string> Keys, bool IsFiltered)
{
    /// <summary>Result columns after the keys.</summary>
    public static readonly IReadOnlyList<string> AggregateNames =
        ["n", "nv", "sum_v", "avg_v", "min_v", "max_v", "sum_w", "sum_d", "avg_d", "min_s", "max_s", "distinct_s", "n_big"];

    /// <summary>Whether every tenant has its own clock. Source: design.md, "Tenants, scope and clocks".</summary>
    public bool IsTenantScoped => IsTenancyDeclared && Keys.Contains("tenant");

    /// <summary>Column names of the result.</summary>
    public IReadOnlyList<string> Columns => [.. new[] { "window_start", "window_end" }, .. Keys, .. AggregateNames];

    /// <summary>The query with its table.</summary>
    /// <returns>A script whose input's path is <c>${INPUT}</c>.</returns>
    public string ToSql() => $$"""
        CREATE TABLE ev (
          ts TIMESTAMP(3), tenant STRING, k STRING, v INT, w BIGINT, d DECIMAL(10, 2), s STRING,
          WATERMARK FOR ts AS ts - INTERVAL '{{DelayMs / 1000}}.{{DelayMs % 1000:D3}}' SECOND
        ) WITH (
          'connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv',
          'csv.allow-comments' = 'true', 'csv.null-literal' = 'NULL'
        );
        {{(IsTenancyDeclared ? "SET 'hotpath.table.ev.tenant' = 'tenant';" : string.Empty)}}
        SELECT {{string.Join(", ", Columns.Take(2 + Keys.Count))}}, COUNT(*) AS n, COUNT(v) AS nv, SUM(v) AS sum_v, AVG(v) AS avg_v,
          MIN(v) AS min_v, MAX(v) AS max_v, SUM(w) AS sum_w, SUM(d) AS sum_d, AVG(d) AS avg_d, MIN(s) AS min_s, MAX(s) AS max_s,
          COUNT(DISTINCT s) AS distinct_s, COUNT(*) FILTER (WHERE v > 3) AS n_big
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '{{SizeMs / 1000}}' SECOND, INTERVAL '{{OffsetMs / 1000}}' SECOND))
        {{(IsFiltered ? "WHERE v IS NULL OR v <> 5" : string.Empty)}}
        GROUP BY {{string.Join(", ", Columns.Take(2 + Keys.Count))}};
        """;
}
