using System;
using HotPath.Connectors.Files.Options;
using HotPath.Connectors.Files.Sinks;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;

namespace HotPath.Connectors.Files.Formats;

/// <summary>Makes a row of a JSON object, wherever it came from.</summary>
/// <remarks>Threading: single-threaded. Allocates only for a text longer than any before.</remarks>
internal sealed class JsonRowReader
{
    // 2^63, which Flink's parser takes for the largest BIGINT.
    private const double LongEnd = 9223372036854775808.0;

    private readonly JsonOptions _options;
    private readonly RowRules _rules;
    private readonly JsonFields _fields;
    private readonly FieldDecoder _decoder;
    private readonly int _columns;
    private readonly ByteBuilder _text = new();
    private readonly JsonCompactor _compactor = new();

    public JsonRowReader(TableDefinition table, JsonOptions options, RowRules rules)
    {
        _options = options;
        _rules = rules;
        _columns = table.Schema.Columns.Count;
        _fields = new JsonFields(table.Schema);
        _decoder = new FieldDecoder(table.Schema, isJson: true, options.IsIso8601);
    }

    /// <summary>Reads an object that is the whole text.</summary>
    /// <param name="record">Gets the row, or why there is none.</param>
    /// <param name="scanner">At the begin of the object.</param>
    /// <param name="text">Text, valid UTF-8.</param>
    public ReadStatus ReadObject(SourceRecord record, ref JsonScanner scanner, ReadOnlySpan<byte> text) =>
        _fields.TryRead(ref scanner, text) && scanner.Peek() < 0
            ? Convert(record, text, text)
            : _rules.Reject(record, RejectReason.Malformed, -1, text);

    /// <summary>Reads an object that is a part of a text.</summary>
    /// <param name="record">Gets the row, or why there is none.</param>
    /// <param name="scanner">At the begin of the object.</param>
    /// <param name="text">Text, valid UTF-8.</param>
    /// <param name="element">The object in it.</param>
    public ReadStatus ReadElement(
        SourceRecord record, ref JsonScanner scanner, ReadOnlySpan<byte> text, ReadOnlySpan<byte> element) =>
        _fields.TryRead(ref scanner, text)
            ? Convert(record, text, element)
            : _rules.Reject(record, RejectReason.Malformed, -1, element);

    private ReadStatus Convert(SourceRecord record, ReadOnlySpan<byte> line, ReadOnlySpan<byte> raw)
    {
        RowBuilder row = record.Row;
        row.Begin();
        for (int i = 0; i < _columns; i++)
        {
            JsonValue value = _fields[i];
            if (value.Kind == JsonKind.Missing && _options.FailOnMissingField)
            {
                return _rules.Reject(record, RejectReason.Malformed, i, raw);
            }

            if (value.Kind is JsonKind.Missing or JsonKind.Null)
            {
                continue;
            }

            RejectReason reason = Convert(row, i, value, line.Slice(value.Start, value.LengthBytes));
            if (reason != RejectReason.None && !_options.IgnoreParseErrors)
            {
                return _rules.Reject(record, reason, i, raw);
            }
        }

        return _rules.Accept(record, raw);
    }

    private RejectReason Convert(RowBuilder row, int column, JsonValue value, ReadOnlySpan<byte> text)
    {
        SqlType type = _decoder.TypeOf(column);
        switch (value.Kind)
        {
            case JsonKind.Object or JsonKind.Array:
                if (!type.IsText)
                {
                    return RejectReason.BadValue;
                }

                _text.Clear();
                _compactor.Compact(text, _text);
                return _decoder.Decode(row, column, _text.Written);
            case JsonKind.Text when value.IsEscaped:
                _text.Clear();
                JsonText.Unescape(text, _text);
                return _decoder.Decode(row, column, _text.Written);
            case JsonKind.Number when type.Kind is SqlTypeKind.Int or SqlTypeKind.BigInt:
                return ConvertNumber(row, column, type.Kind, text);
            case JsonKind.Number or JsonKind.True or JsonKind.False when type.Kind == SqlTypeKind.VarBinary:
                return RejectReason.BadValue;
            default:
                return _decoder.Decode(row, column, text);
        }
    }

    /// <summary>INT and BIGINT cut the fraction of a number off; the smaller integers refuse it.</summary>
    private RejectReason ConvertNumber(RowBuilder row, int column, SqlTypeKind kind, ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            return _decoder.Decode(row, column, text);
        }

        // The parser behind Flink's format compares before it cuts: 2147483647.9 is no INT.
        _ = SqlParse.Double(text, out double number);
        bool fits = kind == SqlTypeKind.Int
            ? number is >= int.MinValue and <= int.MaxValue
            : number is >= long.MinValue and <= LongEnd;
        return fits
            ? FieldDecoder.SetInteger(row, column, number < LongEnd ? (long)number : long.MaxValue)
            : RejectReason.OutOfRange;
    }
}
