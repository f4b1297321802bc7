using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>TUMBLE over the last row of each key, or over a Top-2: a row that is replaced leaves its window, if that is still there.</summary>
internal sealed class WindowsOfLastRows : ChangingWindowQuery
{
    private const long SizeMs = 5000;

    private readonly bool _isTop;
    private readonly bool _isGrouped;
    private readonly bool _isDistinct;
    private readonly List<ChainRow> _all = [];
    private readonly List<ChainRow> _held = []; // those in windows
    private List<ChainRow> _shown = []; // those that the first operator shows

    public WindowsOfLastRows(SplitMix64 random)
        : this(random.Below(3) == 0, random.Below(2) == 0, random.Below(4) == 0, random.Below(2) == 0 ? 0 : random.Below(9000))
    {
    }

    private WindowsOfLastRows(bool isTop, bool isGrouped, bool isDistinct, long latenessMs)
        : base(Select(isTop, isGrouped, isDistinct), latenessMs)
    {
        _isTop = isTop;
        _isGrouped = isGrouped;
        _isDistinct = isDistinct;
    }

    /// <inheritdoc/>
    public override bool ForgetsAll => false;

    /// <inheritdoc/>
    public override IEnumerable<string> Answer() => _held
        .GroupBy(static row => row.TimeMs / SizeMs)
        .Where(window => HasFired((window.Key + 1) * SizeMs))
        .SelectMany(window => _isDistinct
            ? window.Select(row => Text(Start(window.Key), row.G, row.V)).Distinct()
            : window.GroupBy(row => _isGrouped ? row.G : null).Select(group => Text(
                Start(window.Key),
                _isGrouped ? group.Key : "all",
                group.Count(),
                Sum(group.Select(static r => r.V)),
                group.Min(static r => r.V),
                group.Max(static r => r.V),
                group.Select(static r => r.V).Where(static v => v is not null).Distinct().Count(),
                group.Select(static r => r.S).Where(static s => s is not null).Max(StringComparer.Ordinal))));

    private protected override void Take(ChainRow row)
    {
        _all.Add(row);
        List<ChainRow> now = _isTop ? [.. Tops()] : [.. Lasts()];
        foreach (ChainRow gone in _shown.Except(now).Where(r => !HasGone(EndOf(r))))
        {
            _held.Remove(gone);
        }

        foreach (ChainRow come in now.Except(_shown))
        {
            if (HasGone(EndOf(come)))
            {
                Late++;
            }
            else
            {
                _held.Add(come);
            }
        }

        _shown = now;
    }

    private static string Select(bool isTop, bool isGrouped, bool isDistinct)
    {
        string over = isTop ? "PARTITION BY k ORDER BY v DESC, s" : "PARTITION BY k, g ORDER BY ts DESC";
        string windows = "TABLE(TUMBLE(TABLE shown, DESCRIPTOR(ts), INTERVAL '5' SECOND))";
        string view = $"""
            CREATE VIEW shown AS SELECT ts, k, g, v, s FROM (
              SELECT *, ROW_NUMBER() OVER ({over}) AS rn FROM ev) WHERE rn <= {(isTop ? 2 : 1)};

            """;
        return view + (isDistinct
            ? $"SELECT window_start, g, v FROM (SELECT DISTINCT window_start, window_end, g, v FROM {windows});"
            : $"""
                SELECT window_start, {(isGrouped ? "g" : "'all' AS g")}, COUNT(*) AS n, SUM(v) AS sv, MIN(v) AS mn, MAX(v) AS mx,
                  COUNT(DISTINCT v) AS dv, MAX(s) AS ms
                FROM {windows} GROUP BY window_start, window_end{(isGrouped ? ", g" : string.Empty)};
                """);
    }

    private static string Start(long window) => ChainRow.TimeText(window * SizeMs);

    private static long EndOf(ChainRow row) => ((row.TimeMs / SizeMs) + 1) * SizeMs;

    private IEnumerable<ChainRow> Lasts() => _all
        .GroupBy(static r => (r.K, r.G)).Select(static group => group.OrderBy(static r => r.TimeMs).Last());

    // NULL is the lowest value; rows that tie stand as they came.
    private IEnumerable<ChainRow> Tops() => _all.GroupBy(static r => r.K).SelectMany(static group => group
        .OrderByDescending(static r => r.V ?? long.MinValue)
        .ThenBy(static r => r.S is not null).ThenBy(static r => r.S, StringComparer.Ordinal).Take(2));
}
