using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using HotPath.Conformance.Levels;

namespace HotPath.Integration.Tests.Oracles;

/// <summary>
/// Tumbling aggregation, slow and obvious: keeps all rows of open windows in lists and aggregates them when they fire.
/// Written from flink-semantics.md 2.1, 2.3, 2.9 and 2.10 alone.
/// </summary>
public static class TumbleOracle
{
    /// <summary>Computes every output with the line that causes it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="rows">Rows in arrival order.</param>
    /// <returns>Changes, all of them +I.</returns>
    public static IReadOnlyList<Change> Run(TumbleQuery query, IReadOnlyList<OracleRow> rows)
    {
        var changes = new List<Change>();
        var open = new List<(string Clock, long StartMs, string Key, OracleRow Row)>();
        var watermarksMs = new Dictionary<string, long>();
        for (int i = 0; i < rows.Count; i++)
        {
            OracleRow row = rows[i];
            string clock = query.IsTenantScoped ? row.Tenant : string.Empty;
            long watermarkMs = watermarksMs.GetValueOrDefault(clock);
            long startMs = row.TimeMs - FloorMod(row.TimeMs - query.OffsetMs, query.SizeMs);
            bool isLate = startMs + query.SizeMs - 1 <= watermarkMs;
            if (!isLate && !(query.IsFiltered && row.V == 5))
            {
                open.Add((clock, startMs, KeyOf(query, row), row));
            }

            if (row.TimeMs - query.DelayMs > watermarkMs)
            {
                watermarksMs[clock] = row.TimeMs - query.DelayMs;
                Fire(query, open, w => w.Clock == clock && w.StartMs + query.SizeMs - 1 <= row.TimeMs - query.DelayMs, i + 1, changes);
            }
        }

        Fire(query, open, _ => true, Change.EndOfInput, changes);
        return changes;
    }

    private static void Fire(
        TumbleQuery query,
        List<(string Clock, long StartMs, string Key, OracleRow Row)> open,
        Func<(string Clock, long StartMs), bool> isDue,
        long line,
        List<Change> changes)
    {
        var due = open.Where(w => isDue((w.Clock, w.StartMs))).ToList();
        open.RemoveAll(w => isDue((w.Clock, w.StartMs)));
        foreach (var group in due.GroupBy(w => (w.StartMs, w.Key)))
        {
            OracleRow[] rows = [.. group.Select(g => g.Row)];
            IEnumerable<string> keys = query.Keys.Select(k => k == "tenant" ? rows[0].Tenant : rows[0].K ?? "NULL");
            changes.Add(new Change(
                line, "+I", [Time(group.Key.StartMs), Time(group.Key.StartMs + query.SizeMs), .. keys, .. Aggregate(rows)]));
        }
    }

    private static string[] Aggregate(OracleRow[] rows)
    {
        int[] v = [.. rows.Where(r => r.V is not null).Select(r => r.V!.Value)];
        long[] w = [.. rows.Where(r => r.W is not null).Select(r => r.W!.Value)];
        long[] cents = [.. rows.Where(r => r.Cents is not null).Select(r => r.Cents!.Value)];
        string[] s = [.. rows.Where(r => r.S is not null).Select(r => r.S!).Order(StringComparer.Ordinal)];
        BigInteger sumCents = cents.Aggregate(BigInteger.Zero, (a, b) => a + b);
        return
        [
            Text(rows.Length),
            Text(v.Length),
            v.Length == 0 ? "NULL" : Text(v.Aggregate(0, (a, b) => unchecked(a + b))),
            v.Length == 0 ? "NULL" : Text((int)(v.Aggregate(0L, (a, b) => a + b) / v.Length)),
            v.Length == 0 ? "NULL" : Text(v.Min()),
            v.Length == 0 ? "NULL" : Text(v.Max()),
            w.Length == 0 ? "NULL" : Text(w.Aggregate(0L, (a, b) => unchecked(a + b))),
            cents.Length == 0 ? "NULL" : Decimal(sumCents, 2),
            cents.Length == 0 ? "NULL" : Decimal(DivideHalfUp(sumCents * 10_000, cents.Length), 6),
            s.Length == 0 ? "NULL" : s[0],
            s.Length == 0 ? "NULL" : s[^1],
            Text(s.Distinct().Count()),
            Text(v.Count(x => x > 3)),
        ];
    }

    private static string KeyOf(TumbleQuery query, OracleRow row) =>
        string.Join('|', query.Keys.Select(k => k == "tenant" ? row.Tenant : row.K ?? "<null>"));

    private static BigInteger DivideHalfUp(BigInteger dividend, int divisor)
    {
        BigInteger magnitude = ((2 * BigInteger.Abs(dividend)) + divisor) / (2 * divisor);
        return dividend.Sign * magnitude;
    }

    private static string Decimal(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : string.Empty)}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static long FloorMod(long value, long modulus) => ((value % modulus) + modulus) % modulus;

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(long ms) =>
        DateTime.UnixEpoch.AddMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
