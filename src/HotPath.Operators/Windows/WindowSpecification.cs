using HotPath.Foundation.Time;

namespace HotPath.Operators.Windows;

/// <summary>A tumbling window: where windows start, and how wall-clock bounds become instants.</summary>
/// <param name="SizeMs">Length. Range: positive. Unit: ms.</param>
/// <param name="OffsetMs">Shift of the starts. Range: above -size, below size. Unit: ms.</param>
/// <param name="Zone">Session zone when the time attribute is TIMESTAMP_LTZ; <see langword="null"/> for plain
/// TIMESTAMP.</param>
public sealed record WindowSpecification(long SizeMs, long OffsetMs, ZoneRules? Zone)
{
    /// <summary>
    /// Start of the window that holds a time: start = t - floorMod(t - offset, size). Source: flink-semantics.md 2.3.
    /// </summary>
    /// <param name="timeMs">Wall-clock time. Unit: ms.</param>
    /// <param name="sizeMs">Unit: ms.</param>
    /// <param name="offsetMs">Unit: ms.</param>
    /// <returns>Wall-clock start. Unit: ms.</returns>
    public static long StartOf(long timeMs, long sizeMs, long offsetMs)
    {
        long remainderMs = (timeMs - offsetMs) % sizeMs;
        return timeMs - remainderMs - (sizeMs & (remainderMs >> 63));
    }

    /// <summary>Watermark at which a window fires: the instant of its end minus 1 ms.</summary>
    /// <param name="endMs">Wall-clock end. Unit: ms.</param>
    /// <returns>Unit: ms, on the watermark's scale.</returns>
    public long FireAtMs(long endMs) => (Zone is null ? endMs : Zone.ToEpochMs(endMs, LocalAmbiguity.Later)) - 1;
}
