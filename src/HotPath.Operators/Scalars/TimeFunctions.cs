using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Times plus and minus intervals. Months keep the day and cut it to the month's end; a TIMESTAMP_LTZ moves as an
/// instant, in UTC, as in Flink.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.10.</remarks>
public static class TimeFunctions
{
    /// <summary>Timestamp + interval.</summary>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <returns>Unit: ms.</returns>
    public static long AddMsToTimestamp(long timeMs, long intervalMs) => unchecked(timeMs + intervalMs);

    /// <summary>Timestamp - interval.</summary>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <returns>Unit: ms.</returns>
    public static long SubtractMsToTimestamp(long timeMs, long intervalMs) => unchecked(timeMs - intervalMs);

    /// <summary>Timestamp + months.</summary>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="months">Unit: months.</param>
    /// <returns>Unit: ms.</returns>
    public static long AddMonthsToTimestamp(long timeMs, int months) =>
        (CivilTime.AddMonths(CivilTime.DayOf(timeMs), months) * CivilTime.DayMs) + CivilTime.MsOfDay(timeMs);

    /// <summary>Timestamp - months.</summary>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="months">Unit: months.</param>
    /// <returns>Unit: ms.</returns>
    public static long SubtractMonthsToTimestamp(long timeMs, int months) =>
        AddMonthsToTimestamp(timeMs, unchecked(-months));

    /// <summary>Date + interval; parts of a day do not count.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int AddMsToDate(int days, long intervalMs) => unchecked(days + (int)(intervalMs / CivilTime.DayMs));

    /// <summary>Date - interval; parts of a day do not count.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int SubtractMsToDate(int days, long intervalMs) =>
        unchecked(days - (int)(intervalMs / CivilTime.DayMs));

    /// <summary>Date + months.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="months">Unit: months.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int AddMonthsToDate(int days, int months) => CivilTime.AddMonths(days, months);

    /// <summary>Date - months.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="months">Unit: months.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int SubtractMonthsToDate(int days, int months) => CivilTime.AddMonths(days, unchecked(-months));

    /// <summary>Time of the day + interval, around the clock.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <returns>Range: 0 to 86,399,999. Unit: ms.</returns>
    public static int AddMsToTime(int timeOfDayMs, long intervalMs) =>
        (int)CivilTime.FloorMod(timeOfDayMs + (intervalMs % CivilTime.DayMs), CivilTime.DayMs);

    /// <summary>Time of the day - interval, around the clock.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <returns>Range: 0 to 86,399,999. Unit: ms.</returns>
    public static int SubtractMsToTime(int timeOfDayMs, long intervalMs) =>
        (int)CivilTime.FloorMod(timeOfDayMs - (intervalMs % CivilTime.DayMs), CivilTime.DayMs);

    /// <summary>Interval + timestamp.</summary>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <param name="timeMs">Unit: ms.</param>
    /// <returns>Unit: ms.</returns>
    public static long TimestampToMs(long intervalMs, long timeMs) => AddMsToTimestamp(timeMs, intervalMs);

    /// <summary>Months + timestamp.</summary>
    /// <param name="months">Unit: months.</param>
    /// <param name="timeMs">Unit: ms.</param>
    /// <returns>Unit: ms.</returns>
    public static long TimestampToMonths(int months, long timeMs) => AddMonthsToTimestamp(timeMs, months);

    /// <summary>Interval + date.</summary>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int DateToMs(long intervalMs, int days) => AddMsToDate(days, intervalMs);

    /// <summary>Months + date.</summary>
    /// <param name="months">Unit: months.</param>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int DateToMonths(int months, int days) => AddMonthsToDate(days, months);

    /// <summary>Interval + time of the day.</summary>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <returns>Range: 0 to 86,399,999. Unit: ms.</returns>
    public static int TimeToMs(long intervalMs, int timeOfDayMs) => AddMsToTime(timeOfDayMs, intervalMs);
}
