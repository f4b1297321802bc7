using System;
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
    private const int Cells = 1 << 15;
    private const long WindowMs = 1000;

    private readonly NativeHeap _heap = new();
    private readonly RowSchema _schema;
    private readonly LogInMemory _log;
    private readonly nint _cells;

    /// <summary>Reads the log into memory.</summary>
    /// <param name="path">The log.</param>
    /// <param name="schema">Layout of its rows.</param>
    public HandLoop(string path, RowSchema schema)
    {
        _schema = schema;
        _log = new LogInMemory(path);
        _cells = _heap.Allocate((long)Cells * CellTable.CellBytes);
    }

    /// <summary>Rows that fired in the last run. Unit: rows.</summary>
    public long Results { get; private set; }

    /// <summary>Aggregates the whole log once.</summary>
    /// <returns>Events seen. Unit: events.</returns>
    public long Run()
    {
        int time = _schema.SlotOffset(0);
        int key = _schema.SlotOffset(1);
        int revenue = _schema.SlotOffset(4);
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
            long timeMs = Raw.Read<long>(row + time);
            if (timeMs >= windowMs + WindowMs)
            {
                Fire();
                windowMs = timeMs - (timeMs % WindowMs);
            }

            nint cell = CellTable.Find(_cells, Cells - 1, Raw.Read<long>(row + key));
            Raw.Ref<long>(cell + CellTable.CountOffset)++;
            Raw.Ref<long>(cell + CellTable.SumOffset) += Raw.Read<long>(row + revenue);
            events++;
        }

        Fire();
        return events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _heap.Free(_cells, (long)Cells * CellTable.CellBytes);
    }

    private void Fire()
    {
        for (int i = 0; i < Cells; i++)
        {
            Results += Raw.Read<long>(_cells + (i * CellTable.CellBytes) + CellTable.CountOffset) != 0 ? 1 : 0;
        }

        Raw.Clear(_cells, Cells * CellTable.CellBytes);
    }
}
