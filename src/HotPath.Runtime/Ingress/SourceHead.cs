using System;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Ingress;

/// <summary>A source with the record that it gave last: its head in the merge.</summary>
/// <remarks>Threading: single-threaded; owned by ingress.</remarks>
public sealed class SourceHead : ISourceTurn, IDisposable
{
    private readonly ITableSource _source;
    private readonly IRowRunSource? _runs;
    private readonly RowTimeKernel? _rowTime;
    private readonly Action<SourceHead> _onEnd;

    /// <summary>A source that has not been read yet.</summary>
    /// <param name="source">The source; disposed with the head.</param>
    /// <param name="table">Its table.</param>
    /// <param name="tableIndex">Index of the table in the plan.</param>
    /// <param name="rowTime">Row time of the table's rows, or <see langword="null"/>.</param>
    /// <param name="heap">Where the record's buffer comes from.</param>
    /// <param name="onEnd">Told once when the source ends.</param>
    public SourceHead(
        ITableSource source,
        TableDefinition table,
        int tableIndex,
        RowTimeKernel? rowTime,
        NativeHeap heap,
        Action<SourceHead> onEnd)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(table);
        _source = source;
        Clients = source as IClientSource;
        _runs = source as IRowRunSource;
        _rowTime = rowTime;
        _onEnd = onEnd;
        Table = table;
        TableIndex = tableIndex;
        Record = new SourceRecord(heap, table.Schema);
    }

    /// <summary>Its table.</summary>
    public TableDefinition Table { get; }

    /// <summary>Index of the table in the plan.</summary>
    public int TableIndex { get; }

    /// <summary>The source as one with clients, or <see langword="null"/>.</summary>
    public IClientSource? Clients { get; }

    /// <summary>Index of the file within the table's input.</summary>
    public int FileIndex => _source.FileIndex;

    /// <summary>Whether the source can show rows before they are taken.</summary>
    public bool HasRuns => _runs is not null;

    /// <summary>Rows that the source has shown and nobody has taken; they come before what it gives next.</summary>
    public RowRun Run { get; } = new();

    /// <summary>Name of the file for messages.</summary>
    public string Name => _source.Name;

    /// <summary>The record read last.</summary>
    public SourceRecord Record { get; }

    /// <summary>What reading it gave.</summary>
    public ReadStatus Status { get; private set; } = ReadStatus.Idle;

    /// <summary>Whether the head can be merged by row time.</summary>
    public bool HasRowTime => _rowTime is not null;

    /// <summary>Whether a later process can read the same records again and pass over those it has.</summary>
    public bool IsReplayable => _source.IsReplayable;

    /// <inheritdoc/>
    public bool IsBounded => _source.IsBounded;

    /// <inheritdoc/>
    public SourceHead? Head => this;

    /// <summary>Reads the next record over the last one.</summary>
    /// <param name="now">Clocks.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the input went away.</exception>
    public ReadStatus Read(SourceTime now)
    {
        Status = Run.IsEmpty ? _source.Read(Record, now) : TakeFromRun();
        if (Status == ReadStatus.End)
        {
            _onEnd(this);
        }

        return Status;
    }

    /// <summary>Has the source show rows, if it can and those it has shown are taken.</summary>
    /// <returns>Whether there are rows to take from <see cref="Run"/>.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the input went away.</exception>
    public bool TryReadRun()
    {
        if (Run.IsEmpty && _runs is not null)
        {
            Run.Begin();
            _runs.ReadRun(Run);
        }

        return !Run.IsEmpty;
    }

    /// <summary>
    /// Row time of the head; <see cref="long.MinValue"/> (first in any merge) for a rejected record and for a NULL.
    /// </summary>
    /// <returns>Unit: ms since the Unix epoch.</returns>
    public long RowTimeMs() => Status == ReadStatus.Row ? _rowTime!(Record.Row.Address) : long.MinValue;

    /// <summary>Passes over records that stand in the log already.</summary>
    /// <param name="records">How many. Unit: records.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP2001: the source has fewer.</exception>
    public void SkipTo(long records) => _source.SkipTo(records);

    /// <inheritdoc/>
    public ReadStatus Take(SourceTime now) => Read(now);

    /// <inheritdoc/>
    public bool ResumeAfter(int table, int source) => Table.Id == table && FileIndex == source;

    /// <inheritdoc/>
    public void Dispose()
    {
        Record.Dispose();
        _source.Dispose();
    }

    private ReadStatus TakeFromRun()
    {
        RowInRun row = Run.First;
        Run.RemoveFirst();
        Record.RecordNumber = row.RecordNumber;
        Record.IngestTimeMs = row.IngestTimeMs;
        Record.Row.Borrow(row.Address, row.LengthBytes);
        return ReadStatus.Row;
    }
}
