using System;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A random GROUP BY without a window.</summary>
internal sealed record GroupQuery(
    bool IsTenancyDeclared,
    string[] Keys,
    bool IsFiltered,
    bool Counts,
    int HavingAbove,
    long IngestTtlMs,
    long EventTtlMs)
{
    public const long DelayMs = 2000;

    public bool HasTtl => IngestTtlMs > 0 || EventTtlMs > 0;

    public bool IsTenantScoped => IsTenancyDeclared && Array.IndexOf(Keys, "tenant") >= 0;

    public static GroupQuery Random(SplitMix64 random)
    {
        string[][] keys = [[], ["tenant"], ["k"], ["tenant", "k"], ["k", "tenant"]];
        return new GroupQuery(
            random.Below(2) == 0,
            keys[random.Below(5)],
            random.Below(2) == 0,
            Counts: random.Below(2) == 0,
            HavingAbove: random.Below(2) == 0 ? 0 : 1 + random.Below(3),
            random.Below(2) == 0 ? 0 : 1 + random.Below(300),
            random.Below(2) == 0 ? 0 : 1 + random.Below(20_000));
    }

    public bool Shows(int rows) => rows > HavingAbove;

    public string KeyOf(GroupRow row) =>
        string.Join(',', Keys.Select(k => k == "tenant" ? row.Tenant : row.K ?? "NULL"));

    public string ToSql()
    {
        string tenant = IsTenancyDeclared ? "SET 'hotpath.table.ev.tenant' = 'tenant';\n" : string.Empty;
        string ingest = IngestTtlMs > 0 ? $"SET 'table.exec.state.ttl' = '{IngestTtlMs} ms';\n" : string.Empty;
        string events = EventTtlMs > 0 ? $"SET 'hotpath.state.ttl' = '{EventTtlMs} ms';\n" : string.Empty;
        string columns = string.Join(", ", Keys) + (Keys.Length > 0 ? ", " : string.Empty);
        return tenant + ingest + events + $"""
            CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, s STRING,
              WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            SELECT {columns}{(Counts ? "COUNT(*) AS n, " : string.Empty)}SUM(v) AS sv, MIN(s) AS ms, COUNT(DISTINCT s) AS ds,
              FIRST_VALUE(v) AS f, LAST_VALUE(s) AS l, LISTAGG(s, '-') AS ls, APPROX_COUNT_DISTINCT(s) AS cs,
              FIRST_VALUE(DISTINCT s) AS fd, LAST_VALUE(DISTINCT s) AS ld,
              CAST(APPROX_PERCENTILE(v, 0.7) AS INT) AS p1, CAST(APPROX_PERCENTILE(v, 0) AS INT) AS p2
            FROM ev{(IsFiltered ? " WHERE v <> 3" : string.Empty)}{(Keys.Length > 0 ? " GROUP BY " + string.Join(", ", Keys) : string.Empty)}
            {(HavingAbove > 0 ? $"HAVING COUNT(*) > {HavingAbove}" : string.Empty)};
            """;
    }
}
