using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Parts and units of times: EXTRACT, FLOOR, CEIL, TIMESTAMPDIFF, TIMESTAMPADD. A unit that is a literal is a
/// constant of the compiled query; any other is read from its text for each row and fails the row if it is none. A
/// TIMESTAMP_LTZ is taken in the session zone.
/// </summary>
/// <remarks>
/// Threading: pure functions but for the failure they report. FLOOR to WEEK is the Sunday; EXTRACT(WEEK) is ISO.
/// Source: specs/flink-semantics.md 2.10.
/// </remarks>
public static class TimeParts
{
    /// <summary>EXTRACT of a TIMESTAMP.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="timeMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The part.</returns>
    public static long Extract(Utf8View unitText, long timeMs, int unit, ScalarContext context)
    {
        int known = TimeUnits.Of(unitText, unit);
        if (known == TimeUnits.Unknown)
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
            return 0;
        }

        return Part(timeMs, known);
    }

    /// <summary>EXTRACT of a TIMESTAMP_LTZ, in the session zone.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The part.</returns>
    public static long ExtractLtz(Utf8View unitText, long epochMs, int unit, ZoneRules zone, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Extract(unitText, zone.ToLocalMs(epochMs), unit, context);
    }

    /// <summary>EXTRACT of a DATE.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The part.</returns>
    public static long ExtractDate(Utf8View unitText, int days, int unit, ScalarContext context) =>
        Extract(unitText, days * CivilTime.DayMs, unit, context);

    /// <summary>EXTRACT of a TIME.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The part.</returns>
    public static long ExtractTime(Utf8View unitText, int timeOfDayMs, int unit, ScalarContext context) =>
        Extract(unitText, timeOfDayMs, unit, context);

    /// <summary>YEAR(x), HOUR(x) and the like of a TIMESTAMP.</summary>
    /// <param name="timeMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="unit">Code of the unit.</param>
    /// <returns>The part.</returns>
    public static long PartOf(long timeMs, int unit) => Part(timeMs, unit);

    /// <summary>YEAR(x), HOUR(x) and the like of a TIMESTAMP_LTZ.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="unit">Code of the unit.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>The part.</returns>
    public static long PartOfLtz(long epochMs, int unit, ZoneRules zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Part(zone.ToLocalMs(epochMs), unit);
    }

    /// <summary>YEAR(x), MONTH(x) and the like of a DATE.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="unit">Code of the unit.</param>
    /// <returns>The part.</returns>
    public static long PartOfDate(int days, int unit) => Part(days * CivilTime.DayMs, unit);

    /// <summary>HOUR(x), MINUTE(x) and SECOND(x) of a TIME.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="unit">Code of the unit.</param>
    /// <returns>The part.</returns>
    public static long PartOfTime(int timeOfDayMs, int unit) => Part(timeOfDayMs, unit);

    /// <summary>FLOOR or CEIL of a TIMESTAMP.</summary>
    /// <param name="timeMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="isCeiling">CEIL.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00.</returns>
    public static long Round(long timeMs, Utf8View unitText, int unit, bool isCeiling, ScalarContext context)
    {
        int known = TimeUnits.Of(unitText, unit);
        if (TimeUnits.LengthMs(known) == 0 && TimeUnits.LengthMonths(known) == 0)
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
            return 0;
        }

        long floor = Floor(timeMs, known);
        return isCeiling && floor != timeMs ? Next(floor, known) : floor;
    }

    /// <summary>FLOOR or CEIL of a TIMESTAMP_LTZ, in the session zone.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="isCeiling">CEIL.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public static long RoundLtz(
        long epochMs, Utf8View unitText, int unit, bool isCeiling, ZoneRules zone, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        long local = Round(zone.ToLocalMs(epochMs), unitText, unit, isCeiling, context);
        return zone.ToEpochMs(local, LocalAmbiguity.Earlier);
    }

    /// <summary>FLOOR or CEIL of a DATE.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="isCeiling">CEIL.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int RoundDate(int days, Utf8View unitText, int unit, bool isCeiling, ScalarContext context) =>
        CivilTime.DayOf(Round(days * CivilTime.DayMs, unitText, unit, isCeiling, context));

    /// <summary>FLOOR or CEIL of a TIME to an hour or less, around the clock.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="isCeiling">CEIL.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Range: 0 to 86,399,999. Unit: ms.</returns>
    public static int RoundTime(int timeOfDayMs, Utf8View unitText, int unit, bool isCeiling, ScalarContext context)
    {
        int known = TimeUnits.Of(unitText, unit);
        if (known is < TimeUnits.Millisecond or > TimeUnits.Hour)
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
            return 0;
        }

        return CivilTime.MsOfDay(Round(timeOfDayMs, unitText, known, isCeiling, context));
    }

    /// <summary>TIMESTAMPDIFF: whole units from the first time to the second, truncated toward zero.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="fromMs">Unit: ms.</param>
    /// <param name="toMs">Unit: ms.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: as asked for.</returns>
    public static int Difference(Utf8View unitText, long fromMs, long toMs, int unit, ScalarContext context)
    {
        int known = TimeUnits.Of(unitText, unit);
        int months = TimeUnits.LengthMonths(known);
        if (months != 0)
        {
            return MonthsBetween(fromMs, toMs) / months;
        }

        long lengthMs = TimeUnits.LengthMs(known);
        if (lengthMs == 0)
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
            return 0;
        }

        return unchecked((int)((toMs - fromMs) / lengthMs));
    }

    /// <summary>TIMESTAMPADD to a TIMESTAMP or TIMESTAMP_LTZ.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="count">Number of units.</param>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms.</returns>
    public static long Shift(Utf8View unitText, int count, long timeMs, int unit, ScalarContext context)
    {
        int known = TimeUnits.Of(unitText, unit);
        int months = TimeUnits.LengthMonths(known);
        if (months != 0)
        {
            return TimeFunctions.AddMonthsToTimestamp(timeMs, unchecked(count * months));
        }

        long lengthMs = TimeUnits.LengthMs(known);
        if (lengthMs == 0)
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
        }

        return unchecked(timeMs + (count * lengthMs));
    }

    /// <summary>TIMESTAMPADD of days, weeks, months or longer to a DATE.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="count">Number of units.</param>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int ShiftDate(Utf8View unitText, int count, int days, int unit, ScalarContext context) =>
        CivilTime.DayOf(Shift(unitText, count, days * CivilTime.DayMs, unit, context));

    /// <summary>TIMESTAMPADD to a TIME, around the clock: days and longer units change nothing.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="count">Number of units.</param>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Range: 0 to 86,399,999. Unit: ms.</returns>
    public static int ShiftTime(Utf8View unitText, int count, int timeOfDayMs, int unit, ScalarContext context) =>
        CivilTime.MsOfDay(Shift(unitText, count, timeOfDayMs, unit, context));

    /// <summary>TIMESTAMPDIFF of two TIMEs.</summary>
    /// <param name="unitText">Unit as written.</param>
    /// <param name="fromMs">Unit: ms.</param>
    /// <param name="toMs">Unit: ms.</param>
    /// <param name="unit">Code of the unit, or -1.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: as asked for.</returns>
    public static int DifferenceOfTimes(Utf8View unitText, int fromMs, int toMs, int unit, ScalarContext context) =>
        Difference(unitText, fromMs, toMs, unit, context);

    private static long Part(long timeMs, int unit)
    {
        int days = CivilTime.DayOf(timeMs);
        int year = CivilTime.FromDays(days).Year;
        int timeOfDayMs = CivilTime.MsOfDay(timeMs);
        return unit switch
        {
            TimeUnits.Millisecond => timeOfDayMs % 1_000,
            TimeUnits.Microsecond => timeOfDayMs % 1_000 * 1_000L,
            TimeUnits.Second => timeOfDayMs / 1_000 % 60,
            TimeUnits.Minute => timeOfDayMs / 60_000 % 60,
            TimeUnits.Hour => timeOfDayMs / 3_600_000,
            TimeUnits.Day => CivilTime.FromDays(days).Day,
            TimeUnits.Week => CivilTime.IsoWeek(days),
            TimeUnits.Month => CivilTime.FromDays(days).Month,
            TimeUnits.Quarter => ((CivilTime.FromDays(days).Month - 1) / 3) + 1,
            TimeUnits.Year => year,
            TimeUnits.Decade => CivilTime.FloorDiv(year, 10),
            TimeUnits.Century => year > 0 ? (year + 99) / 100 : (year - 99) / 100,
            TimeUnits.Millennium => year > 0 ? (year + 999) / 1_000 : (year - 999) / 1_000,
            TimeUnits.DayOfWeek => (CivilTime.IsoDayOfWeek(days) % 7) + 1,
            TimeUnits.IsoDayOfWeek => CivilTime.IsoDayOfWeek(days),
            TimeUnits.DayOfYear => CivilTime.DayOfYear(days),
            TimeUnits.Epoch => CivilTime.FloorDiv(timeMs, CivilTime.SecondMs),
            _ => CivilTime.IsoWeekYear(days),
        };
    }

    private static long Floor(long timeMs, int unit)
    {
        if (unit == TimeUnits.Week)
        {
            int days = CivilTime.DayOf(timeMs);
            return (days - (CivilTime.IsoDayOfWeek(days) % 7)) * CivilTime.DayMs;
        }

        int months = TimeUnits.LengthMonths(unit);
        if (months == 0)
        {
            return timeMs - CivilTime.FloorMod(timeMs, TimeUnits.LengthMs(unit));
        }

        // Centuries and millennia begin with the year 1, decades with the year 0.
        int firstYear = unit is TimeUnits.Century or TimeUnits.Millennium ? 1 : 0;
        CivilDate date = CivilTime.FromDays(CivilTime.DayOf(timeMs));
        long month = ((date.Year - firstYear) * 12L) + date.Month - 1;
        month -= CivilTime.FloorMod(month, months);
        int year = (int)CivilTime.FloorDiv(month, 12) + firstYear;
        return CivilTime.ToDays(year, (int)CivilTime.FloorMod(month, 12) + 1, 1) * CivilTime.DayMs;
    }

    private static long Next(long floorMs, int unit)
    {
        int months = TimeUnits.LengthMonths(unit);
        return months == 0 ? floorMs + TimeUnits.LengthMs(unit) : TimeFunctions.AddMonthsToTimestamp(floorMs, months);
    }

    // Whole months by date; the time of the day counts only when the dates would meet, and then always downward:
    // Calcite's rule.
    private static int MonthsBetween(long fromMs, long toMs)
    {
        int fromDay = CivilTime.DayOf(fromMs);
        int toDay = CivilTime.DayOf(toMs);
        int months = toDay >= fromDay ? WholeMonths(fromDay, toDay) : -WholeMonths(toDay, fromDay);
        bool isShort = CivilTime.AddMonths(fromDay, months) == toDay
            && CivilTime.MsOfDay(toMs) < CivilTime.MsOfDay(fromMs);
        return isShort ? months - 1 : months;
    }

    private static int WholeMonths(int fromDay, int toDay)
    {
        CivilDate from = CivilTime.FromDays(fromDay);
        CivilDate to = CivilTime.FromDays(toDay);
        int months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return CivilTime.AddMonths(fromDay, months) > toDay ? months - 1 : months;
    }
}
