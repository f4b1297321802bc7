using System;
using System.Diagnostics;
using System.Linq;
using System.Text;
using HotPath.Benchmarks.Reporting;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Benchmarks.Burst;

/// <summary>
/// First the rows of the tenant that will fire, as fast as they are taken; then events of the others that are due at fixed
/// times, whether the engine is ready or not; among them some of the tenant's own, before the firing and behind it, and, if
/// asked for, the one row that fires all windows.
/// </summary>
/// <param name="windows">Windows that fire at one instant. Unit: windows.</param>
/// <param name="eventsPerSecond">Rate of the others together. Unit: events/s.</param>
/// <param name="count">Their events. Unit: events.</param>
/// <param name="burstAt">Event of theirs before which the row comes that fires; -1 for never.</param>
internal sealed class BurstSource(long windows, int eventsPerSecond, long count, long burstAt)
    : MeasuredSource("paced", isReplayable: false)
{
    /// <summary>Events of the others for one of the tenant that fires. Unit: events.</summary>
    public const int OthersPerOwn = 10;

    private const int KeysOfOthers = 100;
    private const double PauseSeconds = 1; // until everything is ready behind the rows at the start

    private readonly byte[] _burst = Encoding.ASCII.GetBytes(BurstScript.Burst);
    private readonly byte[][] _others =
        [.. Enumerable.Range(0, BurstScript.Others).Select(static i => Encoding.ASCII.GetBytes(BurstScript.Other(i)))];

    private long _records;
    private long _given;
    private long _start = -1;
    private long _ownBefore = -1;
    private bool _hasFired;

    /// <summary>When the row was due that fires. Unit: ticks of the stopwatch.</summary>
    public long FiredDue { get; private set; } = -1;

    /// <inheritdoc/>
    public override ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_records < windows)
        {
            return Give(record, _burst, BurstScript.StartMs, _records, due: 0);
        }

        if (_given == count)
        {
            return ReadStatus.End;
        }

        long ticks = Stopwatch.GetTimestamp();
        _start = _start < 0 ? ticks + (long)(PauseSeconds * Stopwatch.Frequency) : _start;
        long due = _start + (_given * Stopwatch.Frequency / eventsPerSecond);
        if (due > ticks)
        {
            return ReadStatus.Idle;
        }

        if (_given == burstAt && !_hasFired)
        {
            _hasFired = true;
            FiredDue = due;
            return Give(record, _burst, BurstScript.StartMs + BurstScript.WindowMs, key: 0, due);
        }

        if (_given % OthersPerOwn == 0 && _ownBefore != _given)
        {
            _ownBefore = _given;
            long windowMs = _hasFired ? BurstScript.WindowMs : 0;
            return Give(record, _burst, BurstScript.StartMs + windowMs, _given % KeysOfOthers, due);
        }

        long number = _given++;
        long ms = BurstScript.StartMs + (number * 1000 / eventsPerSecond);
        return Give(record, _others[number % BurstScript.Others], ms, number % KeysOfOthers, due);
    }

    private ReadStatus Give(SourceRecord record, byte[] tenant, long timeMs, long key, long due)
    {
        RowBuilder row = record.Row;
        row.Begin();
        row.Set(0, timeMs);
        row.SetUtf8(1, tenant);
        row.Set(2, key);
        row.Set(3, due);
        record.RecordNumber = ++_records;
        return ReadStatus.Row;
    }
}
