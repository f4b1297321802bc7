using System;
using System.Numerics;
using HotPath.Benchmarks.Codegen;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;

namespace HotPath.Benchmarks.MainJob;

/// <summary>
/// What a person would write for this one query over this one log: the whole file in memory, fields at constant
/// offsets, one table of cells that is cleared when a window ends. No checksum, no position, no plan: the ceiling.
/// </summary>
public sealed class HandLoop : IDisposable
{
    private const long WindowMs = 1000;

    private readonly NativeHeap _heap = new();
    private readonly LogInMemory _log;
    private readonly int _timeOffset;
    private readonly int _keyOffset;
    private readonly int _valueOffset;
    private readonly int _cellCount;
    private readonly nint _cells;

    /// <summary>Reads the log into memory.</summary>
    /// <param name="path">The log.</param>
    /// <param name="schema">Layout of its rows.</param>
    /// <param name="keys">Different keys. Unit: keys.</param>
    /// <param name="columns">Columns of time, key and what is summed.</param>
    public HandLoop(string path, RowSchema schema, int keys, (int Time, int Key, int Value) columns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _timeOffset = schema.SlotOffset(columns.Time);
        _keyOffset = schema.SlotOffset(columns.Key);
        _valueOffset = schema.SlotOffset(columns.Value);
        _log = new LogInMemory(path);
        _cellCount = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * keys));
        _cells = _heap.Allocate((long)_cellCount * CellTable.CellBytes);
        Raw.Clear(_cells, _cellCount * CellTable.CellBytes);
    }

    /// <summary>Rows that fired in the last run. Unit: rows.</summary>
    public long Results { get; private set; }

    /// <summary>Aggregates the whole log once.</summary>
    /// <returns>Events seen. Unit: events.</returns>
    public long Run()
    {
        long events = 0;
        long windowMs = 0;
        Results = 0;
        nint end = _log.End;
        for (nint at = _log.Begin; at < end;)
        {
            var frame = new FrameFlyweight(at);
            at += frame.AlignedBytes;
            if (frame.Type != FrameType.Event)
            {
                continue;
            }

            nint row = frame.Payload;
            long timeMs = Raw.Read<long>(row + _timeOffset);
            if (timeMs >= windowMs + WindowMs)
            {
                Fire();
                windowMs = timeMs - (timeMs % WindowMs);
            }

            nint cell = CellTable.Find(_cells, _cellCount - 1, Raw.Read<long>(row + _keyOffset));
            Raw.Ref<long>(cell + CellTable.CountOffset)++;
            Raw.Ref<long>(cell + CellTable.SumOffset) += Raw.Read<long>(row + _valueOffset);
            events++;
        }

        Fire();
        return events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _heap.Free(_cells, (long)_cellCount * CellTable.CellBytes);
    }

    private void Fire()
    {
        for (int i = 0; i < _cellCount; i++)
        {
            Results += Raw.Read<long>(_cells + ((nint)i * CellTable.CellBytes) + CellTable.CountOffset) != 0 ? 1 : 0;
        }

        Raw.Clear(_cells, _cellCount * CellTable.CellBytes);
    }
}
