using System;
using System.Text.Unicode;
using HotPath.Connectors.Files.Input;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// One file of JSON objects, a line each, as a source; a line that is an array of objects gives a row for each, all
/// with the number of the line. What Flink's JSON format accepts becomes a row, what it fails on becomes a rejected
/// record.
/// </summary>
/// <remarks>Unlike Flink, text behind the object of a line is refused: Flink drops it silently.</remarks>
internal sealed class JsonSource : FileSource
{
    private const int NotInArray = -1;

    private readonly RowRules _rules;
    private readonly JsonRowReader _rows;
    private int _lineBytes;
    private int _lineLengthBytes;
    // Offset of the delimiter in front of the next element: '[', ',' or ']'.
    private int _arrayAt = NotInArray;
    private bool _isSkipping;

    public JsonSource(
        TableDefinition table, JsonOptions options, InputBuffer buffer, int fileIndex, long? stopAfterRecords)
        : base(table, buffer, fileIndex, stopAfterRecords)
    {
        _rules = new RowRules(table, options.IgnoreParseErrors);
        _rows = new JsonRowReader(table, options, _rules);
    }

    private ReadOnlySpan<byte> LineText => Buffer.Available[.._lineBytes];

    protected override ReadStatus ReadRecord(SourceRecord record)
    {
        if (_arrayAt != NotInArray && TryElement(record, out ReadStatus next))
        {
            return next;
        }

        while (true)
        {
            if (TryFindLine())
            {
                record.RecordNumber = Line;
                if (TryParseLine(record, out ReadStatus status))
                {
                    return status;
                }

                continue;
            }

            switch (Buffer.Fill())
            {
                case FillStatus.Idle:
                    return ReadStatus.Idle;
                case FillStatus.Full:
                    _isSkipping = true;
                    return TooLarge(record, Buffer.Available);
                case FillStatus.End when Buffer.Available.Length == 0:
                    return Finish(record);
                default:
                    break;
            }
        }
    }

    private bool TryFindLine()
    {
        int end = Buffer.Available.IndexOf((byte)'\n');
        if (_isSkipping)
        {
            _isSkipping = end < 0;
            Line += end < 0 ? 0 : 1;
            Buffer.Consume(end < 0 ? Buffer.Available.Length : end + 1);
            return !_isSkipping && TryFindLine();
        }

        if (end < 0 && (!Buffer.HasEnded || Buffer.Available.Length == 0))
        {
            return false;
        }

        _lineBytes = end < 0 ? Buffer.Available.Length : end;
        _lineLengthBytes = end < 0 ? _lineBytes : end + 1;
        return true;
    }

    private void PassLine()
    {
        Buffer.Consume(_lineLengthBytes);
        Line++;
        _arrayAt = NotInArray;
    }

    /// <summary>Parses a line; one without content gives nothing.</summary>
    private bool TryParseLine(SourceRecord record, out ReadStatus status)
    {
        ReadOnlySpan<byte> line = LineText;
        var scanner = new JsonScanner(line, 0);
        status = ReadStatus.Rejected;
        int first = scanner.Peek();
        if (line.Length > Buffer.RecordBytesMax)
        {
            status = TooLarge(record, line);
        }
        else if (_lineBytes == _lineLengthBytes && Buffer.IsCutShort)
        {
            status = RejectCut(record, line);
        }
        else if (first < 0)
        {
            PassLine();
            return false;
        }
        else if (!Utf8.IsValid(line))
        {
            status = _rules.Reject(record, RejectReason.BadEncoding, -1, line);
        }
        else if (first == '[')
        {
            _arrayAt = scanner.At;
            return TryElement(record, out status);
        }
        else if (IsSkipping)
        {
            status = ReadStatus.Row;
        }
        else
        {
            status = _rows.ReadObject(record, ref scanner, line);
        }

        PassLine();
        return true;
    }

    /// <summary>The next element of the array that the line is; <see langword="false"/> behind the last.</summary>
    private bool TryElement(SourceRecord record, out ReadStatus status)
    {
        ReadOnlySpan<byte> line = LineText;
        var scanner = new JsonScanner(line, _arrayAt);
        byte delimiter = line[_arrayAt];
        _ = scanner.TryPass(delimiter);
        status = ReadStatus.Rejected;
        if (delimiter == ']' || (delimiter == '[' && scanner.TryPass((byte)']')))
        {
            bool isWhole = scanner.Peek() < 0;
            status = isWhole ? status : _rules.Reject(record, RejectReason.Malformed, -1, line);
            PassLine();
            return !isWhole;
        }

        int start = scanner.At;
        if (!scanner.TryValue(out JsonValue value) || scanner.Peek() is not (',' or ']'))
        {
            status = _rules.Reject(record, RejectReason.Malformed, -1, line[start..]);
            PassLine();
            return true;
        }

        _arrayAt = scanner.At;
        ReadOnlySpan<byte> element = line.Slice(value.Start, value.LengthBytes);
        var inner = new JsonScanner(line, value.Start);
        status = !IsSkipping && value.Kind == JsonKind.Object
            ? _rows.ReadElement(record, ref inner, line, element)
            : _rules.Reject(record, RejectReason.Malformed, -1, element);
        return true;
    }
}
