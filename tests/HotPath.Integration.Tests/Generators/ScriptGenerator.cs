using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Foundation.Hashing;

namespace HotPath.Integration.Tests.Generators;

/// <summary>
/// Random scripts over <see cref="EventTable"/>: one to three queries, each a projection with a filter, a windowed
/// aggregation, or a GROUP BY without a window whose groups may have a time to live; with or without declared tenancy.
/// Some of their expressions fail for some rows (division by zero, casts) on purpose.
/// </summary>
/// <param name="random">Seeded.</param>
/// <param name="hasIngestTtl">Whether results may depend on ingest time.</param>
public sealed partial class ScriptGenerator(SplitMix64 random, bool hasIngestTtl = false)
{
    private static readonly string[] Integers =
    [
        "i1", "i2", "i4", "i8", "i4 + i8", "i8 * 3 - i2", "i8 / i4", "MOD(i8, i2)", "-i4", "ABS(i4)", "CHAR_LENGTH(s)",
        "CAST(s AS INT)", "TRY_CAST(s AS BIGINT)", "COALESCE(i4, i2, 7)",
        "CASE WHEN b THEN i4 WHEN i4 > 3 THEN 0 ELSE i2 END", "CAST(d1 AS BIGINT)", "NULLIF(i4, 3)",
    ];

    private static readonly string[] Numbers =
    [
        "d1", "d2", "d1 * d1", "d1 + d2", "d1 / i4", "CAST(i8 AS DECIMAL(20, 3))", "f8", "f8 * 2", "CAST(f8 AS FLOAT)", "f4",
        "FLOOR(d1)", "ROUND(d1, 1)",
    ];

    private static readonly string[] Texts =
    [
        "s", "k", "tenant", "UPPER(s)", "LOWER(k)", "s || '-' || k", "SUBSTRING(s, 2, 3)", "CAST(i8 AS STRING)", "TRIM(s)", "c",
        "COALESCE(s, '?')", "CASE k WHEN 'k0' THEN 'zero' ELSE s END", "REVERSE(s)", "CAST(d1 AS STRING)",
    ];

    private static readonly string[] Others =
        ["ts", "b", "dt", "tm", "ltz", "ts + INTERVAL '1' MINUTE", "CAST(ts AS DATE)", "i4 IS NULL"];

    private static readonly string[] Conditions =
    [
        "i4 > 2", "b", "NOT b OR i4 < 5", "s = k", "s LIKE 'a%'", "i4 IS NOT NULL", "i4 BETWEEN 1 AND 6", "k IN ('k0', 'k1', 'k3')",
        "d1 < 50", "i8 / i4 > 1", "CHAR_LENGTH(s) > 2 AND b IS NOT FALSE", "COALESCE(i4, 0) <> 3", "s IS DISTINCT FROM k",
    ];

    private static readonly string[][] Keys =
        [[], ["tenant"], ["k"], ["tenant", "k"], ["tenant", "i4"], ["d1", "s"], ["tenant", "b"]];

    private const string LateOutput = """
        CREATE TABLE late (window_start TIMESTAMP(3), window_end TIMESTAMP(3), lateness_ms BIGINT, k STRING, event STRING)
        WITH ('connector' = 'blackhole');
        SET 'hotpath.table.ev.late-output' = 'late';

        """;

    /// <summary>The next script.</summary>
    /// <returns>DDL and queries; the input's path is <c>${INPUT}</c>.</returns>
    public string Next()
    {
        var script = new StringBuilder();
        script.Append("SET 'hotpath.mark-interval-bytes' = '").Append(1024 << random.Below(4)).Append("';\n");
        script.Append(EventTable.Ddl(random.Below(8)));
        if (random.Below(2) == 0)
        {
            script.Append("SET 'hotpath.table.ev.tenant' = 'tenant';\n");
        }

        if (random.Below(3) == 0)
        {
            script.Append("SET 'hotpath.table.ev.event-id' = '").Append(Pick("s", "i8", "i4", "c")).Append("';\n");
            script.Append("SET 'hotpath.table.ev.dedup-window' = '").Append(Pick(0, 1, 10, 60)).Append(" s';\n");
        }

        bool hasTimeout = hasIngestTtl && random.Below(2) == 0;
        if (hasTimeout)
        {
            script.Append("SET 'hotpath.window-timeout' = '2 ms';\nSET 'hotpath.tick-interval' = '1 ms';\n");
        }

        int queries = 1 + random.Below(3);
        for (int i = 0; i < queries; i++)
        {
            script.Append(random.Below(5) switch { 0 => Projection(), 1 or 2 => Group(), _ => Windowed() }).Append(";\n");
        }

        if (hasTimeout || random.Below(2) == 0)
        {
            script.Append(LateOutput);
        }

        return script.ToString();
    }

