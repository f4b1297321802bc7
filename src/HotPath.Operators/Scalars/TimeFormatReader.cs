using System;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Collects the fields that a <see cref="TimeFormat"/> reads.</summary>
internal struct TimeFormatReader()
{
    private const int TwoDigitBaseYear = 2000;
    private const int MaxYearDigits = 9;

    private int _year = 1970;
    private int _month = 1;
    private int _day = 1;
    private int _dayOfYear;
    private int _hour;
    private int _halfDayHour = -1;
    private int _minute;
    private int _second;
    private int _millisecond;
    private bool _isAfternoon;

    internal bool TryField(char letter, int count, bool isNumberNext, ref ReadOnlySpan<byte> text)
    {
        switch (letter)
        {
            case 'S':
                return TryFraction(count, ref text);
            case 'a':
                return TryHalfDay(ref text);
            case 'E':
                return TryName(count, isMonth: false, ref text, out _);
            case 'M' when count > 2:
                return TryName(count, isMonth: true, ref text, out _month);
            case 'y' or 'u':
                int most = count == 2 ? 2 : isNumberNext ? Math.Max(count, 1) : MaxYearDigits;
                bool isRead = TryNumber(count == 1 ? 1 : Math.Min(count, 4), most, ref text, out _year);
                _year += count == 2 ? TwoDigitBaseYear : 0;
                return isRead;
            default:
                int width = letter == 'D' ? 3 : 2;
                return TryNumber(
                    count, count == 1 && !isNumberNext ? width : Math.Max(count, 1), ref text, out int value)
                    && TrySet(letter, value);
        }
    }

    internal readonly bool TryFinish(out long localMs, out int cutDays)
    {
        localMs = 0;
        cutDays = 0;
        if (_month is < 1 or > 12 || _day is < 1 or > 31)
        {
            return false;
        }

        int day = Math.Min(_day, CivilTime.DaysInMonth(_year, _month));
        cutDays = _day - day;
        int days = _dayOfYear > 0
            ? CivilTime.ToDays(_year, 1, 1) + _dayOfYear - 1
            : CivilTime.ToDays(_year, _month, day);
        int hour = _halfDayHour < 0 ? _hour : (_halfDayHour % 12) + (_isAfternoon ? 12 : 0);
        localMs = (days * CivilTime.DayMs) + (((((hour * 60L) + _minute) * 60) + _second) * 1000) + _millisecond;
        return true;
    }

    private bool TrySet(char letter, int value)
    {
        switch (letter)
        {
            case 'M':
                _month = value;
                return value is >= 1 and <= 12;
            case 'd':
                _day = value;
                return value is >= 1 and <= 31;
            case 'D':
                _dayOfYear = value;
                return value is >= 1 and <= 366;
            case 'H':
                _hour = value;
                return value <= 23;
            case 'k':
                _hour = value % 24;
                return value is >= 1 and <= 24;
            case 'h':
                _halfDayHour = value;
                return value is >= 1 and <= 12;
            case 'K':
                _halfDayHour = value;
                return value <= 11;
            case 'm':
                _minute = value;
                return value <= 59;
            default:
                _second = value;
                return value <= 59;
        }
    }

    private bool TryFraction(int count, ref ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < Math.Max(count, 3); i++)
        {
            int digit = 0;
            if (i < count)
            {
                if (text.Length == 0 || !char.IsAsciiDigit((char)text[0]))
                {
                    return false;
                }

                digit = text[0] - '0';
                text = text[1..];
            }

            _millisecond = i < 3 ? (_millisecond * 10) + digit : _millisecond;
        }

        return true;
    }

    private bool TryHalfDay(ref ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[1] != 'M' || text[0] is not ((byte)'A' or (byte)'P'))
        {
            return false;
        }

        _isAfternoon = text[0] == 'P';
        text = text[2..];
        return true;
    }

    private static bool TryName(int count, bool isMonth, ref ReadOnlySpan<byte> text, out int number)
    {
        for (number = 1; number <= (isMonth ? 12 : 7); number++)
        {
            ReadOnlySpan<byte> name = isMonth ? TimeFormatWriter.MonthName(number) : TimeFormatWriter.DayName(number);
            name = count == 4 ? name : name[..3];
            if (text.StartsWith(name))
            {
                text = text[name.Length..];
                return true;
            }
        }

        return false;
    }

    private static bool TryNumber(int least, int most, ref ReadOnlySpan<byte> text, out int value)
    {
        int length = 0;
        value = 0;
        while (length < most && length < text.Length && char.IsAsciiDigit((char)text[length]))
        {
            value = (value * 10) + text[length++] - '0';
        }

        text = text[length..];
        return length >= least;
    }
}
