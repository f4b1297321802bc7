using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Dataflow.Text;

/// <summary>
/// A row of one table as a JSON object: every stored column by name, in the forms that the json format writes and
/// reads back. What people read where a row as such has to be shown.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Allocates nothing a row. A text that does not fit its target is cut between characters.
/// </remarks>
public sealed class RowJson
{
    private readonly byte[][] _names;
    private readonly byte[] _value = new byte[SqlText.MaxLengthBytes];

    /// <summary>For rows of one layout.</summary>
    /// <param name="schema">The layout.</param>
    public RowJson(RowSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _names = new byte[schema.Columns.Count][];
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = Encoding.UTF8.GetBytes(schema.Columns[i].Name);
        }
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">A row of the layout.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public int Write(RowView row, Span<byte> target)
    {
        int length = 0;
        for (int i = 0; i < _names.Length && length < target.Length; i++)
        {
            Append(i == 0 ? "{"u8 : ","u8, target, ref length);
            Quote(_names[i], target, ref length);
            Append(":"u8, target, ref length);
            Value(row, i, target, ref length);
        }

        Append("}"u8, target, ref length);
        return Whole(target[..length]);
    }

    private void Value(RowView row, int column, Span<byte> target, ref int length)
    {
        SqlType type = row.Schema.Columns[column].Type;
        if (row.IsNull(column))
        {
            Append("null"u8, target, ref length);
        }
        else if (type.IsText)
        {
            Quote(row.GetUtf8(column).Span, target, ref length);
        }
        else if (type.Kind == SqlTypeKind.VarBinary)
        {
            Append("\""u8, target, ref length);
            Base64Of(row.GetUtf8(column).Span, target, ref length);
            Append("\""u8, target, ref length);
        }
        else
        {
            ReadOnlySpan<byte> text = _value.AsSpan(0, Fixed(row, column));
            bool isBare = IsBare(row, column);
            Append(isBare ? [] : "\""u8, target, ref length);
            Append(text, target, ref length);
            Append(isBare ? [] : "\""u8, target, ref length);
        }
    }

    private int Fixed(RowView row, int column)
    {
        SqlTypeKind kind = row.Schema.Columns[column].Type.Kind;
        if (kind is not (SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz))
        {
            return SqlText.Format(row, column, ZoneRules.Utc, _value);
        }

        int length = SqlText.FormatTimestamp(row.Get<long>(column), _value, SqlText.FractionAsNeeded);
        if (kind == SqlTypeKind.TimestampLtz)
        {
            _value[length++] = (byte)'Z';
        }

        return length;
    }

    private static bool IsBare(RowView row, int column) => row.Schema.Columns[column].Type.Kind switch
    {
        SqlTypeKind.Float => float.IsFinite(row.Get<float>(column)),
        SqlTypeKind.Double => double.IsFinite(row.Get<double>(column)),
        SqlTypeKind kind => kind is >= SqlTypeKind.Boolean and <= SqlTypeKind.Decimal,
    };

    private static void Quote(ReadOnlySpan<byte> text, Span<byte> target, ref int length)
    {
        Append("\""u8, target, ref length);
        while (text.Length > 0 && length < target.Length)
        {
            int plain = 0;
            while (plain < text.Length && text[plain] >= ' ' && text[plain] is not ((byte)'"' or (byte)'\\'))
            {
                plain++;
            }

            Append(text[..plain], target, ref length);
            text = text[plain..];
            if (text.Length > 0)
            {
                Escape(text[0], target, ref length);
                text = text[1..];
            }
        }

        Append("\""u8, target, ref length);
    }

    private static void Escape(byte character, Span<byte> target, ref int length)
    {
        int named = "\"\\\b\f\n\r\t"u8.IndexOf(character);
        if (named >= 0)
        {
            Append("\\"u8, target, ref length);
            Append("\"\\bfnrt"u8.Slice(named, 1), target, ref length);
            return;
        }

        Append("\\u00"u8, target, ref length);
        Append("0123456789ABCDEF"u8.Slice(character >> 4, 1), target, ref length);
        Append("0123456789ABCDEF"u8.Slice(character & 15, 1), target, ref length);
    }

    private static void Base64Of(ReadOnlySpan<byte> bytes, Span<byte> target, ref int length)
    {
        const int groupBytes = 3;
        Span<byte> group = stackalloc byte[4];
        while (bytes.Length > 0 && length < target.Length)
        {
            _ = Base64.EncodeToUtf8(bytes[..Math.Min(groupBytes, bytes.Length)], group, out int consumed, out _);
            Append(group, target, ref length);
            bytes = bytes[consumed..];
        }
    }

    private static void Append(ReadOnlySpan<byte> bytes, Span<byte> target, ref int length)
    {
        int count = Math.Min(bytes.Length, target.Length - length);
        bytes[..count].CopyTo(target[length..]);
        length += count;
    }

    // Without the part of a character that a full target has left at the end.
    private static int Whole(ReadOnlySpan<byte> text)
    {
        int start = text.Length - 1;
        while (start > 0 && text.Length - start < 4 && (text[start] & 0xC0) == 0x80)
        {
            start--;
        }

        bool isWhole = start < 0 || Rune.DecodeFromUtf8(text[start..], out _, out _) == OperationStatus.Done;
        return isWhole ? text.Length : start;
    }
}
