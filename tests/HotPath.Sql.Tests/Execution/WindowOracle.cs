using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Windowed aggregations, slow and obvious: keeps every row, puts it into each of its windows that has not fired, and
/// computes a window's answer from its rows when the watermark reaches its end. A session is its rows. Written from flink-semantics.md 2.3.
/// A window that has fired is kept for as long as lateness allows: its answer is computed without a late row and with it.
/// </summary>
internal sealed class WindowOracle(WindowQuery query)
{
    private readonly Dictionary<WindowRow, (long, int)> _places = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(string Clock, long EndMs, long StartMs)> _fired = [];
    private readonly Dictionary<(string Clock, long EndMs, long StartMs), List<WindowRow>> _open = [];
    private readonly List<(string Clock, string Key, List<WindowRow> Rows)> _sessions = [];
    private readonly Dictionary<string, long> _watermarks = [];
    private readonly List<string> _lateRows = [];
    private readonly List<string> _revisions = [];

    public long Late { get; private set; }

    /// <summary>Rows that came too late for some of their windows, or but for an open session, and not for others.</summary>
    public long PartlyLate { get; private set; }

    /// <summary>Windows that late rows changed after they had fired.</summary>
    public long Revised { get; private set; }

    /// <summary>Sessions that had come out and went on.</summary>
    public long Reopened { get; private set; }

    /// <summary>Rows that made one session of two.</summary>
    public long Bridges { get; private set; }

    /// <summary>What a row makes come out, and the row itself if it is late.</summary>
    public IReadOnlyList<string> Apply(WindowRow row)
    {
        _lateRows.Clear();
        _revisions.Clear();
        return [.. ApplyTo(row), .. _lateRows];
    }

    private IReadOnlyList<string> ApplyTo(WindowRow row)
    {
        string clock = query.IsTenantScoped ? row.Tenant : string.Empty;
        long watermarkMs = _watermarks.GetValueOrDefault(clock, long.MinValue);
        if (query.Passes(row) && query.Function == "SESSION")
        {
            AddToSession(clock, row, watermarkMs);
        }
        else if (query.Passes(row))
        {
            (long StartMs, long EndMs)[] windows = [.. WindowsOf(row.TimeMs)];
            int fired = windows.Count(w => w.EndMs - 1 <= watermarkMs);
            long firstEndMs = windows.Min(static w => w.EndMs);
            _places[row] = fired == 0 || query.IsKept ? (firstEndMs, 1) : (firstEndMs + (fired * query.StepMs), 0);
            long keptMs = query.LatenessOf(clock);
            if (windows.All(w => w.EndMs - 1 + keptMs <= watermarkMs))
            {
                AddLate(row, windows.Max(), watermarkMs);
            }

            PartlyLate += fired > 0 && fired < windows.Length ? 1 : 0;
            foreach ((long startMs, long endMs) in windows.Where(w => w.EndMs - 1 + keptMs > watermarkMs).OrderBy(static w => w.EndMs))
            {
                if (!_open.TryGetValue((clock, endMs, startMs), out List<WindowRow>? rows))
                {
                    _open[(clock, endMs, startMs)] = rows = [];
                }

                if (endMs - 1 > watermarkMs)
                {
                    rows.Add(row);
                }
                else
                {
                    _fired.Add((clock, endMs, startMs));
                    Revise(rows, row, startMs, endMs);
                }
            }
        }

        long nextMs = row.TimeMs - query.DelayMs;
        if (nextMs <= 0 || nextMs <= watermarkMs)
        {
            return _revisions;
        }

        _watermarks[clock] = nextMs;
        return [.. _revisions, .. Fire(clock, watermarkMs, nextMs)];
    }

    private void Revise(List<WindowRow> rows, WindowRow row, long startMs, long endMs)
    {
        string key = query.KeyOf(row);
        WindowRow[] old = [.. rows.Where(r => query.KeyOf(r) == key)];
        rows.Add(row);
        WindowRow[] now = [.. old, row];
        string? before = old.Length > query.HavingAbove ? Answer(startMs, endMs, key, old) : null;
        string? after = now.Length > query.HavingAbove ? Answer(startMs, endMs, key, now) : null;
        if (before == after)
        {
            return;
        }

        Revised++;
        _revisions.AddRange(before is null ? [] : [$"-U {before}"]);
        _revisions.AddRange(after is null ? [] : [$"{(old.Length == 0 ? "+I" : "+U")} {after}"]);
    }

