using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A random query of several operators, or one that ranks, with its answer computed from all rows so far.</summary>
/// <param name="Sql">The SELECT, over table ev.</param>
/// <param name="Answer">Its rows over the rows that have come, as text.</param>
internal sealed record ChainQuery(string Sql, Func<IReadOnlyList<ChainRow>, IEnumerable<string>> Answer)
{
    public const long DelayMs = 2000;

    public const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, g STRING, v INT, s STRING,
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    public static ChainQuery Random(SplitMix64 random) => random.Below(11) switch
    {
        0 => Top(random),
        1 => Last(),
        2 => Nested(random),
        3 => OverLast(),
        4 => First(),
        5 => TopOfGroups(random),
        6 => Sets(random),
        7 => OverSets(),
        8 => ByArrival(random),
        9 => ByArrivalOfSums(),
        _ => FirstWindows(),
    };

    private static ChainQuery Top(SplitMix64 random)
    {
        int last = 1 + random.Below(4);
        int first = random.Below(3) == 0 ? 1 + random.Below(last) : 1;
        bool isDescending = random.Below(2) == 0;
        bool showsRank = random.Below(2) == 0;
        return new ChainQuery(
            $"""
            SELECT k, v, s{(showsRank ? ", rn" : string.Empty)} FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v{(isDescending ? " DESC" : string.Empty)}, s) AS rn FROM ev)
            WHERE rn >= {first} AND rn <= {last};
            """,
            rows => rows.GroupBy(static r => r.K).SelectMany(group => Sorted(group, isDescending)
                .Select((r, i) => (Row: r, Rank: i + 1)).Where(r => r.Rank >= first && r.Rank <= last)
                .Select(r => Text(r.Row.K, r.Row.V, r.Row.S) + (showsRank ? $",{r.Rank}" : string.Empty))));
    }

    // NULL is the lowest value; rows that tie stand as they came.
    private static IEnumerable<ChainRow> Sorted(IEnumerable<ChainRow> rows, bool isDescending)
    {
        IOrderedEnumerable<ChainRow> byNumber = isDescending
            ? rows.OrderByDescending(static r => r.V ?? long.MinValue)
            : rows.OrderBy(static r => r.V ?? long.MinValue);
        return byNumber.ThenBy(static r => r.S is not null).ThenBy(static r => r.S, StringComparer.Ordinal);
    }

    private static ChainQuery Last() => new(
        """
        SELECT k, g, v, s FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY k, g ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1;
        """,
        rows => LastRows(rows).Select(static r => Text(r.K, r.G, r.V, r.S)));

    private static IEnumerable<ChainRow> LastRows(IReadOnlyList<ChainRow> rows) =>
        rows.GroupBy(static r => (r.K, r.G)).Select(static group => group.OrderBy(static r => r.TimeMs).Last());

    private static ChainQuery Nested(SplitMix64 random)
    {
        int above = random.Below(2) == 0 ? 0 : 1 + random.Below(2);
        return new ChainQuery(
            $"""
            SELECT g, COUNT(*) AS n, SUM(x) AS sx, MIN(x) AS mn, MAX(x) AS mx, COUNT(DISTINCT x) AS dx, MAX(t) AS mt
            FROM (SELECT k, g, SUM(v) AS x, MIN(s) AS t FROM ev GROUP BY k, g HAVING COUNT(*) > {above}) GROUP BY g;
            """,
            rows => rows.GroupBy(static r => (r.K, r.G)).Where(group => group.Count() > above)
                .Select(static group => new ChainRow(
                    0, null, group.Key.G, Sum(group.Select(static r => r.V)), Least(group.Select(static r => r.S))))
                .GroupBy(static r => r.G).Select(Aggregates));
    }

    private static ChainQuery TopOfGroups(SplitMix64 random)
    {
        int last = 1 + random.Below(3);
        int first = random.Below(3) == 0 ? last : 1;
        bool showsRank = random.Below(2) == 0;
        bool isDescending = random.Below(2) == 0;
        return new ChainQuery(
            $"""
            SELECT g, k, x{(showsRank ? ", rn" : string.Empty)} FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY g ORDER BY x{(isDescending ? " DESC" : string.Empty)}, k) AS rn
              FROM (SELECT k, g, SUM(v) AS x FROM ev GROUP BY k, g)) WHERE rn BETWEEN {first} AND {last};
            """,
            rows => rows.GroupBy(static r => (r.K, r.G))
                .Select(static group => new ChainRow(0, null, group.Key.G, Sum(group.Select(static r => r.V)), group.Key.K))
                .GroupBy(static r => r.G).SelectMany(group => Sorted(group, isDescending)
                    .Select((r, i) => (Row: r, Rank: i + 1)).Where(r => r.Rank >= first && r.Rank <= last)
                    .Select(r => Text(r.Row.G, r.Row.S, r.Row.V) + (showsRank ? $",{r.Rank}" : string.Empty))));
    }

