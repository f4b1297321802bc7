using System;
using HotPath.Connectors.Files.Options;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// CSV files of a table as Flink writes them: a text is quoted when it is longer than 24 characters or holds the
/// escape (a backslash where there is none) or anything up to the greatest of delimiter, quote and line end; numbers
/// and booleans never are.
/// </summary>
/// <remarks>Source: the loose quoting of the Jackson generator behind Flink's CSV format; Flink 2.3 asked.</remarks>
internal sealed class CsvRowFormat : IRowFormat
{
    private const int UncheckedCharsMax = 24;

    private readonly CsvOptions _options;
    private readonly int _safeFrom;
    private readonly int _special;
    private readonly ByteBuilder _text = new();

    public CsvRowFormat(CsvOptions options)
    {
        _options = options;
        _safeFrom = Math.Max(Math.Max((int)options.Delimiter, '\r'), options.Quote) + 1;
        _special = options.Escape >= 0 ? options.Escape : '\\';
    }

    public void WriteHeader(ByteBuilder target)
    {
    }

    public void WriteRow(in OutputIdentity identity, RowView row, ByteBuilder target)
    {
        for (int i = 0; i < row.Schema.Columns.Count; i++)
        {
            if (i > 0)
            {
                target.Append(_options.Delimiter);
            }

            if (row.IsNull(i))
            {
                target.Append(_options.NullLiteral);
            }
            else
            {
                WriteValue(row, i, target);
            }
        }

        target.Append((byte)'\n');
    }

    private void WriteValue(RowView row, int column, ByteBuilder target)
    {
        SqlType type = row.Schema.Columns[column].Type;
        if (type.IsNumeric || type.Kind == SqlTypeKind.Boolean)
        {
            ValueText.Stored(row, column, default, target);
            return;
        }

        _text.Clear();
        ValueText.Stored(row, column, default, _text);
        ReadOnlySpan<byte> text = _text.Written;
        if (_options.Quote < 0 || !NeedsQuotes(text))
        {
            target.Append(text);
            return;
        }

        target.Append((byte)_options.Quote);
        foreach (byte next in text)
        {
            if (next == _options.Quote || next == _options.Escape)
            {
                target.Append(next);
            }

            target.Append(next);
        }

        target.Append((byte)_options.Quote);
    }

    private bool NeedsQuotes(ReadOnlySpan<byte> text)
    {
        int chars = 0;
        foreach (byte next in text)
        {
            if (next < _safeFrom || next == _special)
            {
                return true;
            }

            // A lead byte counts as its UTF-16 length, a trail byte as nothing.
            chars += (next & 0xC0) == 0x80 ? 0 : next >= 0xF0 ? 2 : 1;
        }

        return chars > UncheckedCharsMax;
    }
}
