using System;
using System.Text.Unicode;
using HotPath.Connectors.Files.Input;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

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
    private readonly FieldDecoder _decoder;
    private readonly int _columns;
    private byte[] _scratch = new byte[1024];
    private bool _isInComment;
    private bool _isSkipping;
    private bool _isLineFeedDue;
    private bool _isValidUtf8;

    public CsvSource(
        TableDefinition table, CsvOptions options, InputBuffer buffer, int fileIndex, long? stopAfterRecords)
        : base(table, buffer, fileIndex, options.IgnoreParseErrors, stopAfterRecords)
    {
        _options = options;
        _columns = table.Schema.Columns.Count;
        _scan = new CsvRecord(options, _columns);
        _skipper = new CsvSkipper(options);
        _decoder = new FieldDecoder(table.Schema, isJson: false, isIso: false);
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

    private static bool IsBlank(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)0, (byte)' ');

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

        if (_scan.IsMalformed || HasTooMany(data))
        {
            return Reject(record, RejectReason.Malformed, -1, line);
        }

        if (_scan.Fields < _columns && !_options.IgnoreParseErrors)
        {
            return Reject(record, RejectReason.Malformed, _scan.Fields, line);
        }

        _isValidUtf8 = Utf8.IsValid(line);
        record.Row.Begin();
        for (int i = 0; i < Math.Min(_columns, _scan.Fields); i++)
        {
            RejectReason reason = Decode(record.Row, i, data);
            if (reason != RejectReason.None && (!_options.IgnoreParseErrors || reason == RejectReason.BadEncoding))
            {
                return Reject(record, reason, i, line);
            }
        }

        return Accept(record, line);
    }

    /// <summary>One blank field too many is what a trailing delimiter makes, and is allowed.</summary>
    private bool HasTooMany(ReadOnlySpan<byte> data) =>
        _scan.Fields > _columns && (_scan.Fields > _columns + 1 || !IsBlank(_scan.Field(data, _columns)));

    private RejectReason Decode(RowBuilder row, int column, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> text = _scan.Field(data, column);
        if (_scan.IsEscaped(column))
        {
            if (_scratch.Length < text.Length)
            {
                _scratch = new byte[2 * text.Length];
            }

            text = _scratch.AsSpan(0, _scan.Unescape(data, column, _scratch));
        }

        if (_options.NullLiteral is not null && text.SequenceEqual(_options.NullLiteral))
        {
            return RejectReason.None;
        }

        // One look at the whole record is cheaper than one at each field; only a wrong record is looked at again.
        return _isValidUtf8 || !_decoder.TypeOf(column).IsText || Utf8.IsValid(text)
            ? _decoder.Decode(row, column, text)
            : RejectReason.BadEncoding;
    }
}
