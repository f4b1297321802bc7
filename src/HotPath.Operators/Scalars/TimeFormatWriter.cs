using System;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Writes one field of a <see cref="TimeFormat"/>.</summary>
internal static class TimeFormatWriter
{
    private const int ShortNameBytes = 3;
    private const int ShortQuarterBytes = 2;

    internal static ReadOnlySpan<byte> MonthName(int month) => month switch
    {
        1 => "January"u8,
        2 => "February"u8,
        3 => "March"u8,
        4 => "April"u8,
        5 => "May"u8,
        6 => "June"u8,
        7 => "July"u8,
        8 => "August"u8,
        9 => "September"u8,
        10 => "October"u8,
        11 => "November"u8,
        _ => "December"u8,
    };

    internal static ReadOnlySpan<byte> DayName(int isoDay) => isoDay switch
    {
        1 => "Monday"u8,
        2 => "Tuesday"u8,
        3 => "Wednesday"u8,
        4 => "Thursday"u8,
        5 => "Friday"u8,
        6 => "Saturday"u8,
        _ => "Sunday"u8,
    };

    internal static int Put(char letter, int count, in TimeFields time, Span<byte> target) => letter switch
    {
        'y' or 'u' => PutYear(time.Date.Year, count, target),
        'M' or 'L' => count <= 2
            ? PutNumber(time.Date.Month, count, target)
            : PutText(Name(MonthName(time.Date.Month), count), target),
        'd' => PutNumber(time.Date.Day, count, target),
        'D' => PutNumber(CivilTime.DayOfYear(time.Days), count, target),
        'E' => PutText(Name(DayName(CivilTime.IsoDayOfWeek(time.Days)), count), target),
        'H' => PutNumber(time.Hour, count, target),
        'k' => PutNumber(time.Hour == 0 ? 24 : time.Hour, count, target),
        'K' => PutNumber(time.Hour % 12, count, target),
        'h' => PutNumber(time.Hour % 12 == 0 ? 12 : time.Hour % 12, count, target),
        'm' => PutNumber(time.Minute, count, target),
        's' => PutNumber(time.Second, count, target),
        'a' => PutText(time.Hour < 12 ? "AM"u8 : "PM"u8, target),
        'S' => PutFraction(time.Millisecond, count, target),
        _ => PutWritten(letter, count, time, target),
    };

    private static int PutWritten(char letter, int count, in TimeFields time, Span<byte> target)
    {
        int weekday = CivilTime.IsoDayOfWeek(time.Days) % 7;
        int saturday = time.Days + 6 - weekday;
        switch (letter)
        {
            case 'w':
                return PutNumber(((CivilTime.DayOfYear(saturday) - 1) / 7) + 1, count, target);
            case 'W':
                return PutNumber((time.Date.Day + 12 - weekday) / 7, count, target);
            case 'Y':
                return PutYear(CivilTime.FromDays(saturday).Year, count, target);
            case 'e' or 'c':
                return count <= 2
                    ? PutNumber(weekday + 1, count, target)
                    : PutText(Name(DayName(CivilTime.IsoDayOfWeek(time.Days)), count), target);
            case 'G':
                bool isBefore = time.Date.Year <= 0;
                return PutText(
                    count == 4 ? isBefore ? "Before Christ"u8 : "Anno Domini"u8 : isBefore ? "BC"u8 : "AD"u8, target);
            default:
                return PutQuarter(((time.Date.Month - 1) / 3) + 1, count, target);
        }
    }

    private static int PutQuarter(int quarter, int count, Span<byte> target)
    {
        ReadOnlySpan<byte> name = quarter switch
        {
            1 => "Q1 1st quarter"u8,
            2 => "Q2 2nd quarter"u8,
            3 => "Q3 3rd quarter"u8,
            _ => "Q4 4th quarter"u8,
        };
        return count <= 2
            ? PutNumber(quarter, count, target)
            : PutText(count == 3 ? name[..ShortQuarterBytes] : name[(ShortQuarterBytes + 1)..], target);
    }

    private static int PutYear(int year, int count, Span<byte> target) =>
        PutNumber(count == 2 ? (int)CivilTime.FloorMod(year, 100) : year, count, target);

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> name, int count) =>
        count == 4 ? name : name[..ShortNameBytes];

    private static int PutText(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static int PutNumber(int value, int digits, Span<byte> target)
    {
        int position = 0;
        if (value < 0)
        {
            target[position++] = (byte)'-';
            value = -value;
        }

        int length = Math.Max(digits, Foundation.Numerics.Powers.Digits((UInt128)value));
        for (int i = position + length - 1; i >= position; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        return position + length;
    }

    private static int PutFraction(int millisecond, int digits, Span<byte> target)
    {
        for (int i = 0; i < digits; i++)
        {
            int unit = i == 0 ? 100 : i == 1 ? 10 : 1;
            target[i] = (byte)('0' + (i < 3 ? millisecond / unit % 10 : 0));
        }

        return digits;
    }
}
