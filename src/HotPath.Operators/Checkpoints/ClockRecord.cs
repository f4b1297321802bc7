using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>Ledger, watermark and open windows of a statement for one tenant as a record.</summary>
/// <remarks>
/// <code>
/// byte 0           8       16          120      168        176          184       192
///      +-----------+-------+-----------+--------+----------+------------+---------+-- then each --+
///      | watermark | clock | 13 counts | raised | timeouts | partitions | windows | window,       |
///      |           |       |           |        |          |            |         | timeout,      |
///      |           |       |           |        |          |            |         | partition     |
///      +-----------+-------+-----------+--------+----------+------------+---------+---------------+
/// </code>
/// 8 bytes a number. Window: start ms, rows, groups, by start. Timeout: above ms, to ms, 1 if idle. Partition: source,
/// partition, watermark, ingest time of its last row, 1 if idle. clock: 1 when the statement has a clock for the
/// tenant, else 0. counts: in the order of <see cref="StatementCounters"/>. raised: position of the frame that raised
/// the watermark, its ingest time, source and record; then the ingest time of the last row, and the next timer.
/// </remarks>
internal static class ClockRecord
{
    private const int Counts = 13;
    private const int Raised = 6;
    private const int ClockOffset = 8;
    private const int CountsOffset = 16;
    private const int RaisedOffset = CountsOffset + (Counts * sizeof(long));
    private const int TimeoutsOffset = RaisedOffset + (Raised * sizeof(long));
    private const int PartitionsOffset = TimeoutsOffset + sizeof(long);
    private const int WindowsOffset = PartitionsOffset + sizeof(long);
    private const int FixedBytes = WindowsOffset + sizeof(long);
    private const int WindowBytes = 3 * sizeof(long);
    private const int TimeoutBytes = 3 * sizeof(long);
    private const int PartitionBytes = 5 * sizeof(long);

    public static int LengthOf(WindowClock? clock) =>
        clock is null
            ? FixedBytes
            : FixedBytes
                + (clock.Open.Count * WindowBytes)
                + (clock.TimedOut.Count * TimeoutBytes)
                + ((clock.Partitions?.All.Count ?? 0) * PartitionBytes);

    public static void Write(Span<byte> target, StatementCounters counters, WindowClock? clock)
    {
        Set(target, 0, clock?.WatermarkMs ?? long.MinValue);
        Set(target, ClockOffset, clock is null ? 0 : 1);
        WriteCounts(target[CountsOffset..], counters);
        Set(target, RaisedOffset, clock?.RaisedPosition ?? 0);
        Set(target, RaisedOffset + 8, clock?.RaisedIngestMs ?? 0);
        Set(target, RaisedOffset + 16, clock?.RaisedSource ?? 0);
        Set(target, RaisedOffset + 24, clock?.RaisedRecord ?? 0);
        Set(target, RaisedOffset + 32, clock?.LastRowIngestMs ?? 0);
        bool hasTimers = clock?.Sessions is not null;
        Set(target, RaisedOffset + 40, hasTimers ? clock!.Stage!.Window!.NextFireAtMs(clock) : long.MaxValue);
        Set(target, TimeoutsOffset, clock?.TimedOut.Count ?? 0);
        Set(target, PartitionsOffset, clock?.Partitions?.All.Count ?? 0);
        Set(target, WindowsOffset, clock?.Open.Count ?? 0);
        if (clock is not null)
        {
            WriteWindows(target[FixedBytes..], clock.Open);
            target = target[(FixedBytes + (clock.Open.Count * WindowBytes))..];
            WriteTimeouts(target, clock.TimedOut);
            WritePartitions(target[(clock.TimedOut.Count * TimeoutBytes)..], clock.Partitions?.All ?? []);
        }
    }

    /// <summary>Whether a value is long enough for what it says it holds.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> source) =>
        source.Length >= FixedBytes
        && WindowsOf(source) >= 0
        && TimeoutsOf(source) >= 0
        && WindowsOf(source) <= source.Length
        && TimeoutsOf(source) <= source.Length
        && PartitionsOf(source) >= 0
        && PartitionsOf(source) <= source.Length
        && source.Length == FixedBytes
            + (WindowsOf(source) * WindowBytes)
            + (TimeoutsOf(source) * TimeoutBytes)
            + (PartitionsOf(source) * PartitionBytes)
        && Get(source, ClockOffset) is 0 or 1
        && (HasClock(source) || WindowsOf(source) + TimeoutsOf(source) + PartitionsOf(source) == 0);

    public static bool HasClock(ReadOnlySpan<byte> source) => Get(source, ClockOffset) == 1;

    public static long WatermarkOf(ReadOnlySpan<byte> source) => Get(source, 0);

    /// <summary>When the next session or first row comes out; <see cref="long.MaxValue"/> for none. Unit: ms.</summary>
    public static long NextTimerOf(ReadOnlySpan<byte> source) => Get(source, RaisedOffset + 40);