    private static ChainQuery Sets(SplitMix64 random)
    {
        (string Keys, int[] Absent)[] forms =
        [
            ("ROLLUP (k, g)", [0, 1, 3]), ("CUBE (k, g)", [0, 1, 2, 3]), ("GROUPING SETS ((g), (k), ())", [2, 1, 3]),
            ("k, GROUPING SETS (g, ())", [0, 1]), ("ROLLUP ((k, g)), ()", [0, 3]),
        ];
        (string keys, int[] absent) = forms[random.Below(forms.Length)];
        return new ChainQuery(
            $"SELECT k, g, GROUPING(g) AS gg, GROUPING_ID(k, g) AS id, COUNT(*) AS n, SUM(v) AS sv FROM ev GROUP BY {keys};",
            rows => absent.SelectMany(id => SetOf(rows, id)));
    }

    private static IEnumerable<string> SetOf(IReadOnlyList<ChainRow> rows, int absent) => rows
        .GroupBy(r => ((absent & 2) == 0 ? r.K : null, (absent & 1) == 0 ? r.G : null))
        .Select(group => Text(
            group.Key.Item1, group.Key.Item2, absent & 1, absent, group.Count(), Sum(group.Select(static r => r.V))));

    private static ChainQuery OverSets() => new(
        """
        SELECT id, MAX(n) AS most, COUNT(*) AS c
        FROM (SELECT GROUPING_ID(k, g) AS id, COUNT(*) AS n FROM ev GROUP BY CUBE (k, g)) GROUP BY id;
        """,
        rows => Enumerable.Range(0, 4).Select(id => Text(
            id,
            rows.GroupBy(r => ((id & 2) == 0 ? r.K : null, (id & 1) == 0 ? r.G : null)).Max(static g => g.Count()),
            rows.GroupBy(r => ((id & 2) == 0 ? r.K : null, (id & 1) == 0 ? r.G : null)).Count())));

    private static ChainQuery OverLast() => new(
        """
        SELECT g, COUNT(*) AS n, SUM(v) AS sv, MIN(v) AS mn, MAX(v) AS mx, COUNT(DISTINCT v) AS dv, MAX(s) AS ms
        FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, g ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1 GROUP BY g;
        """,
        rows => LastRows(rows).GroupBy(static r => r.G).Select(Aggregates));

    private static ChainQuery ByArrival(SplitMix64 random)
    {
        bool isSet = random.Below(2) == 0;
        string distinct = isSet ? "DISTINCT " : string.Empty;
        return new ChainQuery(
            $"""
            SELECT g, FIRST_VALUE({distinct}v) AS fv, LAST_VALUE({distinct}v) AS lv, FIRST_VALUE(s) AS fs, LAST_VALUE(s) AS ls,
              LISTAGG({distinct}s, '+') AS js, LISTAGG(s) FILTER (WHERE v > 2) AS jf
            FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, g ORDER BY ts DESC) AS rn FROM ev) WHERE rn = 1 GROUP BY g;
            """,
            rows => ArrivalAnswer.Of(LastChanges(rows), isSet));
    }

    private static ChainQuery ByArrivalOfSums() => new(
        """
        SELECT g, FIRST_VALUE(v) AS fv, LAST_VALUE(v) AS lv, FIRST_VALUE(s) AS fs, LAST_VALUE(s) AS ls,
          LISTAGG(s, '+') AS js, LISTAGG(s) FILTER (WHERE v > 2) AS jf
        FROM (SELECT k, g, SUM(v) AS v, MAX(s) AS s FROM ev GROUP BY k, g) GROUP BY g;
        """,
        static rows => ArrivalAnswer.Of(SumChanges(rows), isSet: false));

