using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Windows over processing time, slow and obvious: keeps every row with its ingest time and, at each frame, tells the windows that end
/// at the frame's ingest time or before, and have not yet, from their rows. Only then the frame's own row is looked at.
/// </summary>
internal sealed class ProcessingTimeOracle(string function, long stepMs, long sizeMs, string[] keys)
{
    private readonly List<(long TimeMs, string Key, int? V)> _rows = [];
    private readonly HashSet<(long StartMs, long EndMs)> _fired = [];
    private readonly List<(string Key, List<(long TimeMs, string Key, int? V)> Rows)> _sessions = [];

    /// <summary>Windows that came out.</summary>
    public int Fired { get; private set; }

    /// <summary>Rows of windows that have not.</summary>
    public int Open => function == "SESSION"
        ? _sessions.Sum(static s => s.Rows.Count)
        : _rows.Count(row => WindowsOf(row.TimeMs).Any(window => !_fired.Contains(window)));

    public IReadOnlyList<string> Pass(long nowMs)
    {
        var results = new List<string>();
        foreach ((long StartMs, long EndMs) window in _rows.SelectMany(row => WindowsOf(row.TimeMs)).Distinct()
            .Where(w => w.EndMs <= nowMs && !_fired.Contains(w)).ToList())
        {
            _fired.Add(window);
            results.AddRange(_rows.Where(row => row.TimeMs >= window.StartMs && row.TimeMs < window.EndMs).GroupBy(static row => row.Key)
                .Select(group => Result(window.StartMs, window.EndMs, group.Key, [.. group])));
        }

        foreach ((string Key, List<(long TimeMs, string Key, int? V)> Rows) session in _sessions
            .Where(s => s.Rows[^1].TimeMs + sizeMs <= nowMs).ToList())
        {
            _sessions.Remove(session);
            results.Add(Result(session.Rows[0].TimeMs, session.Rows[^1].TimeMs + sizeMs, session.Key, [.. session.Rows]));
        }

        Fired += results.Count;
        return results;
    }

    public void Add(long timeMs, string tenant, string? k, int? v)
    {
        string key = string.Concat(keys.Select(name => name == "tenant" ? $"{tenant}," : $"{k ?? "NULL"},"));
        if (function != "SESSION")
        {
            _rows.Add((timeMs, key, v));
            return;
        }

        if (_sessions.FindIndex(s => s.Key == key) is var found and >= 0)
        {
            _sessions[found].Rows.Add((timeMs, key, v));
            return;
        }

        _sessions.Add((key, [(timeMs, key, v)]));
    }

    private static string Result(long startMs, long endMs, string key, (long TimeMs, string Key, int? V)[] rows)
    {
        int[] values = [.. rows.Where(static row => row.V is not null).Select(static row => row.V!.Value)];
        string sum = values.Length == 0 ? "NULL" : $"{values.Sum()}";
        return $"+I 1|{WindowOracle.Time(startMs)},{WindowOracle.Time(endMs)},{key}{rows.Length},{sum},{values.Distinct().Count()}";
    }

    private IEnumerable<(long StartMs, long EndMs)> WindowsOf(long timeMs)
    {
        if (function == "CUMULATE")
        {
            long startMs = timeMs - (timeMs % sizeMs);
            return Enumerable.Range(1, (int)(sizeMs / stepMs)).Select(i => (startMs, startMs + (i * stepMs))).Where(w => timeMs < w.Item2);
        }

        long lastMs = timeMs - (timeMs % stepMs);
        return Enumerable.Range(0, (int)(sizeMs / stepMs)).Select(i => (lastMs - (i * stepMs), lastMs - (i * stepMs) + sizeMs));
    }
}
