using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>Random windows over one table, and rows for it, for tests of rows that come many at a time.</summary>
internal static class RunStreams
{
    private const string LateOutput = "CREATE TABLE late (tenant STRING, v INT) WITH ('connector' = 'blackhole');\n"
        + "SET 'hotpath.late-output' = 'late';\nSET 'hotpath.window-timeout' = '8 s';\n";

    private static readonly string[] Aggregates =
    [
        "COUNT(*)", "COUNT(v)", "SUM(v)", "AVG(v)", "MIN(v)", "MAX(v)", "SUM(d)", "AVG(d)", "MIN(d)", "MAX(d)", "SUM(f)", "AVG(f)",
        "MIN(f)", "APPROX_COUNT_DISTINCT(v)", "MAX(b)", "COUNT(s)", "SUM(v * b)", "SUM(12 / v)", "COUNT(*) FILTER (WHERE v > 3)",
        "SUM(d * 2) FILTER (WHERE 8 / v < 7)", "AVG(1E0 * v)", "STDDEV_POP(f)", "COUNT(DISTINCT s)", "COUNT(DISTINCT v + b)", "MIN(UPPER(s))",
        "MAX(s)", "SUM(DISTINCT v)", "APPROX_PERCENTILE(d, 0.5)", "COUNT(v > 3)", "LISTAGG(s, '|')",
    ];

    private static readonly string[] Keys = ["tenant", "k", "v", "d", "v + 1", "UPPER(s)", "b", "CASE WHEN v > 3 THEN k ELSE s END", "CAST(LOCALTIMESTAMP AS STRING)"];

    // The last one fails where v is 0.
    private static readonly string[] Filters = ["", "", "WHERE v <> 3", "WHERE s LIKE 'a%' OR f > 3", "WHERE 10 / v < 9 OR v IS NULL"];

    /// <summary>One query or two over table <c>ev</c>.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="isZoned">Whether row times are instants.</param>
    public static string Script(SplitMix64 random, bool isZoned)
    {
        string settings = Settings(random, "ev");
        return ScriptOf(settings, isZoned, Queries(random, "ev", ["0.25", "0.5", "1", "1.5", "2"], "6"));
    }

    /// <summary>
    /// Windows that stay open for long, so that what lies in memory has time to leave. For every other script a second
    /// table, <c>ob</c>, which may have a quota.
    /// </summary>
    /// <param name="random">Decides.</param>
    /// <param name="isZoned">Whether row times are instants.</param>
    public static string LongScript(SplitMix64 random, bool isZoned)
    {
        string[] steps = ["1", "2", "6", "12", "36"];
        string settings = Settings(random, "ev");
        string script = ScriptOf(settings, isZoned, Queries(random, "ev", steps, "36"));
        if (random.Below(2) == 0)
        {
            return script;
        }

        // Who has a quota takes no rows many at a time, but may lie beside one who does.
        bool hasTenants = settings.Contains("ev.tenant", StringComparison.Ordinal);
        string quota = hasTenants || random.Below(2) == 0 ? string.Empty
            : $"SET 'hotpath.tenant.state-bytes' = '{1000 + random.Below(5000)}';\n";
        string beside = quota.Length > 0 || random.Below(2) == 0 ? Tenancy("ob") : string.Empty;
        return $"{quota}{beside}{Table("ob", isZoned)}{script}\n{Query(random, "ob", steps, "36")}";
    }

    /// <summary>Some queries over table <c>ev</c>.</summary>
    /// <param name="settings">Before its DDL.</param>
    /// <param name="isZoned">Whether row times are instants.</param>
    /// <param name="queries">Behind it.</param>
    public static string ScriptOf(string settings, bool isZoned, string queries) =>
        settings + Table("ev", isZoned) + queries;

