using System;
using HotPath.Foundation.Time;

namespace HotPath.Dataflow.Text;

/// <summary>
/// Reads dates and times from UTF-8 text as Flink's formats and casts do: months, days, hours, minutes and seconds of
/// one or two digits, a fraction of up to nine, of which milliseconds count. Nothing allocates.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.10.</remarks>
public static class SqlTimeParse
{
    /// <summary>Reads a DATE, <c>yyyy-MM-dd</c>; a day that the month does not have is out of range.</summary>
    /// <param name="text">Text.</param>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Each outcome is possible.</returns>
    public static ParseOutcome Date(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        text = SqlParse.Trim(text);
        if (!TryCivil(ref text, out CivilDate date) || text.Length != 0)
        {
            return ParseOutcome.Malformed;
        }

        if (!CivilTime.IsValid(date.Year, date.Month, date.Day))
        {
            return ParseOutcome.OutOfRange;
        }

        days = CivilTime.ToDays(date.Year, date.Month, date.Day);
        return ParseOutcome.Ok;
    }

    /// <summary>Reads a TIME, <c>HH:mm:ss[.fff]</c>.</summary>
    /// <param name="text">Text.</param>
    /// <param name="timeOfDayMs">Range: 0 to 86,399,999. Unit: ms.</param>
    /// <returns>Each outcome is possible.</returns>
    public static ParseOutcome Time(ReadOnlySpan<byte> text, out int timeOfDayMs)
    {
        text = SqlParse.Trim(text);
        ParseOutcome outcome = Clock(ref text, out timeOfDayMs);
        return outcome == ParseOutcome.Ok && text.Length != 0 ? ParseOutcome.Malformed : outcome;
    }

    /// <summary>
    /// Reads a TIMESTAMP: <c>yyyy-MM-dd HH:mm:ss[.fff]</c>, with <c>T</c> for the blank in ISO-8601, or a date alone.
    /// Like Flink's, it cuts a day up to 31 to the month's end.
    /// </summary>
    /// <param name="text">Text.</param>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <returns>Each outcome is possible.</returns>
    public static ParseOutcome Timestamp(ReadOnlySpan<byte> text, out long localMs)
    {
        localMs = 0;
        text = SqlParse.Trim(text);
        if (!TryCivil(ref text, out CivilDate date))
        {
            return ParseOutcome.Malformed;
        }

        int timeOfDayMs = 0;
        if (text.Length > 0)
        {
            if (text[0] is not ((byte)' ' or (byte)'T'))
            {
                return ParseOutcome.Malformed;
            }

            text = text[1..];
            ParseOutcome outcome = Clock(ref text, out timeOfDayMs);
            if (outcome != ParseOutcome.Ok || text.Length != 0)
            {
                return outcome == ParseOutcome.Ok ? ParseOutcome.Malformed : outcome;
            }
        }

        if (date.Month is < 1 or > 12 || date.Day is < 1 or > 31)
        {
            return ParseOutcome.OutOfRange;
        }

        int day = Math.Min(date.Day, CivilTime.DaysInMonth(date.Year, date.Month));
        localMs = (CivilTime.ToDays(date.Year, date.Month, day) * CivilTime.DayMs) + timeOfDayMs;
        return ParseOutcome.Ok;
    }

    /// <summary>Reads a TIMESTAMP_LTZ: a timestamp in UTC that ends in <c>Z</c>.</summary>
    /// <param name="text">Text.</param>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <returns>Each outcome is possible.</returns>
    public static ParseOutcome TimestampLtz(ReadOnlySpan<byte> text, out long epochMs)
    {
        text = SqlParse.Trim(text);
        epochMs = 0;
        return text.Length > 0 && text[^1] == 'Z' ? Timestamp(text[..^1], out epochMs) : ParseOutcome.Malformed;
    }

    private static bool TryCivil(ref ReadOnlySpan<byte> text, out CivilDate date)
    {
        date = default;
        if (!TryDigits(ref text, 4, 4, out int year) || !TryByte(ref text, (byte)'-')
            || !TryDigits(ref text, 1, 2, out int month) || !TryByte(ref text, (byte)'-')
            || !TryDigits(ref text, 1, 2, out int day))
        {
            return false;
        }

        date = new CivilDate(year, month, day);
        return true;
    }

    private static ParseOutcome Clock(ref ReadOnlySpan<byte> text, out int timeOfDayMs)
    {
        timeOfDayMs = 0;
        if (!TryDigits(ref text, 1, 2, out int hour) || !TryByte(ref text, (byte)':')
            || !TryDigits(ref text, 1, 2, out int minute) || !TryByte(ref text, (byte)':')
            || !TryDigits(ref text, 1, 2, out int second) || !TryFraction(ref text, out int fractionMs))
        {
            return ParseOutcome.Malformed;
        }

        if (hour > 23 || minute > 59 || second > 59)
        {
            return ParseOutcome.OutOfRange;
        }

        timeOfDayMs = (((((hour * 60) + minute) * 60) + second) * 1000) + fractionMs;
        return ParseOutcome.Ok;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, out int fractionMs)
    {
        fractionMs = 0;
        if (!TryByte(ref text, (byte)'.'))
        {
            return true;
        }

        int count = 0;
        while (count < text.Length && count < 9 && (uint)(text[count] - '0') <= 9)
        {
            count++;
        }

        for (int i = 0; i < 3; i++)
        {
            fractionMs = (fractionMs * 10) + (i < count ? text[i] - '0' : 0);
        }

        text = text[count..];
        return true;
    }

    private static bool TryDigits(ref ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        value = 0;
        int count = 0;
        while (count < text.Length && count < most && (uint)(text[count] - '0') <= 9)
        {
            value = (value * 10) + text[count++] - '0';
        }

        text = text[count..];
        return count >= least;
    }

    private static bool TryByte(ref ReadOnlySpan<byte> text, byte expected)
    {
        if (text.Length == 0 || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }
}