    private string Answer(long startMs, long endMs, string key, WindowRow[] rows) =>
        $"1|{Time(startMs)},{Time(endMs)},{key}{Aggregate(rows)}";

    public IReadOnlyList<string> End() =>
        [.. _open.Keys.Select(static w => w.Clock).Concat(_sessions.Select(static s => s.Clock)).Distinct().ToArray()
            .SelectMany(c => Fire(c, _watermarks.GetValueOrDefault(c, long.MinValue), long.MaxValue))];

    public static string Time(long ms) =>
        DateTime.UnixEpoch.AddMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private void AddToSession(string clock, WindowRow row, long watermarkMs)
    {
        string key = query.KeyOf(row);
        var touched = _sessions.Where(s => s.Clock == clock && s.Key == key
            && s.Rows.Min(static r => r.TimeMs) <= row.TimeMs + query.SizeMs && row.TimeMs <= EndOf(s.Rows)).ToList();
        bool isLateAlone = row.TimeMs + query.SizeMs - 1 <= watermarkMs;
        PartlyLate += isLateAlone && touched.Count > 0 ? 1 : 0;
        Bridges += touched.Count > 1 ? 1 : 0;
        if (touched.Count == 0 && row.TimeMs + query.SizeMs - 1 + query.LatenessOf(clock) <= watermarkMs)
        {
            AddLate(row, (row.TimeMs, row.TimeMs + query.SizeMs), watermarkMs);
            return;
        }

        touched.ForEach(s => _sessions.Remove(s));
        touched = [.. touched.OrderBy(s => BucketOf(s.Rows)).ThenByDescending(static s => StartOf(s.Rows))];
        (string Clock, string Key, List<WindowRow> Rows) merged = (clock, key, [.. touched.SelectMany(static s => s.Rows), row]);
        _sessions.Add(merged);
        ReviseSession([.. touched.Where(s => EndOf(s.Rows) - 1 <= watermarkMs)], merged, EndOf(merged.Rows) - 1 <= watermarkMs);
    }

    // A session of other bounds is another one: those that came out are taken back, and it comes out now or when it ends.
    private void ReviseSession(
        (string Clock, string Key, List<WindowRow> Rows)[] shown, (string Clock, string Key, List<WindowRow> Rows) now, bool hasEnded)
    {
        int before = _revisions.Count;
        if (shown is [var only] && StartOf(only.Rows) == StartOf(now.Rows) && EndOf(only.Rows) == EndOf(now.Rows))
        {
            string[] changes = [.. AnswerOf(only).Select(static a => $"-U {a}"), .. AnswerOf(now).Select(static a => $"+U {a}")];
            _revisions.AddRange(changes is [var old, var next] && old[2..] == next[2..] ? [] : changes);
        }
        else
        {
            _revisions.AddRange(shown.SelectMany(AnswerOf).Select(static a => $"-D {a}"));
            _revisions.AddRange(hasEnded ? AnswerOf(now).Select(static a => $"+I {a}") : []);
        }

        Revised += _revisions.Count > before ? 1 : 0;
        Reopened += shown.Length > 0 && !hasEnded ? 1 : 0;
    }

    private string[] AnswerOf((string Clock, string Key, List<WindowRow> Rows) session) => session.Rows.Count > query.HavingAbove
        ? [Answer(StartOf(session.Rows), EndOf(session.Rows), session.Key, [.. session.Rows])]
        : [];

    private static long StartOf(List<WindowRow> session) => session.Min(static r => r.TimeMs);

    // Java's HashSet of Flink's TimeWindows: start plus the inverse of 2 end + 1, modulo 2^32, into 16 buckets.
    private BigInteger BucketOf(List<WindowRow> session)
    {
        BigInteger whole = BigInteger.Pow(2, 32);
        BigInteger odd = Modulo((2 * (BigInteger)EndOf(session)) + 1, whole);
        BigInteger hash = Modulo(StartOf(session) + BigInteger.ModPow(odd, (whole / 4) - 1, whole), whole);
        return (hash ^ (hash >> 16)) % 16;
    }