    /// <summary>Rows for one of the tables, most of them in order.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="startMs">Time of the first. Unit: ms.</param>
    /// <param name="isZoned">Whether row times are instants.</param>
    public static IEnumerable<string?[]> Rows(SplitMix64 random, long startMs, bool isZoned)
    {
        long timeMs = startMs;
        int tenants = 1 + random.Below(4);
        int keys = 1 + random.Below(60);
        int paceMs = 1 + random.Below(40);
        int count = random.Below(600);
        for (int i = 0; i < count; i++)
        {
            timeMs += random.Below(200) == 0 ? random.Below(20_000) : random.Below(paceMs);
            long rowTimeMs = timeMs - random.Below(random.Below(60) == 0 ? 4000 : 600);
            yield return
            [
                random.Below(100) == 0 ? null
                    : isZoned ? rowTimeMs.ToString(CultureInfo.InvariantCulture) : WindowOracle.Time(rowTimeMs),
                $"t{random.Below(tenants)}",
                random.Below(8) == 0 ? null : $"k{random.Below(keys)}",
                random.Below(8) == 0 ? null : Number(random.Below(30) == 0 ? 0 : 1 + random.Below(9)),
                random.Below(8) == 0 ? null : Number(random.Below(9)) + ".25",
                random.Below(8) == 0 ? null : Number(random.Below(9)),
                random.Below(6) == 0 ? null : new string((char)('a' + random.Below(3)), random.Below(40)),
                random.Below(6) == 0 ? null : Number(random.Below(3)),
            ];
        }
    }

    private static string Settings(SplitMix64 random, string table)
    {
        string[] zones = ["America/New_York", "Australia/Lord_Howe", "UTC"];
        string[] settings =
        [
            Tenancy(table),
            $"SET 'table.local-time-zone' = '{zones[random.Below(zones.Length)]}';\n",
            $"SET 'hotpath.table.{table}.future-bound' = '15 s';\n",
            LateOutput,
        ];
        return string.Concat(settings.Where(_ => random.Below(2) == 0));
    }

    private static string Tenancy(string table) => $"SET 'hotpath.table.{table}.tenant' = 'tenant';\n";

    private static string Table(string name, bool isZoned) => $"""
        CREATE TABLE {name} ({(isZoned ? "ms BIGINT" : "ts TIMESTAMP(3)")}, tenant STRING, k STRING, v INT, d DECIMAL(10, 2), f DOUBLE, s STRING, b INT,
          {(isZoned ? "ts AS TO_TIMESTAMP_LTZ(ms, 3), " : string.Empty)}WATERMARK FOR ts AS ts - INTERVAL '0.5' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private static string Queries(SplitMix64 random, string table, string[] steps, string whole) => string.Join(
        '\n', Enumerable.Range(0, 1 + (random.Below(3) / 2)).Select(_ => Query(random, table, steps, whole)));

    private static string Query(SplitMix64 random, string table, string[] steps, string whole)
    {
        string step = $"INTERVAL '{steps[random.Below(steps.Length)]}' SECOND";
        string size = $"INTERVAL '{whole}' SECOND";
        string[] windows =
        [
            $"TUMBLE(TABLE {table}, DESCRIPTOR(ts), {step})",
            $"HOP(TABLE {table}, DESCRIPTOR(ts), {step}, {size})",
            $"SESSION(TABLE {table} PARTITION BY (tenant, k), DESCRIPTOR(ts), {step})",
            $"CUMULATE(TABLE {table}, DESCRIPTOR(ts), {step}, {size})",
            $"TUMBLE(TABLE {table}, DESCRIPTOR(ts), {size})",
        ];
        string[] keys = [.. Keys.Where(_ => random.Below(5) == 0)];
        string[] aggregates = [.. Aggregates.Where(_ => random.Below(4) == 0).DefaultIfEmpty("COUNT(*)")];
        string window = windows[random.Below(windows.Length)];
        if (window.StartsWith("TUMBLE", StringComparison.Ordinal))
        {
            aggregates = [.. aggregates, "FIRST_VALUE(v)", "LAST_VALUE(UPPER(s)) FILTER (WHERE v > 3)"];
        }

        if (window.StartsWith("SESSION", StringComparison.Ordinal))
        {
            keys = ["k", "tenant"];
        }

        IEnumerable<string> columns = keys.Select(static (key, i) => $"{key} AS k{i}").Concat(aggregates.Select(static (a, i) => $"{a} AS a{i}"));
        return $"""
            SELECT window_start, window_end, {string.Join(", ", columns)} FROM TABLE({window}) {Filters[random.Below(Filters.Length)]}
            GROUP BY {string.Concat(keys.Select(static key => $"{key}, "))}window_start, window_end;
            """;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
