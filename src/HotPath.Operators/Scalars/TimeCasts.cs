using System;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Casts among times. A TIMESTAMP_LTZ becomes wall-clock time in the session zone, and a wall-clock time an instant
/// of it.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.10.</remarks>
public static class TimeCasts
{
    /// <summary>TIMESTAMP or TIMESTAMP_LTZ to one of fewer digits: cut.</summary>
    /// <param name="timeMs">Unit: ms.</param>
    /// <param name="unitMs">Unit: ms.</param>
    /// <returns>Unit: ms.</returns>
    public static long Cut(long timeMs, int unitMs) => timeMs - CivilTime.FloorMod(timeMs, unitMs);

    /// <summary>DATE to TIMESTAMP.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00.</returns>
    public static long DateToTimestamp(int days) => days * CivilTime.DayMs;

    /// <summary>TIMESTAMP to DATE.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int TimestampToDate(long localMs) => CivilTime.DayOf(localMs);

    /// <summary>TIME to one of fewer digits: cut.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="unitMs">Unit: ms.</param>
    /// <returns>Unit: ms of the day.</returns>
    public static int CutTime(int timeOfDayMs, int unitMs) => timeOfDayMs - (timeOfDayMs % unitMs);

    /// <summary>TIMESTAMP to TIME.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="unitMs">Unit to which the result is cut. Unit: ms.</param>
    /// <returns>Unit: ms of the day.</returns>
    public static int TimestampToTime(long localMs, int unitMs) => CutTime(CivilTime.MsOfDay(localMs), unitMs);

    /// <summary>TIME to TIMESTAMP, on 1970-01-01.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00.</returns>
    public static long TimeToTimestamp(int timeOfDayMs) => timeOfDayMs;

    /// <summary>TIMESTAMP to TIMESTAMP_LTZ.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="unitMs">Unit to which the result is cut. Unit: ms.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public static long TimestampToLtz(long localMs, int unitMs, ZoneRules zone) =>
        Guard(zone).ToEpochMs(Cut(localMs, unitMs), LocalAmbiguity.Earlier);

    /// <summary>TIMESTAMP_LTZ to TIMESTAMP.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="unitMs">Unit to which the result is cut. Unit: ms.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00.</returns>
    public static long LtzToTimestamp(long epochMs, int unitMs, ZoneRules zone) =>
        Cut(Guard(zone).ToLocalMs(epochMs), unitMs);

    /// <summary>TIMESTAMP_LTZ to DATE.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int LtzToDate(long epochMs, ZoneRules zone) => CivilTime.DayOf(Guard(zone).ToLocalMs(epochMs));

    /// <summary>TIMESTAMP_LTZ to TIME.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="unitMs">Unit to which the result is cut. Unit: ms.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms of the day.</returns>
    public static int LtzToTime(long epochMs, int unitMs, ZoneRules zone) =>
        TimestampToTime(Guard(zone).ToLocalMs(epochMs), unitMs);

    /// <summary>DATE to TIMESTAMP_LTZ: its midnight.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public static long DateToLtz(int days, ZoneRules zone) =>
        Guard(zone).ToEpochMs(days * CivilTime.DayMs, LocalAmbiguity.Earlier);

    /// <summary>TIME to TIMESTAMP_LTZ, on 1970-01-01 of the session zone.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="unitMs">Unit to which the result is cut. Unit: ms.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public static long TimeToLtz(int timeOfDayMs, int unitMs, ZoneRules zone) =>
        TimestampToLtz(timeOfDayMs, unitMs, zone);

    private static ZoneRules Guard(ZoneRules zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone;
    }
}
