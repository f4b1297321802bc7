using System;
using System.Text.Unicode;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Formats;

/// <summary>Makes a row of a scanned CSV record, wherever it came from.</summary>
/// <remarks>Threading: single-threaded. Allocates only for a field longer than any before.</remarks>
internal sealed class CsvRowReader
{
    private readonly CsvOptions _options;
    private readonly RowRules _rules;
    private readonly FieldDecoder _decoder;
    private readonly int _columns;
    private byte[] _scratch = new byte[1024];
    private bool _isValidUtf8;

    public CsvRowReader(TableDefinition table, CsvOptions options)
    {
        _options = options;
        _rules = new RowRules(table, options.IgnoreParseErrors);
        _columns = table.Schema.Columns.Count;
        _decoder = new FieldDecoder(table.Schema, isJson: false, isIso: false);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="record">Gets the row, or why there is none.</param>
    /// <param name="scan">Bounds of the fields.</param>
    /// <param name="data">What was scanned; may go on behind the record.</param>
    public ReadStatus Read(SourceRecord record, CsvRecord scan, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> line = data[..scan.ContentBytes];
        if (scan.IsMalformed || HasTooMany(scan, data))
        {
            return _rules.Reject(record, RejectReason.Malformed, -1, line);
        }

        if (scan.Fields < _columns && !_options.IgnoreParseErrors)
        {
            return _rules.Reject(record, RejectReason.Malformed, scan.Fields, line);
        }

        _isValidUtf8 = Utf8.IsValid(line);
        record.Row.Begin();
        for (int i = 0; i < Math.Min(_columns, scan.Fields); i++)
        {
            RejectReason reason = Decode(record.Row, i, scan, data);
            if (reason != RejectReason.None && (!_options.IgnoreParseErrors || reason == RejectReason.BadEncoding))
            {
                return _rules.Reject(record, reason, i, line);
            }
        }

        return _rules.Accept(record, line);
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)0, (byte)' ');

    /// <summary>One blank field too many is what a trailing delimiter makes, and is allowed.</summary>
    private bool HasTooMany(CsvRecord scan, ReadOnlySpan<byte> data) =>
        scan.Fields > _columns && (scan.Fields > _columns + 1 || !IsBlank(scan.Field(data, _columns)));

    private RejectReason Decode(RowBuilder row, int column, CsvRecord scan, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> text = scan.Field(data, column);
        if (scan.IsEscaped(column))
        {
            if (_scratch.Length < text.Length)
            {
                _scratch = new byte[2 * text.Length];
            }

            text = _scratch.AsSpan(0, scan.Unescape(data, column, _scratch));
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
