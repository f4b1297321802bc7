using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HotPath.Benchmarks.Codegen;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;

namespace HotPath.Benchmarks.MainJob;

/// <summary>
/// What a person would write for this one query over this one log: fields at constant offsets, one table of cells that
/// is cleared when a window ends. No plan, no positions, no state that outlives the process: the ceiling, either of the
/// bytes in memory or of the file read and checked.
/// </summary>
public sealed class HandLoop : IDisposable
{
    private const long WindowMs = 1000;

    private readonly NativeHeap _heap = new();
    private readonly string _path;
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
        _path = path;
        _log = new LogInMemory(path);
        _cellCount = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * keys));
        _cells = _heap.Allocate((long)_cellCount * CellTable.CellBytes);
        Raw.Clear(_cells, _cellCount * CellTable.CellBytes);
    }

    /// <summary>Events seen in the last run. Unit: events.</summary>
    public long Events { get; private set; }

    /// <summary>Rows that fired in the last run. Unit: rows.</summary>
    public long Results { get; private set; }

    /// <summary>Aggregates the whole log once, as it lies in memory, with no look at a checksum.</summary>
    public void Run()
    {
        long events = 0;
        long windowMs = 0;
        Results = 0;
        nint end = _log.End;
        for (nint at = _log.Begin; at < end;)
        {
            var frame = new FrameFlyweight(at);
            at += frame.AlignedBytes;
            if (frame.Type == FrameType.Event)
            {
                Add(frame.Payload, ref windowMs);
                events++;
            }
        }

        Fire();
        Events = events;
    }

    /// <summary>The same out of the file, which is read and checked as a job reads and checks its log.</summary>
    public void RunChecked()
    {
        long events = 0;
        long windowMs = 0;
        Results = 0;
        using LogReader reader = LogReader.Open(_path, _heap, followsChain: false);
        while (reader.TryRead(out FrameFlyweight frame))
        {
            if (frame.Type == FrameType.Event)
            {
                Add(frame.Payload, ref windowMs);
                events++;
            }
        }

        Fire();
        Events = events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _heap.Free(_cells, (long)_cellCount * CellTable.CellBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(nint row, ref long windowMs)
    {
        long timeMs = Raw.Read<long>(row + _timeOffset);
        if (timeMs >= windowMs + WindowMs)
        {
            Fire();
            windowMs = timeMs - (timeMs % WindowMs);
        }

        nint cell = CellTable.Find(_cells, _cellCount - 1, Raw.Read<long>(row + _keyOffset));
        Raw.Ref<long>(cell + CellTable.CountOffset)++;
        Raw.Ref<long>(cell + CellTable.SumOffset) += Raw.Read<long>(row + _valueOffset);
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
