using System;
using HotPath.Connectors.Files.Input;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// One CSV file as a source: what Flink's CSV format accepts becomes a row, what it fails on becomes a rejected
/// record.
/// </summary>
internal sealed class CsvSource : FileSource
{
    private readonly CsvOptions _options;
    private readonly CsvRecord _scan;
    private readonly CsvSkipper _skipper;
    private readonly CsvRowReader _rows;
    private bool _isInComment;
    private bool _isSkipping;
    private bool _isLineFeedDue;

    public CsvSource(
        TableDefinition table, CsvOptions options, InputBuffer buffer, int fileIndex, long? stopAfterRecords)
        : base(table, buffer, fileIndex, stopAfterRecords)
    {
        _options = options;
        _scan = new CsvRecord(options, table.Schema.Columns.Count);
        _skipper = new CsvSkipper(options);
        _rows = new CsvRowReader(table, options);
    }

    protected override ReadStatus ReadRecord(SourceRecord record)
    {
        while (true)
        {
            if (IsAtRecord())
            {
                record.RecordNumber = Line;
                ReadOnlySpan<byte> data = Buffer.Available;
                if (_scan.TryScan(data, Buffer.HasEnded))
                {
                    ReadStatus status = Parse(record, data);
                    Buffer.Consume(_scan.LengthBytes);
                    Line += 1 + _scan.InnerLines;
                    return status;
                }
            }

            switch (Buffer.Fill())
            {
                case FillStatus.Idle:
                    return ReadStatus.Idle;
                case FillStatus.Full:
                    return RejectTooLarge(record);
                case FillStatus.End when Buffer.Available.Length == 0:
                    return Finish(record);
                default:
                    break;
            }
        }
    }

    private static int EndOfLine(ReadOnlySpan<byte> data) => data.IndexOfAny((byte)'\n', (byte)'\r');

    /// <summary>Passes what stands between records; whether a record starts at the first available byte.</summary>
    private bool IsAtRecord()
    {
        while (Buffer.Available.Length > 0)
        {
            ReadOnlySpan<byte> data = Buffer.Available;
            if (_isLineFeedDue)
            {
                _isLineFeedDue = false;
                Buffer.Consume(data[0] == '\n' ? 1 : 0);
            }
            else if (_isSkipping)
            {
                _isSkipping = !_skipper.TrySkip(data, out int length);
                Line += _isSkipping ? 0 : 1 + _skipper.InnerLines;
                _isLineFeedDue = !_isSkipping && data[length - 1] == '\r';
                Buffer.Consume(length);
            }
            else if (_isInComment)
            {
                int end = EndOfLine(data);
                _isInComment = end < 0;
                _isLineFeedDue = end >= 0 && data[end] == '\r';
                Buffer.Consume(end < 0 ? data.Length : end + 1);
            }
            else if (!_options.AllowComments || !TryPassBlank(data[0]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// With comments allowed the parser behind Flink's format also passes over blanks and empty lines before a record.
    /// </summary>
    private bool TryPassBlank(byte first)
    {
        switch (first)
        {
            case (byte)'#':
                _isInComment = true;
                return true;
            case (byte)' ':
                Buffer.Consume(1);
                return true;
            case (byte)'\n' or (byte)'\r':
                Buffer.Consume(1);
                Line++;
                _isLineFeedDue = first == '\r';
                return true;
            default:
                return false;
        }
    }

    private ReadStatus RejectTooLarge(SourceRecord record)
    {
        _skipper.Begin();
        _isSkipping = true;
        return TooLarge(record, Buffer.Available);
    }

    private ReadStatus Parse(SourceRecord record, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> line = data[.._scan.ContentBytes];
        if (line.Length > Buffer.RecordBytesMax)
        {
            return TooLarge(record, line);
        }

        if (_scan.IsOpen || (Buffer.HasEnded && Buffer.IsCutShort && _scan.ContentBytes == data.Length))
        {
            return RejectCut(record, line);
        }

        if (IsSkipping)
        {
            return ReadStatus.Row;
        }

        return _rows.Read(record, _scan, data);
    }
}
