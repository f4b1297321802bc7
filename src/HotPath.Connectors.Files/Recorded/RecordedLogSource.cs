using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HotPath.Connectors.Files.Input;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Frames;
using HotPath.Journal.Log;

namespace HotPath.Connectors.Files.Recorded;

/// <summary>
/// One recorded log as a source: the rows of the table of the same name, with the file and record numbers and ingest
/// times they were recorded with; records refused then are refused again, so that a log counts as its input did.
/// </summary>
/// <remarks>Threading: single-threaded. Allocates nothing per record.</remarks>
internal sealed class RecordedLogSource : IRowRunSource
{
    private readonly TableDefinition _table;
    private readonly LogReader _reader;
    private readonly RowSchema _recorded;
    private readonly int[] _notNull;
    private readonly byte[] _name;
    private readonly List<string> _others = [];
    private readonly bool _isOnly;
    private long _remaining;
    private int _tableId = -1;

    public RecordedLogSource(
        TableDefinition table, LogReader reader, int fileIndex, bool isOnly, long? stopAfterRecords)
    {
        _table = table;
        _reader = reader;
        FileIndex = fileIndex;
        _isOnly = isOnly;
        _name = Encoding.UTF8.GetBytes(table.Name);
        _notNull = [.. table.NotNullColumns];
        _remaining = stopAfterRecords ?? long.MaxValue;
        _recorded = RecordedSchema.Find(reader.ReadPlanText(), table, reader.Name);
    }

    /// <inheritdoc/>
    public string Name => _reader.Name;

    /// <inheritdoc/>
    public int FileIndex { get; }

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <summary>
    /// Of several logs each counts its files from 0, so the frames that one of them gave cannot be told from another's.
    /// </summary>
    public bool IsReplayable => _isOnly;

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!TryNext(out FrameFlyweight frame))
        {
            return ReadStatus.End;
        }

        record.FileIndex = frame.Source;
        record.RecordNumber = frame.SourceOffset;
        record.IngestTimeMs = frame.IngestTimeMs;
        return frame.Type == FrameType.Event
            ? Take(record, frame)
            : record.Reject(
                (RejectReason)RejectDetail.Reason(frame.Detail),
                RejectDetail.Column(frame.Detail),
                frame.PayloadSpan);
    }

    /// <inheritdoc/>
    public void ReadRun(RowRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        while (!run.IsFull
            && _remaining > 0
            && (run.IsEmpty ? _reader.TryPeek(out FrameFlyweight frame) : _reader.TryPeekInBatch(out frame))
            && frame.Type == FrameType.Event
            && frame.Table == _tableId
            && IsRow(frame)
            && FirstNull(frame.Payload) < 0)
        {
            Rename(frame.Payload);
            run.Add(new RowInRun(frame.Payload, frame.PayloadBytes, frame.SourceOffset, frame.IngestTimeMs));
            _remaining--;
            _reader.Skip(frame);
        }
    }

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        if (!IsReplayable)
        {
            throw Replay.SeveralLogs(Name);
        }

        for (long i = 0; i < records && _remaining > 0; i++)
        {
            if (!TryNext(out _))
            {
                throw Replay.TooFew(Name, i, records);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>The next frame that was a record of the table.</summary>
    private bool TryNext(out FrameFlyweight frame)
    {
        frame = default;
        while (_remaining > 0 && _reader.TryRead(out frame))
        {
            if (frame.Type == FrameType.DefineTable)
            {
                Define(frame);
            }
            else if (frame.Table == _tableId && frame.Type is FrameType.Event or FrameType.Reject)
            {
                _remaining--;
                return true;
            }
        }

        return _tableId >= 0 || _remaining == 0 || _others.Count == 0 ? false : throw NoSuchTable();
    }

    private void Define(FrameFlyweight frame)
    {
        if (frame.PayloadSpan.SequenceEqual(_name))
        {
            _tableId = frame.Table;
        }
        else
        {
            _others.Add(Encoding.UTF8.GetString(frame.PayloadSpan));
        }
    }

    private ReadStatus Take(SourceRecord record, FrameFlyweight frame)
    {
        if (!IsRow(frame))
        {
            return record.Reject(RejectReason.BadFrame, -1, frame.PayloadSpan);
        }

        record.Row.Borrow(frame.Payload, frame.PayloadBytes);
        Rename(frame.Payload);
        int column = FirstNull(frame.Payload);
        return column < 0 ? ReadStatus.Row : record.Reject(RejectReason.NullValue, column, frame.PayloadSpan);
    }

    private bool IsRow(FrameFlyweight frame)
    {
        var row = new RowView(_recorded, frame.Payload);
        return row.IsWellFormed(frame.PayloadBytes) && row.LengthBytes == frame.PayloadBytes;
    }

    /// <summary>The first column that is NULL and must not be, or -1.</summary>
    private int FirstNull(nint row)
    {
        foreach (int column in _notNull)
        {
            if (new RowView(_recorded, row).IsNull(column))
            {
                return column;
            }
        }

        return -1;
    }

    // Only where it differs: whoever copies the row now would wait for the core's store buffer.
    private void Rename(nint row)
    {
        ushort templateId = (ushort)_table.Schema.TemplateId;
        if (Raw.Read<ushort>(row + RowSchema.TemplateIdOffset) != templateId)
        {
            Raw.Write(row + RowSchema.TemplateIdOffset, templateId);
        }
    }

    private HotPathException NoSuchTable() => new(
        ErrorCode.ConfigurationInvalid,
        $"table {_table.Name}: log '{Name}' holds no table of that name, but {string.Join(", ", _others.Distinct())}; "
        + "name the table as it was recorded");
}
