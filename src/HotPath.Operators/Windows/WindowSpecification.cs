using System;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Windows;

/// <summary>
/// The windows of a window table function: where they start, into which panes they are cut, and how wall-clock bounds
/// become instants. A row goes into one pane; every window is a run of whole panes.
/// </summary>
/// <param name="Kind">Which function.</param>
/// <param name="SizeMs">Length of a window; of CUMULATE the longest; of SESSION the gap. Range: positive. Unit: ms.
/// </param>
/// <param name="PaneMs">Length of a pane: slide, step, or the size itself for TUMBLE and SESSION. Range:
/// positive, divides the size. Unit: ms.</param>
/// <param name="OffsetMs">Shift of the starts. Range: above -size, below size; for HOP of the slide. Unit: ms.</param>
/// <param name="Zone">Session zone when the time attribute is TIMESTAMP_LTZ; <see langword="null"/> for plain
/// TIMESTAMP.</param>
/// <remarks>Source: flink-semantics.md 2.3.</remarks>
public sealed record WindowSpecification(WindowKind Kind, long SizeMs, long PaneMs, long OffsetMs, ZoneRules? Zone)
{
    /// <summary>Whether each stands for all earlier windows with its end, whatever their start.</summary>
    public bool IsOfEnds { get; init; }

    /// <summary>Whether the time of a row is that of its ingest: frames move the clock, not watermarks.</summary>
    public bool IsProcessingTime { get; init; }

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

    /// <summary>Start of the pane that holds a time.</summary>
    /// <param name="timeMs">Wall-clock time. Unit: ms.</param>
    /// <returns>Wall-clock start. Unit: ms.</returns>
    public long PaneOf(long timeMs) => StartOf(timeMs, PaneMs, OffsetMs);

    /// <summary>End of the last window that holds a pane; the first ends with the pane.</summary>
    /// <param name="paneStartMs">Wall-clock start of the pane. Unit: ms.</param>
    /// <returns>Wall-clock end. Unit: ms.</returns>
    public long LastEndOf(long paneStartMs) =>
        SizeMs + (Kind == WindowKind.Cumulate ? StartOf(paneStartMs, SizeMs, OffsetMs) : paneStartMs);

    /// <summary>Start of the one window that has an end.</summary>
    /// <param name="endMs">Wall-clock end. Unit: ms.</param>
    /// <returns>Wall-clock start. Unit: ms.</returns>
    public long StartOfEnd(long endMs) =>
        Kind == WindowKind.Cumulate ? StartOf(endMs - 1, SizeMs, OffsetMs) : endMs - SizeMs;

    /// <summary>Watermark at which a window fires: the instant of its end minus 1 ms; never before an earlier end's.
    /// </summary>
    /// <param name="endMs">Wall-clock end. Unit: ms.</param>
    /// <returns>Unit: ms, on the watermark's scale.</returns>
    /// <remarks>
    /// An end that the wall clock passes over is where the clock is changed, so that windows that overlap fire in order
    /// of their ends. TUMBLE has it later by as much as the clock passes over: its windows need no order there. An end
    /// at which the clock is put back is that of its first passing, since no instant behind shows a time in the window.
    /// </remarks>
    public long FireAtMs(long endMs) => Zone is null
        ? endMs - 1
        : Kind == WindowKind.Tumble
            ? Math.Min(
                Zone.ToEpochMs(endMs, LocalAmbiguity.Later) - 1, Zone.ToEpochMs(endMs - 1, LocalAmbiguity.Later))
            : Zone.LastInstantBefore(endMs);

    /// <summary>The earliest end among the windows of a pane that a watermark has not reached.</summary>
    /// <param name="paneStartMs">Wall-clock start of a pane whose last window has not fired. Unit: ms.</param>
    /// <param name="watermarkMs">Unit: ms.</param>
    /// <returns>Wall-clock end. Unit: ms.</returns>
    public long FirstUnfiredEnd(long paneStartMs, long watermarkMs)
    {
        long low = 1;
        long high = (LastEndOf(paneStartMs) - paneStartMs) / PaneMs;
        while (low < high)
        {
            long middle = (low + high) / 2;
            if (FireAtMs(paneStartMs + (middle * PaneMs)) <= watermarkMs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return paneStartMs + (low * PaneMs);
    }
}
