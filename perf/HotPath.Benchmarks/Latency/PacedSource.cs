using System;
using System.Diagnostics;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;

namespace HotPath.Benchmarks.Latency;

/// <summary>
/// Events that arrive at fixed times, whether the engine is ready or not: each row carries when it was due, so that
/// whatever held it back counts.
/// </summary>
/// <param name="count">How many. Unit: events.</param>
/// <param name="eventsPerSecond">Rate of arrival. Unit: events/s.</param>
internal sealed class PacedSource(long count, int eventsPerSecond) : MeasuredSource("paced", isReplayable: true)
{
    private readonly SplitMix64 _random = new(7);
    private readonly byte[] _page = "/store/men/apparel/shirt-0001234567890"u8.ToArray();
    private long _start = -1;
    private long _given;

    /// <inheritdoc/>
    public override ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_given == count)
        {
            return ReadStatus.End;
        }

        long ticks = Stopwatch.GetTimestamp();
        _start = _start < 0 ? ticks : _start;
        long due = _start + (_given * Stopwatch.Frequency / eventsPerSecond);
        if (due > ticks)
        {
            return ReadStatus.Idle;
        }

        RowBuilder row = record.Row;
        row.Begin();
        row.Set(0, MainJobScript.StartMs + (_given * 1000 / eventsPerSecond));
        row.Set(1, (long)_random.Below(MainJobScript.Keys));
        row.Set(2, _random.Below(4));
        row.Set(3, 1 + _random.Below(5));
        row.Set(4, due);
        row.SetUtf8(5, _page);
        record.RecordNumber = ++_given;
        return ReadStatus.Row;
    }
}
