using System;
using HotPath.Connectors.Files.Input;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// What the formats of files share: the window over the input, record numbers, the limit, and the end of the input.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Allocates nothing per record once its buffers have grown to the longest one.
/// </remarks>
internal abstract class FileSource : ITableSource
{
    private readonly RowSchema _schema;
    private long _remaining;
    private bool _isDone;

    protected FileSource(TableDefinition table, InputBuffer buffer, int fileIndex, long? stopAfterRecords)
    {
        Buffer = buffer;
        FileIndex = fileIndex;
        _schema = table.Schema;
        _remaining = stopAfterRecords ?? long.MaxValue;
    }

    /// <inheritdoc/>
    public string Name => Buffer.Name;

    /// <inheritdoc/>
    public int FileIndex { get; }

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <inheritdoc/>
    public bool IsReplayable => Buffer.IsReplayable;

    protected InputBuffer Buffer { get; }

    /// <summary>Number of the next line, comments not counted, or of the next message, from 1.</summary>
    protected long Line { get; set; } = 1;

    /// <summary>
    /// Whether only the ends of records matter: then a record needs no decoding, whose outcome decides between row and
    /// rejection and nothing else.
    /// </summary>
    protected bool IsSkipping { get; private set; }

    /// <inheritdoc/>
    public ReadStatus Read(SourceRecord record, SourceTime now)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (_isDone || _remaining == 0)
        {
            return ReadStatus.End;
        }

        record.FileIndex = FileIndex;
        record.RecordNumber = Line;
        ReadStatus status = ReadRecord(record);
        _remaining -= status is ReadStatus.Row or ReadStatus.Rejected ? 1 : 0;
        return status;
    }

    /// <inheritdoc/>
    public void SkipTo(long records)
    {
        if (!IsReplayable)
        {
            throw Replay.NotReplayable(Name, _schema.Name);
        }

        using var scratch = new SourceRecord(Buffer.Heap, _schema);
        IsSkipping = true;
        // A limit below what was read before is no fault of the file: the source is at its end.
        for (long i = 0; i < records && _remaining > 0; i++)
        {
            if (Read(scratch, default) == ReadStatus.End)
            {
                throw Replay.TooFew(Name, i, records);
            }
        }

        IsSkipping = false;
    }

    /// <inheritdoc/>
    public void Dispose() => Buffer.Dispose();

    /// <summary>Reads the next record; the record number is that of <see cref="Line"/> at its start.</summary>
    protected abstract ReadStatus ReadRecord(SourceRecord record);

    /// <summary>The input has ended and nothing of it is left.</summary>
    protected ReadStatus Finish(SourceRecord record)
    {
        _isDone = true;
        return Buffer.IsCutShort ? record.Reject(RejectReason.CutShort, -1, []) : ReadStatus.End;
    }

    /// <summary>Refuses the last record of an input that ends inside it.</summary>
    protected ReadStatus RejectCut(SourceRecord record, ReadOnlySpan<byte> raw)
    {
        _isDone = true;
        return record.Reject(RejectReason.CutShort, -1, raw);
    }

    /// <summary>
    /// Refuses a record beyond the limit; what is kept of it does not depend on how the input was cut into chunks.
    /// </summary>
    protected ReadStatus TooLarge(SourceRecord record, ReadOnlySpan<byte> raw) =>
        record.Reject(RejectReason.TooLarge, -1, raw[..Math.Min(raw.Length, Buffer.RecordBytesMax)]);
}
