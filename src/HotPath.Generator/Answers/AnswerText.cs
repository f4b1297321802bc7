using System;
using System.Globalization;

namespace HotPath.Generator.Answers;

/// <summary>Values as csv sinks write them.</summary>
internal static class AnswerText
{
    private const long TenThousandths = 10_000;

    /// <summary>A whole second, in quotes because of its blank.</summary>
    public static string Second(long timeMs) => DateTime.UnixEpoch.AddMilliseconds(timeMs)
        .ToString("'\"'yyyy-MM-dd HH:mm:ss'\"'", CultureInfo.InvariantCulture);

    /// <summary>A time to the millisecond.</summary>
    public static string Instant(long timeMs) => DateTime.UnixEpoch.AddMilliseconds(timeMs)
        .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A sum of amounts; NULL when there was none.</summary>
    public static string Sum(AmountSum sum) => sum.Count == 0 ? "NULL" : Amount(sum.Mantissa);

    /// <summary>An amount with its four decimals.</summary>
    public static string Amount(Int128 mantissa)
    {
        string sign = mantissa < 0 ? "-" : string.Empty;
        Int128 size = Int128.Abs(mantissa);
        return string.Create(
            CultureInfo.InvariantCulture, $"{sign}{size / TenThousandths}.{(int)(size % TenThousandths):D4}");
    }
}
