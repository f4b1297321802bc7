using System;
using System.Runtime.CompilerServices;

namespace HotPath.Foundation.Time;

/// <summary>
/// The proleptic Gregorian calendar over day numbers: years, months and days without <see cref="DateTime"/>'s range.
/// A year is counted from March, so that the leap day comes last and every month's start is one linear formula.
/// </summary>
/// <remarks>Threading: pure functions. Days are counted from 1970-01-01, years are astronomical (0 is 1 BC).</remarks>
public static class CivilTime
{
    /// <summary>Milliseconds of a day. Unit: ms.</summary>
    public const long DayMs = 86_400_000;

    /// <summary>Milliseconds of an hour. Unit: ms.</summary>
    public const long HourMs = 3_600_000;

    /// <summary>Milliseconds of a minute. Unit: ms.</summary>
    public const long MinuteMs = 60_000;

    /// <summary>Milliseconds of a second. Unit: ms.</summary>
    public const long SecondMs = 1_000;

    // 400 Gregorian years; days from 0000-03-01 to 1970-01-01.
    private const int DaysPerEra = 146_097;
    private const int EpochOffsetDays = 719_468;

    /// <summary>Day number of a date.</summary>
    /// <param name="year">Astronomical year.</param>
    /// <param name="month">Range: 1 to 12.</param>
    /// <param name="day">Range: 1 to 31; a day past the month's end runs into the next month.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int ToDays(int year, int month, int day)
    {
        int shifted = month <= 2 ? year - 1 : year;
        int era = FloorDiv(shifted, 400);
        int yearOfEra = shifted - (era * 400);
        int dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - EpochOffsetDays;
    }

    /// <summary>Date of a day number.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Year, month and day.</returns>
    public static CivilDate FromDays(int days)
    {
        long shifted = (long)days + EpochOffsetDays;
        int era = (int)FloorDiv(shifted, DaysPerEra);
        int dayOfEra = (int)(shifted - ((long)era * DaysPerEra));
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int month = ((5 * dayOfYear) + 2) / 153;
        int day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        int year = yearOfEra + (era * 400);
        return month < 10 ? new CivilDate(year, month + 3, day) : new CivilDate(year + 1, month - 9, day);
    }

    /// <summary>Whether a year has 366 days.</summary>
    /// <param name="year">Astronomical year.</param>
    /// <returns>Gregorian leap rule.</returns>
    public static bool IsLeapYear(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>Length of a month.</summary>
    /// <param name="year">Astronomical year.</param>
    /// <param name="month">Range: 1 to 12.</param>
    /// <returns>Unit: days.</returns>
    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Whether year, month and day name a real date.</summary>
    /// <param name="year">Astronomical year.</param>
    /// <param name="month">Any number.</param>
    /// <param name="day">Any number.</param>
    /// <returns><see langword="false"/> for a month or day that does not exist.</returns>
    public static bool IsValid(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth(year, month);

    /// <summary>Day of the week, ISO.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Monday = 1 to Sunday = 7.</returns>
    public static int IsoDayOfWeek(int days) => (int)FloorMod(days + 3L, 7) + 1;

    /// <summary>Day of the year.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Range: 1 to 366.</returns>
    public static int DayOfYear(int days) => days - ToDays(FromDays(days).Year, 1, 1) + 1;

    /// <summary>Week of the ISO year: the week of a date is that of its Thursday.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Range: 1 to 53.</returns>
    public static int IsoWeek(int days) => ((DayOfYear(ThursdayOf(days)) - 1) / 7) + 1;

    /// <summary>Year that the ISO week of a date belongs to.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Astronomical year.</returns>
    public static int IsoWeekYear(int days) => FromDays(ThursdayOf(days)).Year;

    /// <summary>The date some months away; the day is cut to the month's end.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="months">May be negative. Unit: months.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int AddMonths(int days, int months)
    {
        CivilDate date = FromDays(days);
        long month = (date.Year * 12L) + date.Month - 1 + months;
        int year = (int)FloorDiv(month, 12);
        int monthOfYear = (int)FloorMod(month, 12) + 1;
        return ToDays(year, monthOfYear, Math.Min(date.Day, DaysInMonth(year, monthOfYear)));
    }

    /// <summary>Day number of an instant or wall-clock time.</summary>
    /// <param name="timeMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DayOf(long timeMs) => (int)FloorDiv(timeMs, DayMs);

    /// <summary>Time of the day of an instant or wall-clock time.</summary>
    /// <param name="timeMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <returns>Range: 0 to 86,399,999. Unit: ms.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MsOfDay(long timeMs) => (int)FloorMod(timeMs, DayMs);

    /// <summary>Quotient rounded toward negative infinity.</summary>
    /// <param name="dividend">Any number.</param>
    /// <param name="divisor">Positive.</param>
    /// <returns>The quotient.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorDiv(long dividend, long divisor)
    {
        long quotient = dividend / divisor;
        return dividend - (quotient * divisor) < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Remainder that is never negative.</summary>
    /// <param name="dividend">Any number.</param>
    /// <param name="divisor">Positive.</param>
    /// <returns>Range: 0 to divisor - 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorMod(long dividend, long divisor)
    {
        long remainder = dividend % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }

    private static int FloorDiv(int dividend, int divisor) => (int)FloorDiv((long)dividend, divisor);

    private static int ThursdayOf(int days) => days - IsoDayOfWeek(days) + 4;
}