    public static long WindowsOf(ReadOnlySpan<byte> source) => Get(source, WindowsOffset);

    public static long TimeoutsOf(ReadOnlySpan<byte> source) => Get(source, TimeoutsOffset);

    public static long PartitionsOf(ReadOnlySpan<byte> source) => Get(source, PartitionsOffset);

    /// <summary>Takes everything that is of the clock alone, but for its windows.</summary>
    public static void ReadClock(ReadOnlySpan<byte> source, WindowClock clock)
    {
        long timeouts = TimeoutsOf(source);
        long partitions = PartitionsOf(source);
        clock.WatermarkMs = WatermarkOf(source);
        clock.RaisedPosition = Get(source, RaisedOffset);
        clock.RaisedIngestMs = Get(source, RaisedOffset + 8);
        clock.RaisedSource = (int)Get(source, RaisedOffset + 16);
        clock.RaisedRecord = Get(source, RaisedOffset + 24);
        clock.LastRowIngestMs = Get(source, RaisedOffset + 32);
        source = source[(int)(FixedBytes + (WindowsOf(source) * WindowBytes))..];
        for (; timeouts > 0; timeouts--, source = source[TimeoutBytes..])
        {
            clock.TimedOut.Add((Get(source, 0), Get(source, 8), Get(source, 16) != 0));
        }

        for (; partitions > 0; partitions--, source = source[PartitionBytes..])
        {
            (clock.Partitions ??= new PartitionClocks()).Restore(new PartitionClock(
                (int)Get(source, 0), (int)Get(source, 8), Get(source, 16), Get(source, 24), Get(source, 32) != 0));
        }
    }

    public static (long StartMs, long Rows, long Groups) WindowOf(ReadOnlySpan<byte> source, int index)
    {
        ReadOnlySpan<byte> window = source[(FixedBytes + (index * WindowBytes))..];
        return (Get(window, 0), Get(window, 8), Get(window, 16));
    }

    public static void ReadCounts(ReadOnlySpan<byte> source, StatementCounters counters)
    {
        ReadOnlySpan<byte> counts = source[CountsOffset..];
        counters.Delivered = Get(counts, 0);
        counters.Filtered = Get(counts, 8);
        counters.Applied = Get(counts, 16);
        counters.Late = Get(counts, 24);
        counters.Failed = Get(counts, 32);
        counters.Quarantined = Get(counts, 40);
        counters.Queued = Get(counts, 48);
        counters.Closed = Get(counts, 56);
        counters.Open = Get(counts, 64);
        counters.Produced = Get(counts, 72);
        counters.FailedResults = Get(counts, 80);
        counters.LateReleased = Get(counts, 88);
        counters.Revised = Get(counts, 96);
    }

    private static void WriteCounts(Span<byte> counts, StatementCounters counters)
    {
        Set(counts, 0, counters.Delivered);
        Set(counts, 8, counters.Filtered);
        Set(counts, 16, counters.Applied);
        Set(counts, 24, counters.Late);
        Set(counts, 32, counters.Failed);
        Set(counts, 40, counters.Quarantined);
        Set(counts, 48, counters.Queued);
        Set(counts, 56, counters.Closed);
        Set(counts, 64, counters.Open);
        Set(counts, 72, counters.Produced);
        Set(counts, 80, counters.FailedResults);
        Set(counts, 88, counters.LateReleased);
        Set(counts, 96, counters.Revised);
    }

    private static void WriteWindows(Span<byte> target, List<WindowPane> open)
    {
        for (int i = 0; i < open.Count; i++)
        {
            Span<byte> window = target[(i * WindowBytes)..];
            Set(window, 0, open[i].StartMs);
            Set(window, 8, open[i].Rows);
            Set(window, 16, open[i].Groups);
        }
    }

    private static void WriteTimeouts(Span<byte> target, List<(long AboveMs, long ToMs, bool IsIdle)> timeouts)
    {
        foreach ((long aboveMs, long toMs, bool isIdle) in timeouts)
        {
            Set(target, 0, aboveMs);
            Set(target, 8, toMs);
            Set(target, 16, isIdle ? 1 : 0);
            target = target[TimeoutBytes..];
        }
    }

    private static void WritePartitions(Span<byte> target, IReadOnlyList<PartitionClock> partitions)
    {
        for (int i = 0; i < partitions.Count; i++)
        {
            Set(target, 0, partitions[i].Source);
            Set(target, 8, partitions[i].Partition);
            Set(target, 16, partitions[i].WatermarkMs);
            Set(target, 24, partitions[i].LastRowIngestMs);
            Set(target, 32, partitions[i].IsIdle ? 1 : 0);
            target = target[PartitionBytes..];
        }
    }

    private static long Get(ReadOnlySpan<byte> source, int offset) =>
        BinaryPrimitives.ReadInt64LittleEndian(source[offset..]);

    private static void Set(Span<byte> target, int offset, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(target[offset..], value);
}
