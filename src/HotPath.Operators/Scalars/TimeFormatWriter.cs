using System;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Writes one field of a <see cref="TimeFormat"/>.</summary>
internal static class TimeFormatWriter
{
    private const int ShortNameBytes = 3;

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
        'y' or 'u' =>
            PutNumber(count == 2 ? (int)CivilTime.FloorMod(time.Date.Year, 100) : time.Date.Year, count, target),
        'M' => count <= 2
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
        _ => PutFraction(time.Millisecond, count, target),
    };

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
