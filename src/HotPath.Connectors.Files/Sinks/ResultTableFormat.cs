using System;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// A SELECT's changelog as aligned columns, row by row: widths come from types and names, so that a row can be shown
/// the moment it exists. A longer value pushes its line out of line and is never cut.
/// </summary>
internal sealed class ResultTableFormat : IRowFormat
{
    private const int KindChars = 2;
    private const int TextCharsMin = 16;

    private readonly RowSchema _schema;
    private readonly ZoneRules _zone;
    private readonly int[] _widths;
    private readonly ByteBuilder _text = new();

    public ResultTableFormat(RowSchema schema, ZoneRules zone)
    {
        _schema = schema;
        _zone = zone;
        _widths = [.. schema.Columns.Select(static c => Math.Max(Width(c.Type), c.Name.EnumerateRunes().Count()))];
    }

    public void WriteHeader(ByteBuilder target)
    {
        target.Append("op"u8);
        for (int i = 0; i < _widths.Length; i++)
        {
            target.Append("  "u8);
            Align(Encoding.UTF8.GetBytes(_schema.Columns[i].Name), i, target);
        }

        EndLine(target);
        Rule(KindChars, target);
        foreach (int width in _widths)
        {
            target.Append("  "u8);
            Rule(width, target);
        }

        target.Append((byte)'\n');
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        ValueText.Kind(identity.Kind, target);
        for (int i = 0; i < _widths.Length; i++)
        {
            target.Append("  "u8);
            _text.Clear();
            if (row.IsNull(i))
            {
                _text.Append("NULL"u8);
            }
            else
            {
                ValueText.Result(row, i, _zone, _text);
            }

            Align(_text.Written, i, target);
        }

        EndLine(target);
    }

    private static int Width(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => 5,
        SqlTypeKind.TinyInt => 4,
        SqlTypeKind.SmallInt => 6,
        SqlTypeKind.Int => 11,
        SqlTypeKind.BigInt => 14,
        SqlTypeKind.Float or SqlTypeKind.Double => 12,
        SqlTypeKind.Decimal => Math.Min(type.Precision + 2, 20),
        SqlTypeKind.Date => 10,
        SqlTypeKind.Time => type.Precision > 0 ? 12 : 8,
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampLtz => 23,
        _ => TextCharsMin,
    };

    private static void Rule(int chars, ByteBuilder target)
    {
        target.Reserve(chars)[..chars].Fill((byte)'-');
        target.Advance(chars);
    }

    private static void Pad(int chars, ByteBuilder target)
    {
        if (chars > 0)
        {
            target.Reserve(chars)[..chars].Fill((byte)' ');
            target.Advance(chars);
        }
    }

    private static void EndLine(ByteBuilder target)
    {
        target.TrimEnd();
        target.Append((byte)'\n');
    }

    /// <summary>
    /// Numbers to the right, everything else to the left; line ends and other controls would break the table.
    /// </summary>
    private void Align(ReadOnlySpan<byte> text, int column, ByteBuilder target)
    {
        int chars = 0;
        foreach (byte next in text)
        {
            chars += (next & 0xC0) == 0x80 ? 0 : 1;
        }

        bool isNumber = _schema.Columns[column].Type.IsNumeric;
        Pad(isNumber ? _widths[column] - chars : 0, target);
        foreach (byte next in text)
        {
            target.Append(next < ' ' ? (byte)' ' : next);
        }

        Pad(isNumber ? 0 : _widths[column] - chars, target);
    }
}