    private static BigInteger Modulo(BigInteger value, BigInteger whole) => ((value % whole) + whole) % whole;

    private void AddLate(WindowRow row, (long StartMs, long EndMs) last, long watermarkMs)
    {
        Late++;
        object?[] values =
        [
            watermarkMs - (last.EndMs - 1), row.Tenant, Time(last.EndMs), row.V, Time(last.StartMs), Time(row.TimeMs), row.K,
            row.Cents is { } cents ? Cents(cents) : null, row.S,
        ];
        _lateRows.Add("+I 2|" + string.Join(',', values.Select(static value => value ?? "NULL")));
    }

    private long EndOf(List<WindowRow> session) => session.Max(static r => r.TimeMs) + query.SizeMs;

    private IEnumerable<(long StartMs, long EndMs)> WindowsOf(long timeMs)
    {
        if (query.Function == "CUMULATE")
        {
            long startMs = Floor(timeMs, query.SizeMs);
            for (long endMs = startMs + query.StepMs; endMs <= startMs + query.SizeMs; endMs += query.StepMs)
            {
                if (timeMs < endMs)
                {
                    yield return (startMs, endMs);
                }
            }

            yield break;
        }

        for (long startMs = Floor(timeMs, query.StepMs); startMs > timeMs - query.SizeMs; startMs -= query.StepMs)
        {
            yield return (startMs, startMs + query.SizeMs);
        }
    }

    private long Floor(long timeMs, long stepMs) =>
        timeMs - ((((timeMs - query.OffsetMs) % stepMs) + stepMs) % stepMs);

    private List<string> Fire(string clock, long beforeMs, long watermarkMs)
    {
        var fired = new List<string>();
        var due = _open.Keys.Where(w => w.Clock == clock && w.EndMs - 1 <= watermarkMs && !_fired.Contains(w)).OrderBy(static w => w.EndMs).ToList();
        foreach ((string Clock, long EndMs, long StartMs) window in due)
        {
            foreach (IGrouping<string, WindowRow> group in _open[window].GroupBy(query.KeyOf))
            {
                WindowRow[] rows = [.. group];
                if (rows.Length > query.HavingAbove)
                {
                    fired.Add($"+I {Answer(window.StartMs, window.EndMs, group.Key, rows)}");
                }
            }

            _fired.Add(window);
        }

        foreach ((string Clock, long EndMs, long StartMs) window in _fired.Where(w => w.Clock == clock).ToList())
        {
            if (watermarkMs == long.MaxValue || window.EndMs - 1 + query.LatenessOf(clock) <= watermarkMs)
            {
                _open.Remove(window);
                _fired.Remove(window);
            }
        }

        foreach ((string Clock, string Key, List<WindowRow> Rows) session in
            _sessions.Where(s => s.Clock == clock && EndOf(s.Rows) - 1 <= watermarkMs).ToList())
        {
            fired.AddRange(EndOf(session.Rows) - 1 > beforeMs ? AnswerOf(session).Select(static a => $"+I {a}") : []);
            if (watermarkMs == long.MaxValue || EndOf(session.Rows) - 1 + query.LatenessOf(clock) <= watermarkMs)
            {
                _sessions.Remove(session);
            }
        }

        return fired;
    }

