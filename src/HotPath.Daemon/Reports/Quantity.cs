using System;
using System.Globalization;

namespace HotPath.Daemon.Reports;

/// <summary>Numbers as people read them; the same in every culture.</summary>
internal static class Quantity
{
    private const double Kibi = 1024;

    /// <summary>A count with separators.</summary>
    /// <param name="value">Count.</param>
    /// <returns>For example <c>1,234,567</c>.</returns>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun.</summary>
    /// <param name="value">Count.</param>
    /// <param name="noun">Singular; an s is added.</param>
    /// <returns>For example <c>1 row</c>, <c>2 rows</c>.</returns>
    public static string Count(long value, string noun) => $"{Count(value)} {noun}{(value == 1 ? string.Empty : "s")}";

    /// <summary>A rate in three digits.</summary>
    /// <param name="perSecond">Events per second.</param>
    /// <returns>For example <c>5.12 M/s</c>.</returns>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 1e6 => $"{Digits(perSecond / 1e6)} M/s",
        >= 1e4 => $"{Digits(perSecond / 1e3)} k/s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond:F0}/s"),
    };

    /// <summary>A size in three digits.</summary>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>For example <c>12.3 MiB</c>.</returns>
    public static string Bytes(long lengthBytes) => lengthBytes switch
    {
        >= 1L << 30 => $"{Digits(lengthBytes / (Kibi * Kibi * Kibi))} GiB",
        >= 1L << 20 => $"{Digits(lengthBytes / (Kibi * Kibi))} MiB",
        >= 1L << 10 => $"{Digits(lengthBytes / Kibi)} KiB",
        _ => $"{lengthBytes} B",
    };

    /// <summary>A duration in three digits.</summary>
    /// <param name="span">Duration.</param>
    /// <returns>For example <c>850 ms</c>, <c>12.3 s</c>, <c>1 h 02 min</c>.</returns>
    public static string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        >= 3600 => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours} h {span.Minutes:D2} min"),
        >= 60 => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds:D2} s"),
        >= 1 => $"{Digits(span.TotalSeconds)} s",
        _ => $"{Digits(span.TotalMilliseconds)} ms",
    };

    /// <summary>A latency in three digits.</summary>
    /// <param name="ns">Unit: ns.</param>
    /// <returns>For example <c>850 ns</c>, <c>12.3 us</c>, <c>4.10 ms</c>.</returns>
    public static string Nanoseconds(double ns) => ns switch
    {
        >= 1e9 => Duration(TimeSpan.FromSeconds(ns / 1e9)),
        >= 1e6 => $"{Digits(ns / 1e6)} ms",
        >= 1e3 => $"{Digits(ns / 1e3)} us",
        _ => string.Create(CultureInfo.InvariantCulture, $"{ns:F0} ns"),
    };

    /// <summary>An event time.</summary>
    /// <param name="timeMs">Unit: ms since the Unix epoch; the extremes mean none yet and the end of input.</param>
    /// <returns>UTC, for example <c>2016-08-01 12:00:00.000</c>; <c>none</c>; <c>end</c>.</returns>
    public static string EventTime(long timeMs)
    {
        const long first = -62_135_596_800_000;
        const long last = 253_402_300_799_999;
        return timeMs switch
        {
            long.MinValue => "none",
            long.MaxValue => "end",
            < first or > last => string.Create(CultureInfo.InvariantCulture, $"{timeMs} ms"),
            _ => DateTimeOffset.FromUnixTimeMilliseconds(timeMs)
                .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        };
    }

    private static string Digits(double value)
    {
        string format = value switch { >= 99.95 => "F0", >= 9.995 => "F1", _ => "F2" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
