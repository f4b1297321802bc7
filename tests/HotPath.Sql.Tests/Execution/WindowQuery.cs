using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// A random windowed aggregation. Step: slide of HOP, step of CUMULATE, size of TUMBLE, gap of SESSION. Counting:
/// over aggregates that can be taken out of a window again. Called: in the older form, GROUP BY TUMBLE(...).
/// </summary>
internal sealed record WindowQuery(
    string Function,
    long StepMs,
    long SizeMs,
    long OffsetMs,
    long DelayMs,
    bool IsTenancyDeclared,
    string[] Keys,
    bool IsFiltered,
    int HavingAbove,
    bool IsCounting,
    bool IsCalled)
{
    /// <summary>Functions with windows that no row shapes.</summary>
    public static readonly string[] Fixed = ["TUMBLE", "HOP", "HOP", "CUMULATE", "CUMULATE"];

    private static readonly string[] Columns =
    [
        "COUNT(*) AS n", "COUNT(v) AS nv", "SUM(v) AS sv", "AVG(v) AS av", "MIN(v) AS mv", "MAX(v) AS xv", "SUM(d) AS sd",
        "AVG(d) AS ad", "MIN(d) AS md", "SUM(f) AS sf", "MIN(s) AS ms", "MAX(s) AS xs", "COUNT(DISTINCT s) AS ds",
        "SUM(DISTINCT v) AS dv", "COUNT(DISTINCT d) AS dd", "COUNT(*) FILTER (WHERE v > 3) AS fv",
        "VAR_POP(1E0 * v) > 2.7001 AS vp", "STDDEV_SAMP(1E0 * v) FILTER (WHERE v < 5) > 1.7001 AS ts", "STDDEV_POP(f) > 1.0001 AS tf",
        "APPROX_COUNT_DISTINCT(s) AS cs", "APPROX_COUNT_DISTINCT(d) FILTER (WHERE v > 3) AS cd",
        "CAST(APPROX_PERCENTILE(v, 0.25) AS INT) AS p1", "CAST(APPROX_PERCENTILE(v, 9e-1) AS INT) AS p2",
        "CAST(APPROX_PERCENTILE(d, 0.5) AS DECIMAL(10, 2)) AS p3",
        "LISTAGG(s, '|') AS ls", "LISTAGG(s, '') FILTER (WHERE v > 3) AS lf",
        "FIRST_VALUE(v) AS f1", "FIRST_VALUE(s) FILTER (WHERE v > 3) AS f2", "LAST_VALUE(d) AS l1", "LAST_VALUE(s) AS l2",
        "LISTAGG(DISTINCT s) AS lds", "VAR_POP(DISTINCT 1E0 * v) > 2.7001 AS dvp",
        "STDDEV_SAMP(DISTINCT 1E0 * v) FILTER (WHERE v < 5) > 1.7001 AS dts",
        "STDDEV_POP(DISTINCT f) > 1.0001 AS dtf", "LAST_VALUE(DISTINCT v) AS ldv",
    ];

    private static readonly int[] CountingColumns = [0, 1, 2, 3, 15, 16];

    // Those behind are refused where panes are merged.
    private const int MergedColumns = 26;

    /// <summary>For how long windows are kept that have fired, and those of tenant t1. Unit: ms.</summary>
    public (long Ms, long OfOneMs) Lateness { get; init; }

    /// <summary>Whether windows that have fired are kept at all.</summary>
    public bool IsKept => Lateness.Ms > 0 || (IsTenantScoped && Lateness.OfOneMs > 0);

    public bool IsTenantScoped => IsTenancyDeclared && Array.IndexOf(Keys, "tenant") >= 0;

    public static WindowQuery Random(SplitMix64 random, string[] functions)
    {
        string function = functions[random.Below(functions.Length)];
        long[] steps = [1, 250, 700, 1000, 2000, 5000, 10_000];
        int[] counts = [1, 2, 3, 5, 12, 60];
        string[][] keys = [[], ["tenant"], ["k"], ["tenant", "k"], ["k", "tenant"]];
        long stepMs = steps[random.Below(steps.Length)];
        long sizeMs = function is "TUMBLE" or "SESSION" ? stepMs : stepMs * counts[random.Below(counts.Length)];
        long offsetMaxMs = (function == "HOP" ? stepMs : sizeMs) - 1;
        long offsetMs = random.Below(2) == 0 || function == "SESSION" ? 0 : random.Between(-offsetMaxMs, offsetMaxMs);
        bool isCalled = random.Below(3) == 0 && offsetMs == 0 && function != "CUMULATE";
        return new WindowQuery(
            function,
            stepMs,
            sizeMs,
            offsetMs,
            random.Below(3) == 0 ? 0 : random.Below(function == "SESSION" ? 1 + (int)(8 * stepMs) : 9000),
            random.Below(2) == 0,
            keys[random.Below(keys.Length)],
            IsFiltered: random.Below(3) == 0,
            HavingAbove: random.Below(3) == 0 ? 1 + random.Below(3) : 0,
            IsCounting: random.Below(2) == 0,
            IsCalled: isCalled);
    }

    public long LatenessOf(string clock) => clock == "t1" ? Lateness.OfOneMs : Lateness.Ms;

    /// <summary>Those of all aggregates, in order, that the query has.</summary>
    public IEnumerable<T> Choose<T>(IReadOnlyList<T> all) =>
        IsCounting
            ? CountingColumns.Select(column => all[column])
            : Function == "TUMBLE" ? all : all.Take(MergedColumns);

    public bool Passes(WindowRow row) => !IsFiltered || row.V is not (null or 3);

    public string KeyOf(WindowRow row) =>
        string.Concat(Keys.Select(k => k == "tenant" ? $"{row.Tenant}," : $"{row.K ?? "NULL"},"));

    public string ToSql()
    {
        string keys = string.Concat(Keys.Select(static k => $", {k}"));
        string step = Function is "TUMBLE" or "SESSION" ? string.Empty : $"{Interval(StepMs)}, ";
        string offset = OffsetMs == 0 ? string.Empty : $", {Interval(OffsetMs)}";
        string parts = Function == "SESSION" && Keys.Length > 0 ? $" PARTITION BY ({string.Join(", ", Keys)})" : string.Empty;
        string columns = string.Concat(Keys.Select(static k => $"{k}, "));
        string tenancy = "SET 'hotpath.table.ev.tenant' = 'tenant';\n"
            + $"SET 'hotpath.table.ev.tenant.t1.allowed-lateness' = '{Lateness.OfOneMs} ms';\n";
        return (IsTenancyDeclared ? tenancy : string.Empty) + $"""
            SET 'hotpath.table.ev.allowed-lateness' = '{Lateness.Ms} ms';
            CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, k STRING, v INT, d DECIMAL(10, 2), f DOUBLE, s STRING,
              WATERMARK FOR ts AS ts - {Interval(DelayMs)})
            WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');
            CREATE TABLE late (lateness_ms BIGINT, tenant STRING, window_end TIMESTAMP(3), v INT, window_start TIMESTAMP(3),
              ts TIMESTAMP(3), k STRING, d DECIMAL(10, 2), s STRING) WITH ('connector' = 'blackhole');
            SET 'hotpath.late-output' = 'late';
            SELECT {Bound("window_start", "START", step)}, {Bound("window_end", "END", step)}, {columns}{string.Join(", ", Choose(Columns))}
            FROM {(IsCalled ? "ev" : $"TABLE({Function}(TABLE ev{parts}, DESCRIPTOR(ts), {step}{Interval(SizeMs)}{offset}))")}
            {(IsFiltered ? "WHERE v <> 3" : string.Empty)}
            GROUP BY {(IsCalled ? $"{Function}(ts, {step}{Interval(SizeMs)})" : "window_start, window_end")}{keys}
            {(HavingAbove > 0 ? $"HAVING COUNT(*) > {HavingAbove}" : string.Empty)};
            """;
    }

    private string Bound(string column, string called, string step) =>
        IsCalled ? $"{Function}_{called}(ts, {step}{Interval(SizeMs)}) AS {column}" : column;

    private static string Interval(long ms)
    {
        TimeSpan length = TimeSpan.FromMilliseconds(Math.Abs(ms));
        string text = length.ToString("d\\ hh\\:mm\\:ss\\.fff", CultureInfo.InvariantCulture);
        return $"{(ms < 0 ? "-" : string.Empty)}INTERVAL '{text}' DAY TO SECOND(3)";
    }
}
