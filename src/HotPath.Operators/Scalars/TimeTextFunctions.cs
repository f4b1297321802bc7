using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Times to text and back by pattern, and Unix times. A format is a constant when the pattern is a literal; else the
/// pattern is looked up for each row, and a bad one fails the row.
/// </summary>
/// <remarks>Threading: by their context. Source: specs/flink-semantics.md 2.9, 2.10.</remarks>
public static class TimeTextFunctions
{
    /// <summary>
    /// Letters that mean something else, or nothing, where Flink takes Java's older SimpleDateFormat: in FROM_UNIXTIME,
    /// UNIX_TIMESTAMP and DATE_FORMAT of a text, which for the same reason knows no milliseconds.
    /// </summary>
    internal const string Simple = "u" + TimeFormat.WrittenOnly;

    private const long YearZeroMs = -62_167_219_200_000;
    private const long YearTenThousandMs = 253_402_300_800_000;

    /// <summary>DATE_FORMAT of a TIMESTAMP.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The text, or NULL when the row fails.</returns>
    public static Utf8View? Format(long localMs, Utf8View pattern, TimeFormat known, ScalarContext context)
    {
        if (FormatOf(pattern, known, context) is not { } format)
        {
            return null;
        }

        _ = TextFunctions.TryTake(format.MaxLengthBytes, context, out Span<byte> target, out Utf8View result);
        return new Utf8View(result.Address, format.Write(localMs, target));
    }

    /// <summary>DATE_FORMAT of a TIMESTAMP_LTZ, FROM_UNIXTIME of milliseconds: in the session zone.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The text, or NULL when the row fails.</returns>
    public static Utf8View? FormatLtz(
        long epochMs, Utf8View pattern, TimeFormat known, ZoneRules zone, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Format(zone.ToLocalMs(epochMs), pattern, known, context);
    }

    /// <summary>DATE_FORMAT of a text that holds a timestamp.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The text; NULL for a text that is no timestamp.</returns>
    public static Utf8View? FormatText(Utf8View text, Utf8View pattern, TimeFormat known, ScalarContext context) =>
        LooseTime.TryTimestamp(text.Span, out long localMs) && FormatOf(pattern, known, context, Simple) is { } format
            ? Format(localMs - CivilTime.FloorMod(localMs, CivilTime.SecondMs), pattern, format, context)
            : null;

    /// <summary>TO_TIMESTAMP(text, pattern).</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="context">Compiled patterns.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00; NULL for a text that does not follow the pattern.</returns>
    public static long? Parse(Utf8View text, Utf8View pattern, TimeFormat known, ScalarContext context)
    {
        return FormatOf(pattern, known, context, TimeFormat.WrittenOnly) is { } format
            && format.TryRead(text.Span, out long localMs, out _)
                ? localMs
                : null;
    }

    /// <summary>TO_TIMESTAMP(text).</summary>
    /// <param name="text">Text.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00; NULL for a text that is no timestamp.</returns>
    public static long? ParseTimestamp(Utf8View text) =>
        LooseTime.TryTimestamp(text.Span, out long localMs) ? localMs : null;

    /// <summary>TO_TIMESTAMP_LTZ(text), in UTC.</summary>
    /// <param name="text">Text.</param>
    /// <returns>Unit: ms since the Unix epoch; NULL for a text that is no timestamp.</returns>
    public static long? ParseTimestampLtz(Utf8View text) => ParseTimestamp(text);

    /// <summary>TO_DATE(text).</summary>
    /// <param name="text">Text.</param>
    /// <returns>Unit: days since 1970-01-01; NULL for a text that is no date.</returns>
    public static int? ParseDate(Utf8View text) => LooseTime.TryDate(text.Span, out int days) ? days : null;

    /// <summary>TO_DATE(text, pattern); a day beyond the month's end runs into the next month, as in Flink.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="context">Compiled patterns.</param>
    /// <returns>Unit: days since 1970-01-01; NULL for a text that is no date of the pattern.</returns>
    public static int? ParseDateBy(Utf8View text, Utf8View pattern, TimeFormat known, ScalarContext context)
    {
        return FormatOf(pattern, known, context, TimeFormat.WrittenOnly) is { } format
            && format.TryRead(text.Span, out long localMs, out int cutDays)
                ? CivilTime.DayOf(localMs) + cutDays
                : null;
    }

    /// <summary>TO_TIMESTAMP_LTZ(number, precision): seconds for 0, milliseconds for 3.</summary>
    /// <param name="epoch">Seconds or milliseconds since the Unix epoch.</param>
    /// <param name="precision">0 or 3; another fails the row.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms since the Unix epoch; NULL outside of the years 0000 to 9999, as in Flink.</returns>
    public static long? FromEpoch(long epoch, int precision, ScalarContext context)
    {
        if (precision is not (0 or 3))
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
            return null;
        }