    private string Aggregate(WindowRow[] rows)
    {
        int[] v = [.. rows.Where(static r => r.V is not null).Select(static r => r.V!.Value)];
        long[] cents = [.. rows.Where(static r => r.Cents is not null).Select(static r => r.Cents!.Value)];
        double[] f = [.. rows.Where(static r => r.F is not null).Select(static r => r.F!.Value)];
        string[] s = [.. rows.Where(static r => r.S is not null).Select(static r => r.S!).Order(StringComparer.Ordinal)];
        int sum = v.Aggregate(0, static (a, b) => unchecked(a + b));
        object[] all =
        [
            rows.Length,
            v.Length,
            OrNull(v, sum),
            OrNull(v, v.Length == 0 ? 0 : (int)(v.Sum(static x => (long)x) / v.Length)),
            OrNull(v, v.DefaultIfEmpty().Min()),
            OrNull(v, v.DefaultIfEmpty().Max()),
            OrNull(cents, Cents(cents.Sum())),
            OrNull(cents, Average(cents)),
            OrNull(cents, Cents(cents.DefaultIfEmpty().Min())),
            OrNull(f, f.Sum().ToString("0.0##", CultureInfo.InvariantCulture)),
            s.FirstOrDefault("NULL"),
            s.LastOrDefault("NULL"),
            s.Distinct().Count(),
            OrNull(v, v.Distinct().Aggregate(0, static (a, b) => unchecked(a + b))),
            cents.Distinct().Count(),
            v.Count(static x => x > 3),
            Deviates(v, without: 0, 2.7001),
            Deviates(v.Where(static x => x < 5), without: 1, 1.7001 * 1.7001),
            Deviates(f, without: 0, 1.0001 * 1.0001),
            Sketches.Count(rows.Select(static r => r.S).Where(static x => x is not null).Select(static x => x!)),
            Sketches.Count(rows.Where(static r => r.V > 3 && r.Cents is not null).Select(static r => (Int128)r.Cents!.Value)),
            OrNull(v, Sketches.Percentile(v, 250_000_000)),
            OrNull(v, Sketches.Percentile(v, 900_000_000)),
            OrNull(cents, Cents(Sketches.Percentile(cents, 500_000_000))),
            ListOf(InOrder(rows), '|'),
            ListOf(InOrder(rows).Where(static r => r.V > 3), null),
            v.Select(static x => (object)x).FirstOrDefault("NULL"),
            rows.FirstOrDefault(static r => r.S is not null && r.V > 3)?.S ?? "NULL",
            OrNull(cents, Cents(cents.LastOrDefault())),
            rows.LastOrDefault(static r => r.S is not null)?.S ?? "NULL",
            OrNull(s, string.Join(',', rows.Select(static r => r.S).Where(static x => x is not null).Distinct())),
            Deviates(v.Distinct(), without: 0, 2.7001),
            Deviates(v.Where(static x => x < 5).Distinct(), without: 1, 1.7001 * 1.7001),
            Deviates(f.Distinct(), without: 0, 1.0001 * 1.0001),
            OrNull(v, v.Distinct().LastOrDefault()),
        ];
        return string.Join(',', query.Choose(all));
    }

    // As Flink merges: of HOP from the youngest pane, in its older form from the oldest, of CUMULATE those that are late for some windows behind those that
    // have fired. Sessions are in order.
    private IEnumerable<WindowRow> InOrder(WindowRow[] rows) => query.Function switch
    {
        "HOP" => rows.OrderBy(row => (query.IsCalled ? 1 : -1) * Floor(row.TimeMs, query.StepMs)),
        "CUMULATE" => rows.OrderBy(row => _places[row]),
        _ => rows,
    };

    private static string ListOf(IEnumerable<WindowRow> rows, char? separator)
    {
        string[] texts = [.. rows.Where(static row => row.S is not null).Select(static row => row.S!)];
        return texts.Length == 0 ? "NULL" : string.Join(separator?.ToString(), texts);
    }

    // No variance of so few values comes near the limits, so it shows in no order in which they are added up.
    private static string Deviates<T>(IEnumerable<T> values, int without, double limit)
        where T : INumber<T>
    {
        double[] numbers = [.. values.Select(double.CreateChecked)];
        if (numbers.Length <= without)
        {
            return "NULL";
        }

        double mean = numbers.Average();
        return numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - without) > limit ? "true" : "false";
    }

    private static object OrNull<T>(T[] values, object result) => values.Length == 0 ? "NULL" : result;

    private static string Cents(long cents) => (cents / 100m).ToString("F2", CultureInfo.InvariantCulture);

    private static string Average(long[] cents) => cents.Length == 0
        ? string.Empty
        : Math.Round(cents.Sum() / 100m / cents.Length, 6, MidpointRounding.AwayFromZero)
            .ToString("F6", CultureInfo.InvariantCulture);
}
