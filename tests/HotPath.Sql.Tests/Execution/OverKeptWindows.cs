using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Ranks, groups and windows over the rows of windows that late rows correct. What the inner windows show at any time is computed
/// from the rows that they have taken; what stands over them is computed from that alone.
/// </summary>
internal sealed class OverKeptWindows : ChangingWindowQuery
{
    private const long StepMs = 4000;
    private const long GapMs = 1500;
    private const long OuterMs = 10_000;

    private readonly Form _form;
    private readonly List<Window> _windows = [];

    public OverKeptWindows(SplitMix64 random)
        : this(new Form(
            ((string[])["TUMBLE", "HOP", "CUMULATE", "SESSION"])[random.Below(4)],
            1 + random.Below(3),
            random.Below(3),
            random.Below(2) == 0 ? 0 : 1,
            1 + random.Below(3),
            random.Below(2) == 0,
            random.Below(2) == 0),
            1 + random.Below(12_000))
    {
    }

    private OverKeptWindows(Form form, long latenessMs)
        : base(form.Select(), latenessMs) => _form = form;

    /// <inheritdoc/>
    public override bool ForgetsAll => true;

    /// <inheritdoc/>
    public override IEnumerable<string> Answer()
    {
        InnerRow[] shown =
        [
            .. _windows.Where(w => HasFired(w.EndMs) && w.Rows.Count > _form.Above)
                .Select(static w => new InnerRow(
                    w.StartMs, w.EndMs, w.K, w.G, w.Rows.Count, Sum(w.Rows.Select(static r => r.V)))),
        ];
        return _form.Outer switch
        {
            0 => shown.GroupBy(row => (row.StartMs, row.EndMs, _form.IsByGroup ? row.G : null))
                .SelectMany(partition => Ranks([.. partition])),
            1 => shown.GroupBy(static row => (row.StartMs, row.EndMs)).Select(static group => Text(
                ChainRow.TimeText(group.Key.StartMs), ChainRow.TimeText(group.Key.EndMs), Aggregates(group))),
            _ => shown.GroupBy(static row => (row.EndMs - 1) / OuterMs)
                .Where(group => HasFired((group.Key + 1) * OuterMs))
                .Select(static group => Text(ChainRow.TimeText(group.Key * OuterMs), Aggregates(group))),
        };
    }

    private protected override void Take(ChainRow row)
    {
        if (_form.Function == "SESSION")
        {
            TakeInSession(row);
            return;
        }

        bool isTaken = false;
        foreach ((long startMs, long endMs) in _form.WindowsOf(row.TimeMs))
        {
            if (!HasGone(endMs))
            {
                WindowOf(startMs, endMs, row).Rows.Add(row);
                isTaken = true;
            }
        }

        Late += isTaken ? 0 : 1;
    }

    private void TakeInSession(ChainRow row)
    {
        Window[] touched =
        [
            .. _windows.Where(w => w.K == row.K && w.G == row.G && !HasGone(w.EndMs)
                && w.StartMs <= row.TimeMs + GapMs && w.EndMs >= row.TimeMs),
        ];
        long startMs = touched.Select(static w => w.StartMs).Append(row.TimeMs).Min();
        long endMs = touched.Select(static w => w.EndMs).Append(row.TimeMs + GapMs).Max();
        if (HasGone(endMs))
        {
            Late++;
            return;
        }

        _windows.RemoveAll(touched.Contains);
        _windows.Add(new Window(startMs, endMs, row.K, row.G, [.. touched.SelectMany(static w => w.Rows), row]));
    }

    private Window WindowOf(long startMs, long endMs, ChainRow row)
    {
        Window? known = _windows.Find(w => w.StartMs == startMs && w.EndMs == endMs && w.K == row.K && w.G == row.G);
        if (known is null)
        {
            _windows.Add(known = new Window(startMs, endMs, row.K, row.G, []));
        }

        return known;
    }

    private IEnumerable<string> Ranks(InnerRow[] rows) => rows
        .OrderByDescending(static r => r.N)
        .ThenBy(static r => r.K is not null).ThenBy(static r => r.K, StringComparer.Ordinal)
        .ThenBy(static r => r.G is not null).ThenBy(static r => r.G, StringComparer.Ordinal)
        .Take(_form.Last)
        .Select((r, i) => Text(
            ChainRow.TimeText(r.StartMs), ChainRow.TimeText(r.EndMs), r.K, r.G, r.N, r.X)
            + (_form.ShowsRank ? $",{i + 1}" : string.Empty));

    private static string Aggregates(IEnumerable<InnerRow> rows)
    {
        InnerRow[] all = [.. rows];
        return Text(
            all.Length,
            all.Sum(static r => r.N),
            Sum(all.Select(static r => r.X)),
            all.Min(static r => r.X),
            all.Max(static r => r.X),
            all.Select(static r => r.K).Where(static k => k is not null).Distinct().Count());
    }

    private sealed record Window(long StartMs, long EndMs, string? K, string? G, List<ChainRow> Rows)
    {
        public bool Equals(Window? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => StartMs.GetHashCode();
    }

    private sealed record InnerRow(long StartMs, long EndMs, string? K, string? G, int N, int? X);

    private sealed record Form(string Function, int Steps, int Outer, int Above, int Last, bool IsByGroup, bool ShowsRank)
    {
        private long SizeMs => Function == "TUMBLE" ? StepMs : StepMs * Steps;

        private string Windows => Function switch
        {
            "TUMBLE" => "TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '4' SECOND)",
            "SESSION" => "SESSION(TABLE ev PARTITION BY (k, g), DESCRIPTOR(ts), INTERVAL '1.5' SECOND)",
            _ => $"{Function}(TABLE ev, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '{SizeMs / 1000}' SECOND)",
        };

        public string Select()
        {
            const string Aggregates =
                "COUNT(*) AS c, SUM(n) AS n, SUM(x) AS sx, MIN(x) AS mn, MAX(x) AS mx, COUNT(DISTINCT k) AS dk";
            string inner = $"""
                CREATE VIEW w AS SELECT window_start, window_end, window_time AS rt, k, g, COUNT(*) AS n, SUM(v) AS x
                FROM TABLE({Windows}) GROUP BY window_start, window_end, window_time, k, g HAVING COUNT(*) > {Above};

                """;
            return inner + Outer switch
            {
                0 => $"""
                    SELECT window_start, window_end, k, g, n, x{(ShowsRank ? ", rn" : string.Empty)} FROM (
                      SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end{(IsByGroup ? ", g" : string.Empty)}
                        ORDER BY n DESC, k, g) AS rn FROM w) WHERE rn <= {Last};
                    """,
                1 => $"SELECT window_start, window_end, {Aggregates} FROM w GROUP BY window_start, window_end;",
                _ => $"""
                    CREATE VIEW t AS SELECT rt, k, n, x FROM w;
                    SELECT window_start, {Aggregates} FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(rt), INTERVAL '10' SECOND))
                    GROUP BY window_start, window_end;
                    """,
            };
        }

        public IEnumerable<(long StartMs, long EndMs)> WindowsOf(long timeMs)
        {
            if (Function == "CUMULATE")
            {
                long startMs = timeMs - (timeMs % SizeMs);
                return Enumerable.Range(1, Steps).Select(i => (startMs, startMs + (i * StepMs))).Where(w => timeMs < w.Item2);
            }

            long lastMs = timeMs - (timeMs % StepMs);
            return Enumerable.Range(0, (int)(SizeMs / StepMs)).Select(i => (lastMs - (i * StepMs), lastMs - (i * StepMs) + SizeMs));
        }
    }
}