    // What the first of two operators tells: a row, or that it takes the place of another.
    private static IEnumerable<(ChainRow? Old, ChainRow New)> LastChanges(IReadOnlyList<ChainRow> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            ChainRow? before = LastRows([.. rows.Take(i).Where(r => (r.K, r.G) == (rows[i].K, rows[i].G))]).FirstOrDefault();
            if (before is null || rows[i].TimeMs >= before.TimeMs)
            {
                yield return (before, rows[i]);
            }
        }
    }

    private static IEnumerable<(ChainRow? Old, ChainRow New)> SumChanges(IReadOnlyList<ChainRow> rows)
    {
        var shown = new Dictionary<(string?, string?), ChainRow>();
        for (int i = 0; i < rows.Count; i++)
        {
            (string? K, string? G) key = (rows[i].K, rows[i].G);
            ChainRow[] all = [.. rows.Take(i + 1).Where(r => (r.K, r.G) == key)];
            ChainRow? before = shown.GetValueOrDefault(key);
            var now = new ChainRow(0, key.K, key.G, Sum(all.Select(static r => r.V)), Greatest(all.Select(static r => r.S)));
            if (before is null || (before.V, before.S) != (now.V, now.S))
            {
                shown[key] = now;
                yield return (before, now);
            }
        }
    }

    private static string Aggregates(IGrouping<string?, ChainRow> group) => Text(
        group.Key,
        group.Count(),
        Sum(group.Select(static r => r.V)),
        group.Min(static r => r.V),
        group.Max(static r => r.V),
        group.Select(static r => r.V).Where(static v => v is not null).Distinct().Count(),
        Greatest(group.Select(static r => r.S)));

    private static ChainQuery First() => new(
        """
        SELECT k, v, s FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts ASC) AS rn FROM ev) WHERE rn = 1;
        """,
        rows => FirstRows(rows).Select(static r => Text(r.K, r.V, r.S)));

    private static ChainQuery FirstWindows() => new(
        """
        CREATE VIEW firsts AS SELECT ts, k, g, v FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY k, g, v ORDER BY ts) AS rn FROM ev) WHERE rn = 1;
        SELECT window_start, COUNT(*) AS n, SUM(v) AS sv
        FROM TABLE(TUMBLE(TABLE firsts, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
        """,
        rows => FirstRows([.. rows], static r => (r.K, r.G, r.V)).GroupBy(static r => r.TimeMs / 5000)
            .Where(window => ((window.Key + 1) * 5000) - 1 <= WatermarkOf(rows))
            .Select(static window => Text(
                ChainRow.TimeText(window.Key * 5000), window.Count(), Sum(window.Select(static r => r.V)))));

    private static IEnumerable<ChainRow> FirstRows(IReadOnlyList<ChainRow> rows) => FirstRows(rows, static r => r.K);

    // Row by row as the rule says: late rows go, an earlier one takes the place of one that waits.
    private static IEnumerable<ChainRow> FirstRows<T>(IReadOnlyList<ChainRow> rows, Func<ChainRow, T> key)
    {
        var shown = new List<ChainRow>();
        var waiting = new List<ChainRow>();
        long watermark = 0;
        foreach (ChainRow row in rows)
        {
            if (row.TimeMs >= watermark && !shown.Any(r => Equals(key(r), key(row))))
            {
                ChainRow? before = waiting.Find(r => Equals(key(r), key(row)));
                if (before is null || row.TimeMs < before.TimeMs)
                {
                    waiting.Remove(before!);
                    waiting.Add(row);
                }
            }

            // A timer of the watermark's own time waits for the next one, as Flink's do.
            if (row.TimeMs - DelayMs > watermark)
            {
                watermark = row.TimeMs - DelayMs;
                shown.AddRange(waiting.Where(r => r.TimeMs <= watermark));
                waiting.RemoveAll(r => r.TimeMs <= watermark);
            }
        }

        return shown;
    }

    private static long WatermarkOf(IReadOnlyList<ChainRow> rows) => rows.Max(static r => r.TimeMs) - DelayMs;

    private static int? Sum(IEnumerable<int?> numbers)
    {
        int?[] known = [.. numbers.Where(static n => n is not null)];
        return known.Length == 0 ? null : known.Sum();
    }

    private static string? Least(IEnumerable<string?> texts) =>
        texts.Where(static t => t is not null).Min(StringComparer.Ordinal);

    private static string? Greatest(IEnumerable<string?> texts) =>
        texts.Where(static t => t is not null).Max(StringComparer.Ordinal);

    private static string Text(params object?[] values) => string.Join(',', values.Select(static v => v ?? "NULL"));
}
