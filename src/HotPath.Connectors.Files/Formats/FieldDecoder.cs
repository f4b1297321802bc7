using System;
using System.Text;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Turns the text of a field into a column of a row, as Flink's CSV and JSON formats do: numbers may have blanks
/// around them, BOOLEAN is true for 'true' in any case and false for anything else, a DECIMAL that does not fit is
/// NULL.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Stricter than Flink in two places where it changes a value silently: a DATE that the
/// calendar does not have and the hour 24 are refused. Source: specs/flink-semantics.md 2.1; Flink 2.3 asked.
/// </remarks>
internal sealed class FieldDecoder
{
    private const int IsoBytesMax = 64;
    private const int TimestampBytesMin = 19;

    private readonly SqlType[] _types;
    private readonly byte _separator;
    private readonly bool _isJson;
    private byte[] _scratch = new byte[1024];

    /// <summary>A decoder for the columns of a table.</summary>
    /// <param name="schema">Columns.</param>
    /// <param name="isJson">Whether JSON's rules for dates and times apply.</param>
    /// <param name="isIso">Whether timestamps have a <c>T</c> between date and time.</param>
    public FieldDecoder(RowSchema schema, bool isJson, bool isIso)
    {
        _types = new SqlType[schema.Columns.Count];
        for (int i = 0; i < _types.Length; i++)
        {
            _types[i] = schema.Columns[i].Type;
        }

        _isJson = isJson;
        _separator = isIso ? (byte)'T' : (byte)' ';
    }

    /// <summary>Type of a column.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>The type.</returns>
    public SqlType TypeOf(int column) => _types[column];

    /// <summary>Sets a column from text.</summary>
    /// <param name="row">Row under construction.</param>
    /// <param name="column">Index of the column.</param>
    /// <param name="text">The value, not NULL, without quotes and escapes; valid UTF-8 for a text column.</param>
    /// <returns><see cref="RejectReason.None"/>, or why the text is no value of the column's type.</returns>
    public RejectReason Decode(RowBuilder row, int column, ReadOnlySpan<byte> text)
    {
        SqlType type = _types[column];
        switch (type.Kind)
        {
            case SqlTypeKind.Char or SqlTypeKind.VarChar:
                row.SetUtf8(column, text);
                return RejectReason.None;
            case SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Int or SqlTypeKind.BigInt:
                ParseOutcome outcome = SqlParse.Integer(text, type.Kind, out long integer);
                return outcome == ParseOutcome.Ok ? SetInteger(row, column, integer) : Reason(outcome);
            case SqlTypeKind.Boolean:
                row.Set(column, Ascii.EqualsIgnoreCase(SqlParse.Trim(text), "true"u8));
                return RejectReason.None;
            case SqlTypeKind.Double:
                return SetIf(SqlParse.Double(text, out double number), row, column, number);
            case SqlTypeKind.Float:
                return SetIf(SqlParse.Float(text, out float single), row, column, single);
            case SqlTypeKind.Decimal:
                return Decimal(row, column, type, text);
            case SqlTypeKind.VarBinary:
                return Binary(row, column, text);
            default:
                return Temporal(row, column, type.Kind, text);
        }
    }

    /// <summary>Sets an integer column from a number that is known to fit.</summary>
    /// <param name="row">Row under construction.</param>
    /// <param name="column">Index of the column.</param>
    /// <param name="value">Value.</param>
    /// <returns><see cref="RejectReason.None"/>.</returns>
    public static RejectReason SetInteger(RowBuilder row, int column, long value)
    {
        row.SetInteger(column, value);
        return RejectReason.None;
    }

    private static RejectReason Reason(ParseOutcome outcome) => outcome switch
    {
        ParseOutcome.Ok => RejectReason.None,
        ParseOutcome.OutOfRange => RejectReason.OutOfRange,
        _ => RejectReason.BadValue,
    };

    private static RejectReason SetIf<T>(ParseOutcome outcome, RowBuilder row, int column, T value)
        where T : unmanaged
    {
        if (outcome == ParseOutcome.Ok)
        {
            row.Set(column, value);
        }

        return Reason(outcome);
    }

    private RejectReason Decimal(RowBuilder row, int column, SqlType type, ReadOnlySpan<byte> text)
    {
        if (!_isJson && text.Length > 0 && (text[0] <= ' ' || text[^1] <= ' '))
        {
            return RejectReason.BadValue; // CSV hands DECIMAL on untrimmed
        }

        ParseOutcome outcome = SqlParse.Decimal(text, type.Precision, type.Scale, out Int128 unscaled);
        return outcome == ParseOutcome.OutOfRange ? RejectReason.None : SetIf(outcome, row, column, unscaled);
    }