    private string Projection()
    {
        IEnumerable<string> columns = Enumerable.Range(0, 1 + random.Below(5)).Select(i => $"{AnyValue()} AS x{i}");
        return $"SELECT tenant, {string.Join(", ", columns)}\nFROM ev{Where()}";
    }

    private string Windowed()
    {
        string[] keys = Pick(Keys);
        IEnumerable<string> outputs = new[] { "window_start", "window_end" }.Concat(keys)
            .Concat(Enumerable.Range(0, 1 + random.Below(4)).Select(i => $"{Aggregate()} AS a{i}"));
        string having = random.Below(4) == 0 ? "\nHAVING COUNT(*) > 1" : string.Empty;
        string window = Pick(
            $"TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '{Pick(2, 5, 10, 60)}' SECOND",
            $"HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '{Pick(2, 5)}' SECOND, INTERVAL '{Pick(10, 30)}' SECOND",
            $"CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '{Pick(2, 5)}' SECOND, INTERVAL '{Pick(10, 60)}' SECOND");
        string offset = random.Below(4) == 0 ? ", INTERVAL '1' SECOND" : string.Empty;
        if (random.Below(4) == 0)
        {
            string parts = keys.Length == 0 ? string.Empty : $" PARTITION BY ({string.Join(", ", keys)})";
            window = $"SESSION(TABLE ev{parts}, DESCRIPTOR(ts), INTERVAL '{Pick(1, 2, 5)}' SECOND";
            offset = string.Empty;
        }

        if (hasIngestTtl && random.Below(3) == 0)
        {
            window = window.Replace("TABLE ev", "TABLE (SELECT *, PROCTIME() AS pt FROM ev)", StringComparison.Ordinal)
                .Replace("(ts)", "(pt)", StringComparison.Ordinal);
            window = Seconds().Replace(window, static length => $"0.{int.Parse(length.ValueSpan, CultureInfo.InvariantCulture):D3}");
            offset = string.Empty;
        }

        string lateness = offset.Length > 0 || random.Below(2) == 0 ? "0 ms" : $"{Pick(1, 3, 20)} s";
        return $"SET 'hotpath.allowed-lateness' = '{lateness}';\nSELECT {string.Join(", ", outputs)}\n"
            + $"FROM TABLE({window}{offset})){Where()}\n"
            + $"GROUP BY {string.Join(", ", new[] { "window_start", "window_end" }.Concat(keys))}{having}";
    }

    private string Group()
    {
        string events = random.Below(2) == 0 ? "0 ms" : $"{Pick(1, 3, 10, 60)} s";
        string ingest = hasIngestTtl && random.Below(2) == 0 ? $"{Pick(1, 2, 5)} ms" : "0 ms";
        string[] keys = Pick(Keys);
        IEnumerable<string> outputs = keys.Concat(Enumerable.Range(0, 1 + random.Below(4)).Select(i => $"{Aggregate()} AS a{i}"));
        string having = random.Below(3) == 0 ? $"\nHAVING {Pick("COUNT(*) > 1", "SUM(i4) < 9", "MAX(s) IS NOT NULL")}" : string.Empty;
        string groups = keys.Length == 0 ? string.Empty : $"\nGROUP BY {string.Join(", ", keys)}";
        string query = keys.Length > 0 && random.Below(6) == 0
            ? $"SELECT DISTINCT {string.Join(", ", keys)}\nFROM ev{Where()}"
            : $"SELECT {string.Join(", ", outputs)}\nFROM ev{Where()}{groups}{having}";
        return $"SET 'hotpath.state.ttl' = '{events}';\nSET 'table.exec.state.ttl' = '{ingest}';\n{query}";
    }

    private string Aggregate()
    {
        string call = random.Below(8) switch
        {
            0 => "COUNT(*)",
            1 => $"COUNT({AnyValue()})",
            2 => $"SUM({Pick(Integers)})",
            3 => $"AVG({Pick(Numbers)})",
            4 => $"MIN({AnyValue()})",
            5 => $"MAX({Pick(Texts)})",
            6 => $"COUNT(DISTINCT {Pick(Texts)})",
            _ => $"SUM({Pick("d1", "d2", "i8", "f8")})",
        };
        return random.Below(4) == 0 ? $"{call} FILTER (WHERE {Pick(Conditions)})" : call;
    }

    private string AnyValue() => Pick(Pick(Integers, Numbers, Texts, Others));

    private string Where() => random.Below(2) == 0 ? string.Empty : $"\nWHERE {Pick(Conditions)}";

    private T Pick<T>(params T[] choices) => choices[random.Below(choices.Length)];

    [GeneratedRegex("(?<=')[0-9]+(?=')")]
    private static partial Regex Seconds();
}
