using System;
using System.Globalization;

namespace HotPath.Sql.Tests.Execution;

/// <summary>A row of a made-up stream; one that is equal to another is another row still.</summary>
internal sealed class ChainRow(long timeMs, string? k, string? g, int? v, string? s)
{
    public long TimeMs { get; } = timeMs;

    public string? K { get; } = k;

    public string? G { get; } = g;

    public int? V { get; } = v;

    public string? S { get; } = s;

    public static string TimeText(long timeMs) => DateTime.UnixEpoch.AddMilliseconds(timeMs)
        .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