        return precision == 3 ? FromEpochMs(epoch)
            : epoch is >= YearZeroMs / CivilTime.SecondMs and < YearTenThousandMs / CivilTime.SecondMs
                ? epoch * CivilTime.SecondMs
                : null;
    }

    /// <summary>TO_TIMESTAMP_LTZ(number): milliseconds.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <returns>Unit: ms since the Unix epoch; NULL outside of the years 0000 to 9999, as in Flink.</returns>
    public static long? FromEpochMs(long epochMs) =>
        epochMs is >= YearZeroMs and < YearTenThousandMs ? epochMs : null;

    /// <summary>FROM_UNIXTIME(seconds, pattern), in the session zone.</summary>
    /// <param name="epochSeconds">Unit: s since the Unix epoch.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View? FromUnixTimeBy(
        long epochSeconds, Utf8View pattern, TimeFormat known, ZoneRules zone, ScalarContext context) =>
        FormatOf(pattern, known, context, Simple) is { } format
            ? FormatLtz(unchecked(epochSeconds * 1000), pattern, format, zone, context)
            : null;

    /// <summary>FROM_UNIXTIME(seconds), in the session zone.</summary>
    /// <param name="epochSeconds">Unit: s since the Unix epoch.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text, <c>yyyy-MM-dd HH:mm:ss</c>.</returns>
    public static Utf8View FromUnixTime(long epochSeconds, ZoneRules zone, ScalarContext context) =>
        ToTextCasts.TimestampLtz(unchecked(epochSeconds * 1000), 0, zone, int.MaxValue, context);

    /// <summary>UNIX_TIMESTAMP(text), in the session zone; of two instants the later, as in Flink.</summary>
    /// <param name="text">Text.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: s since the Unix epoch; the smallest BIGINT for a text that is no timestamp.</returns>
    public static long UnixTimestamp(Utf8View text, ZoneRules zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return LooseTime.TryTimestamp(text.Span, out long localMs)
            ? CivilTime.FloorDiv(zone.ToEpochMs(localMs, LocalAmbiguity.Later), CivilTime.SecondMs)
            : long.MinValue;
    }

    /// <summary>UNIX_TIMESTAMP(text, pattern), in the session zone.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern as written.</param>
    /// <param name="known">Compiled pattern, or <see cref="TimeFormat.PerRow"/>.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Compiled patterns.</param>
    /// <returns>Unit: s since the Unix epoch; the smallest BIGINT for a text that is no timestamp.</returns>
    public static long UnixTimestampBy(
        Utf8View text, Utf8View pattern, TimeFormat known, ZoneRules zone, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return FormatOf(pattern, known, context, Simple) is { } format
            && Parse(text, pattern, format, context) is { } localMs
            ? CivilTime.FloorDiv(zone.ToEpochMs(localMs, LocalAmbiguity.Later), CivilTime.SecondMs)
            : long.MinValue;
    }

    /// <summary>CURRENT_TIMESTAMP, NOW, CURRENT_ROW_TIMESTAMP, PROCTIME: the frame's ingest time.</summary>
    /// <param name="context">Row's context.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public static long Now(ScalarContext context) => Arithmetic.Guard(context).IngestTimeMs;

    /// <summary>LOCALTIMESTAMP: the frame's ingest time in the session zone.</summary>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Row's context.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00.</returns>
    public static long LocalNow(ZoneRules zone, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.ToLocalMs(Arithmetic.Guard(context).IngestTimeMs);
    }

    /// <summary>CURRENT_DATE: the day of the frame's ingest time in the session zone.</summary>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Row's context.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int Today(ZoneRules zone, ScalarContext context) => CivilTime.DayOf(LocalNow(zone, context));

    /// <summary>
    /// LOCALTIME, CURRENT_TIME: the time of the frame's ingest time in the session zone, in whole seconds.
    /// </summary>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Row's context.</param>
    /// <returns>Unit: ms of the day.</returns>
    public static int TimeOfDay(ZoneRules zone, ScalarContext context) =>
        TimeCasts.TimestampToTime(LocalNow(zone, context), (int)CivilTime.SecondMs);

    /// <summary>UNIX_TIMESTAMP(): the frame's ingest time.</summary>
    /// <param name="context">Row's context.</param>
    /// <returns>Unit: s since the Unix epoch.</returns>
    public static long UnixNow(ScalarContext context) =>
        CivilTime.FloorDiv(Arithmetic.Guard(context).IngestTimeMs, CivilTime.SecondMs);

    private static TimeFormat? FormatOf(
        Utf8View pattern, TimeFormat known, ScalarContext context, string refused = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!ReferenceEquals(known, TimeFormat.PerRow))
        {
            return known;
        }

        TimeFormat? format = context.TimeFormats.Get(pattern);
        if (format is null || format.FirstOf(refused) != '\0')
        {
            context.Fail(RejectReason.BadArgument);
            return null;
        }

        return format;
    }
}
