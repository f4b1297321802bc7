using System;
using HotPath.Connectors.Files.Formats;
using HotPath.Connectors.Files.Input;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Sbe.Framing;
using HotPath.Sbe.Reading;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>
/// One file of framed SBE messages as a source: messages of the table become rows or rejected records, those of other
/// templates and schemas are passed over and counted.
/// </summary>
/// <remarks>
/// Where no frame can begin, the next place is looked for that looks like one: a prefix of a sensible length in front
/// of a header of this schema. What lies between is one rejected record, so a damaged length costs what it hides, not
/// the rest of the file.
/// </remarks>
internal sealed class SbeSource : FileSource
{
    private readonly RowRules _rules;
    private readonly MessageFraming _framing;
    private readonly SbeRowReader _reader;
    private readonly SchemaFrameTest _frameTest;
    private int _searchedBytes;
    private bool _isLost;
    private bool _isReported;
    private RejectReason _lostReason;

    public SbeSource(TableDefinition definition, SbeTable table, InputBuffer buffer, int fileIndex, long? stopAfter)
        : base(definition, buffer, fileIndex, stopAfter)
    {
        _rules = new RowRules(definition, isLenient: false);
        _framing = table.Framing;
        _reader = new SbeRowReader(table);
        _frameTest = _reader.FrameTest(_framing, buffer.RecordBytesMax - _framing.PrefixBytes);
    }

    /// <summary>Messages of other templates and schemas so far. Unit: messages.</summary>
    public long PassedOver { get; private set; }

    protected override ReadStatus ReadRecord(SourceRecord record)
    {
        while (true)
        {
            record.RecordNumber = Line;
            if (_isLost ? TryFindFrame(record, out ReadStatus status) : TryTakeFrame(record, out status))
            {
                if (status != ReadStatus.Idle)
                {
                    return status;
                }

                continue;
            }

            switch (Buffer.Fill())
            {
                case FillStatus.Idle:
                    return ReadStatus.Idle;
                case FillStatus.End when Buffer.Available.Length == 0 && (!_isLost || _isReported):
                    return Finish(record);
                case FillStatus.End when !_isLost:
                    Lose(RejectReason.CutShort);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Takes frames up to the first that is of this table; false when more bytes are needed.</summary>
    private bool TryTakeFrame(SourceRecord record, out ReadStatus status)
    {
        status = ReadStatus.Idle;
        while (Buffer.Available.Length >= _framing.PrefixBytes)
        {
            ReadOnlySpan<byte> data = Buffer.Available;
            bool isFrame = _framing.TryRead(data, out long messageBytes);
            if (!isFrame || messageBytes > Buffer.RecordBytesMax - _framing.PrefixBytes)
            {
                Lose(isFrame ? RejectReason.TooLarge : RejectReason.BadFrame);
                return TryFindFrame(record, out status);
            }

            int frameBytes = _framing.PrefixBytes + (int)messageBytes;
            if (data.Length < frameBytes)
            {
                return false;
            }

            ReadOnlySpan<byte> frame = data[..frameBytes];
            record.RecordNumber = Line;
            bool isOfTable = _reader.IsOfTable(
                frame[_framing.PrefixBytes..], out SbeHeader header, out SbeMessageRows? rows);
            status = isOfTable ? Parse(record, frame, header, rows) : ReadStatus.Idle;
            Buffer.Consume(frameBytes);
            Line++;
            if (isOfTable)
            {
                return true;
            }

            PassedOver++;
        }

        return false;
    }

    private ReadStatus Parse(SourceRecord record, ReadOnlySpan<byte> frame, SbeHeader header, SbeMessageRows? rows)
    {
        if (IsSkipping)
        {
            return ReadStatus.Row;
        }

        int column = -1;
        RejectReason reason = rows is null
            ? RejectReason.Malformed
            : _reader.Read(frame[_framing.PrefixBytes..], header, rows, record.Row, out column);
        return reason == RejectReason.None ? _rules.Accept(record, frame) : record.Reject(reason, column, frame);
    }

    private void Lose(RejectReason reason)
    {
        _isLost = true;
        _isReported = false;
        _lostReason = reason;
        _searchedBytes = 1;
    }

    /// <summary>Looks for the next frame; false when more bytes are needed, idle when nothing is to be told.</summary>
    private bool TryFindFrame(SourceRecord record, out ReadStatus status)
    {
        status = ReadStatus.Idle;
        ReadOnlySpan<byte> data = Buffer.Available;
        int beginBytes = _frameTest.BeginBytes;
        bool isFound = FrameSearch.TryFind(data, _searchedBytes, beginBytes, _frameTest, out _searchedBytes);
        bool isUnknown = !isFound && !Buffer.HasEnded && data.Length <= Buffer.RecordBytesMax;
        if (data.Length == 0 || isUnknown)
        {
            return false;
        }

        int lostBytes = isFound || !Buffer.HasEnded ? _searchedBytes : data.Length;
        if (!_isReported)
        {
            status = Report(record, data[..Math.Min(lostBytes, Buffer.RecordBytesMax)], isFound);
        }

        Buffer.Consume(lostBytes);
        _searchedBytes = 0;
        _isLost = !isFound;
        return true;
    }

    private ReadStatus Report(SourceRecord record, ReadOnlySpan<byte> lost, bool isFound)
    {
        // How much of it is kept must not depend on how the input was cut into chunks.
        int keptBytes = Math.Max(1, Buffer.RecordBytesMax - _frameTest.BeginBytes);
        ReadOnlySpan<byte> raw = lost[..Math.Min(lost.Length, keptBytes)];
        _isReported = true;
        record.RecordNumber = Line++;
        return _lostReason != RejectReason.CutShort ? record.Reject(_lostReason, -1, raw)
            : isFound ? record.Reject(RejectReason.BadFrame, -1, raw)
            : RejectCut(record, raw);
    }
}
