using HotPath.Foundation.Time;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Scalars;

/// <summary>
/// The columns that a window table function adds to a row, and the step from instants to wall-clock time.
/// </summary>
public static class WindowFunctions
{
    /// <summary>window_start of the row's window.</summary>
    /// <param name="timeMs">Wall-clock time. Unit: ms.</param>
    /// <param name="sizeMs">Unit: ms.</param>
    /// <param name="offsetMs">Unit: ms.</param>
    /// <returns>Unit: ms, wall clock.</returns>
    public static long Start(long timeMs, long sizeMs, long offsetMs) =>
        WindowSpecification.StartOf(timeMs, sizeMs, offsetMs);

    /// <summary>window_end of the row's window.</summary>
    /// <param name="timeMs">Wall-clock time. Unit: ms.</param>
    /// <param name="sizeMs">Unit: ms.</param>
    /// <param name="offsetMs">Unit: ms.</param>
    /// <returns>Unit: ms, wall clock.</returns>
    public static long End(long timeMs, long sizeMs, long offsetMs) =>
        WindowSpecification.StartOf(timeMs, sizeMs, offsetMs) + sizeMs;

    /// <summary>window_time of a window over TIMESTAMP: its end minus 1 ms.</summary>
    /// <param name="endMs">Wall-clock end. Unit: ms.</param>
    /// <returns>Unit: ms, wall clock.</returns>
    public static long PlainTime(long endMs) => endMs - 1;

    /// <summary>window_time of a window over TIMESTAMP_LTZ: the instant of its end minus 1 ms.</summary>
    /// <param name="endMs">Wall-clock end. Unit: ms.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    /// <remarks>As in Flink the first of two instants the clock shows alike; the window fires at the second.</remarks>
    public static long ZonedTime(long endMs, ZoneRules zone)
    {
        System.ArgumentNullException.ThrowIfNull(zone);
        return zone.ToEpochMs(endMs - 1, LocalAmbiguity.Earlier);
    }

    /// <summary>The wall-clock time of an instant.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="zone">Session zone.</param>
    /// <returns>Unit: ms, wall clock.</returns>
    public static long ToLocal(long epochMs, ZoneRules zone)
    {
        System.ArgumentNullException.ThrowIfNull(zone);
        return zone.ToLocalMs(epochMs);
    }
}
