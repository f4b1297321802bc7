using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A random query over a UNION ALL of two tables, with its answer computed from all rows so far.</summary>
/// <param name="Sql">The SELECT, over tables a and b.</param>
/// <param name="Answer">Its rows over what has come, as text.</param>
internal sealed record UnionQuery(string Sql, Func<IReadOnlyList<UnionRow>, IEnumerable<string>> Answer)
{
    /// <summary>How far the watermark of each table stays behind. Unit: ms.</summary>
    public static long DelayMs(string table) => table == "a" ? 1000 : 3000;

    public const string Tables = """
        CREATE TABLE a (ts TIMESTAMP(3), k STRING, g STRING, v INT, s STRING,
          WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'a', 'format' = 'csv');
        CREATE TABLE b (ts TIMESTAMP(3), k STRING, g STRING, v INT, s STRING,
          WATERMARK FOR ts AS ts - INTERVAL '3' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'b', 'format' = 'csv');
        CREATE VIEW ab AS SELECT ts, k, v FROM a UNION ALL SELECT ts, g, v * 2 FROM b WHERE v <> 1;

        """;

    public static UnionQuery Random(SplitMix64 random) => random.Below(7) switch
    {
        0 => new("SELECT v, k FROM ab WHERE v > -2;", static all => Both(all).Where(static r => r.V > -2)
            .Select(static r => Text(r.V, r.K))),
        1 => new(
            "SELECT k, COUNT(*) AS n, SUM(v) AS sv, MAX(v) AS mv FROM ab GROUP BY k;",
            static all => Groups(Both(all), static (k, n, sv, mv) => Text(k, n, sv, mv))),
        2 => Tumble(all => Both(all), "ab"),
        3 => Tumble(Twice, "(SELECT ts, k, v FROM a UNION ALL SELECT ts, g, v FROM a UNION ALL SELECT ts, k, v FROM b)"),
        4 => Changing(),
        5 => new(
            "SELECT k FROM a UNION SELECT k FROM b;",
            static all => all.Select(static r => r.Row?.K).Where((_, i) => all[i].Row is not null).Distinct()
                .Select(static k => Text(k))),
        _ => OverWindow(),
    };

    private static UnionQuery Changing() => new(
        """
        SELECT n, COUNT(*) AS c, MAX(k) AS mk FROM (
          SELECT k, COUNT(*) AS n FROM a GROUP BY k UNION ALL SELECT k, CAST(v AS BIGINT) FROM b
          UNION ALL SELECT k, SUM(x) FROM (SELECT k, g, COUNT(*) AS x FROM b GROUP BY k, g) GROUP BY k)
        GROUP BY n;
        """,
        static all => Counts(all, "a").Concat(Of(all, "b").Select(static r => (r.K, N: (long?)r.V)))
            .Concat(Counts(all, "b")).GroupBy(static r => r.N)
            .Select(static group => Text(
                group.Key,
                group.Count(),
                group.Select(static r => r.K).Where(static k => k is not null).Max(StringComparer.Ordinal))));

    private static IEnumerable<(string? K, long? N)> Counts(IReadOnlyList<UnionRow> all, string table) =>
        Of(all, table).GroupBy(static r => r.K).Select(static group => (group.Key, (long?)group.Count()));

    private static UnionQuery Tumble(Func<IReadOnlyList<UnionRow>, IEnumerable<ChainRow>> rows, string from)
    {
        string input = from == "ab" ? "TABLE ab" : from;
        return new UnionQuery(
            $"""
            SELECT window_start, k, COUNT(*) AS n, SUM(v) AS sv
            FROM TABLE(TUMBLE({input}, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, k;
            """,
            all => Fired(all, rows).SelectMany(static window => Groups(
                window, (k, n, sv, _) => Text(ChainRow.TimeText(window.Key * 5000), k, n, sv))));
    }

    // Rows of a window of one table and rows of the other, in windows of their own.
    private static UnionQuery OverWindow() => new(
        """
        CREATE VIEW seconds AS SELECT window_time AS rt, COUNT(*) AS n
          FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, window_time;
        CREATE VIEW mixed AS SELECT rt, n FROM seconds UNION ALL SELECT ts, CAST(100 AS BIGINT) FROM b;
        SELECT window_start, COUNT(*) AS c, SUM(n) AS sn
        FROM TABLE(TUMBLE(TABLE mixed, DESCRIPTOR(rt), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
        """,
        static all => OverWindow(all));

