using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// A random query with a window over rows that change, and its slow answer: what a window of theirs holds is kept row by row, late
/// is what comes for a window that has gone, and each answer is computed from all of it anew.
/// </summary>
internal abstract class ChangingWindowQuery
{
    private const string Table = """
        CREATE TABLE ev (ts TIMESTAMP(3), k STRING, g STRING, v INT, s STRING,
          WATERMARK FOR ts AS ts - INTERVAL '2' SECOND)
        WITH ('connector' = 'filesystem', 'path' = 'x', 'format' = 'csv');

        """;

    private protected ChangingWindowQuery(string select, long latenessMs)
    {
        LatenessMs = latenessMs;
        Sql = $"SET 'hotpath.allowed-lateness' = '{latenessMs} ms';\n" + Table + select;
    }

    public string Sql { get; }

    /// <summary>Rows that no window has taken. Unit: rows of the windows' input.</summary>
    public int Late { get; private protected set; }

    /// <summary>Whether nothing is left when the input has ended.</summary>
    public abstract bool ForgetsAll { get; }

    private protected long LatenessMs { get; }

    private protected long WatermarkMs { get; private set; } = long.MinValue;

    public static ChangingWindowQuery Random(SplitMix64 random) =>
        random.Below(3) == 0 ? new WindowsOfLastRows(random) : new OverKeptWindows(random);

    /// <summary>A row comes, then its watermark.</summary>
    public void Add(ChainRow row)
    {
        Take(row);
        WatermarkMs = Math.Max(WatermarkMs, row.TimeMs - ChainQuery.DelayMs);
    }

    public void End() => WatermarkMs = long.MaxValue;

    /// <summary>All that has come out and has not been taken back.</summary>
    public abstract IEnumerable<string> Answer();

    private protected abstract void Take(ChainRow row);

    private protected bool HasFired(long endMs) => endMs - 1 <= WatermarkMs;

    // Written so that nothing overflows.
    private protected bool HasGone(long endMs) => endMs - 1 <= WatermarkMs - LatenessMs && WatermarkMs != long.MinValue;

    private protected static int? Sum(IEnumerable<int?> numbers)
    {
        int?[] known = [.. numbers.Where(static n => n is not null)];
        return known.Length == 0 ? null : known.Sum();
    }

    private protected static string Text(params object?[] values) => string.Join(',', values.Select(static v => v ?? "NULL"));
}