    private RejectReason Binary(RowBuilder row, int column, ReadOnlySpan<byte> text)
    {
        if (_scratch.Length < text.Length)
        {
            _scratch = new byte[2 * text.Length];
        }

        if (!JavaBase64.TryDecode(text, _scratch, out int written))
        {
            return RejectReason.BadValue;
        }

        row.SetUtf8(column, _scratch.AsSpan(0, written));
        return RejectReason.None;
    }

    private RejectReason Temporal(RowBuilder row, int column, SqlTypeKind kind, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> value = _isJson ? text : SqlParse.Trim(text);
        bool isUntrimmed = value.Length > 0 && (value[0] <= ' ' || value[^1] <= ' ');
        if (isUntrimmed || (value.Length != text.Length && kind is SqlTypeKind.Date or SqlTypeKind.Time))
        {
            return RejectReason.BadValue;
        }

        switch (kind)
        {
            case SqlTypeKind.Timestamp:
                return _separator == 'T' && !IsOfCalendar(value)
                    ? RejectReason.OutOfRange
                    : LocalTimestamp(row, column, value);
            case SqlTypeKind.TimestampLtz:
                return value.Length > 0 && value[^1] == 'Z'
                    ? Timestamp(row, column, value[..^1])
                    : RejectReason.BadValue;
            case SqlTypeKind.Date:
                return _isJson && value.Length != 10
                    ? RejectReason.BadValue
                    : SetIf(SqlTimeParse.Date(value, out int days), row, column, days);
            case SqlTypeKind.Time:
                return Time(row, column, value);
            default:
                return RejectReason.BadValue;
        }
    }

    // ISO-8601 takes a small t of a TIMESTAMP, but of no TIMESTAMP_LTZ.
    private RejectReason LocalTimestamp(RowBuilder row, int column, scoped ReadOnlySpan<byte> value)
    {
        if (_separator != 'T' || value.Length is <= 10 or > IsoBytesMax || value[10] != 't')
        {
            return Timestamp(row, column, value);
        }

        Span<byte> upper = stackalloc byte[IsoBytesMax];
        value.CopyTo(upper);
        upper[10] = (byte)'T';
        return Timestamp(row, column, upper[..value.Length]);
    }

    private RejectReason Timestamp(RowBuilder row, int column, scoped ReadOnlySpan<byte> value)
    {
        Span<byte> padded = stackalloc byte[TimestampBytesMin];
        if (_separator == 'T' && value.Length == 16)
        {
            value.CopyTo(padded);
            ":00"u8.CopyTo(padded[16..]); // ISO-8601 may leave out the seconds
            value = padded;
        }

        return value.Length < TimestampBytesMin || value[10] != _separator || value[^1] <= ' '
            || !IsPadded(value[..TimestampBytesMin])
            ? RejectReason.BadValue
            : SetIf(SqlTimeParse.Timestamp(value, out long timeMs), row, column, timeMs);
    }

    private RejectReason Time(RowBuilder row, int column, scoped ReadOnlySpan<byte> value)
    {
        Span<byte> padded = stackalloc byte[8];
        if (!_isJson && value.Length == 5)
        {
            value.CopyTo(padded);
            ":00"u8.CopyTo(padded[5..]); // CSV may leave out the seconds
            value = padded;
        }

        if (value.Length < 8 || value[2] != ':' || value[5] != ':')
        {
            return RejectReason.BadValue;
        }

        ParseOutcome outcome = SqlTimeParse.Time(value, out int timeMs);
        // CSV cuts a time to the digits of its type, JSON does not.
        int unitMs = _isJson ? 1 : row.Schema.Columns[column].Type.UnitMs;
        return SetIf(outcome, row, column, timeMs - (timeMs % unitMs));
    }

    /// <summary>Of all forms only an ISO-8601 TIMESTAMP must not have a day that its month does not have.</summary>
    private static bool IsOfCalendar(ReadOnlySpan<byte> value) =>
        value.Length < 10 || SqlTimeParse.Date(value[..10], out _) != ParseOutcome.OutOfRange;

    private static bool IsPadded(ReadOnlySpan<byte> value) =>
        value[4] == '-' && value[7] == '-' && value[13] == ':' && value[16] == ':';
}