    private static IEnumerable<string> OverWindow(IReadOnlyList<UnionRow> all)
    {
        var inner = new Dictionary<long, long>();
        var outer = new Dictionary<long, (long Count, long Sum)>();
        var fired = new List<string>();
        var marks = new Dictionary<string, long> { ["a"] = long.MinValue, ["b"] = long.MinValue };
        long low = long.MinValue;
        foreach (UnionRow next in all)
        {
            if (next.Row is { } row && next.Table == "a" && (((row.TimeMs / 1000) + 1) * 1000) - 1 > marks["a"])
            {
                inner[row.TimeMs / 1000] = inner.GetValueOrDefault(row.TimeMs / 1000) + 1;
            }
            else if (next.Row is { } other && next.Table == "b")
            {
                Add(other.TimeMs, 100);
            }

            marks[next.Table] = Math.Max(marks[next.Table], MarkOf(next));
            foreach (long second in inner.Keys.Where(second => ((second + 1) * 1000) - 1 <= marks["a"]).Order().ToList())
            {
                Add(((second + 1) * 1000) - 1, inner[second]);
                inner.Remove(second);
            }

            low = Math.Max(low, marks.Values.Min());
            foreach (long window in outer.Keys.Where(window => ((window + 1) * 5000) - 1 <= low).ToList())
            {
                fired.Add(Text(ChainRow.TimeText(window * 5000), outer[window].Count, outer[window].Sum));
                outer.Remove(window);
            }
        }

        return fired;

        void Add(long timeMs, long n)
        {
            if ((((timeMs / 5000) + 1) * 5000) - 1 > low)
            {
                (long count, long sum) = outer.GetValueOrDefault(timeMs / 5000);
                outer[timeMs / 5000] = (count + 1, sum + n);
            }
        }
    }

    // Row by row: late ones go, and the lowest watermark fires.
    private static IEnumerable<IGrouping<long, ChainRow>> Fired(
        IReadOnlyList<UnionRow> all, Func<IReadOnlyList<UnionRow>, IEnumerable<ChainRow>> rows)
    {
        var kept = new List<ChainRow>();
        var marks = new Dictionary<string, long> { ["a"] = long.MinValue, ["b"] = long.MinValue };
        foreach (UnionRow next in all)
        {
            long low = marks.Values.Min();
            kept.AddRange(rows([next]).Where(row => EndOf(row) - 1 > low));
            marks[next.Table] = Math.Max(marks[next.Table], MarkOf(next));
        }

        return kept.Where(row => EndOf(row) - 1 <= marks.Values.Min()).GroupBy(static row => row.TimeMs / 5000);
    }

    private static long EndOf(ChainRow row) => ((row.TimeMs / 5000) + 1) * 5000;

    private static long MarkOf(UnionRow row) => row.Row is null ? long.MaxValue : row.Row.TimeMs - DelayMs(row.Table);

    private static IEnumerable<ChainRow> Of(IReadOnlyList<UnionRow> all, string table) =>
        all.Where(r => r.Table == table && r.Row is not null).Select(static r => r.Row!);

    private static ChainRow Of(ChainRow row, string? k, int? v) => new(row.TimeMs, k, row.G, v, row.S);

    private static IEnumerable<ChainRow> Both(IReadOnlyList<UnionRow> all) => Of(all, "a").Concat(
        Of(all, "b").Where(static r => r.V is not null and not 1).Select(static r => Of(r, r.G, r.V * 2)));

    private static IEnumerable<ChainRow> Twice(IReadOnlyList<UnionRow> all) => Of(all, "a")
        .SelectMany(static r => new[] { r, Of(r, r.G, r.V) }).Concat(Of(all, "b"));

    private static IEnumerable<string> Groups(
        IEnumerable<ChainRow> rows, Func<string?, int, int?, int?, string> text) =>
        rows.GroupBy(static r => r.K).Select(group => text(
            group.Key,
            group.Count(),
            group.All(static r => r.V is null) ? null : group.Sum(static r => r.V),
            group.Max(static r => r.V)));

    private static string Text(params object?[] values) => string.Join(',', values.Select(static v => v ?? "NULL"));
}
