using System;
using System.Buffers;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Finds the end of a CSV record and the bounds of its fields, as the Jackson parser behind Flink's CSV format does: a
/// quote counts only as a field's first character; blanks may follow the closing one; CR, LF and CR LF end a record
/// outside quotes.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Bounds are offsets into the span that was scanned. A scan that runs out of bytes starts
/// again from the record's start once there are more: chunks are far larger than records.
/// </remarks>
internal sealed class CsvRecord
{
    private readonly byte _delimiter;
    private readonly int _quote;
    private readonly int _escape;
    private readonly int _quotedEscape;
    private readonly SearchValues<byte> _fieldStops;
    private readonly SearchValues<byte> _quotedStops;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly bool[] _escaped;
    private readonly bool[] _quoted;

    /// <summary>A scanner for records of a number of fields.</summary>
    /// <param name="options">Delimiter, quote and escape.</param>
    /// <param name="columns">Fields whose bounds are kept; one more is kept to tell a trailing delimiter from too
    /// many.</param>
    public CsvRecord(Options.CsvOptions options, int columns)
    {
        _delimiter = options.Delimiter;
        _quote = options.Quote;
        _escape = options.Escape;
        _quotedEscape = options.QuotedEscape;
        byte escape = _escape >= 0 ? (byte)_escape : _delimiter;
        _fieldStops = SearchValues.Create([_delimiter, (byte)'\n', (byte)'\r', escape]);
        _quotedStops = SearchValues.Create([(byte)_quote, _escape >= 0 ? escape : (byte)_quote, (byte)'\n']);
        _starts = new int[columns + 1];
        _lengths = new int[columns + 1];
        _escaped = new bool[columns + 1];
        _quoted = new bool[columns + 1];
    }

    /// <summary>Fields found, also beyond those whose bounds are kept.</summary>
    public int Fields { get; private set; }

    /// <summary>Length of the record with its line end. Unit: bytes.</summary>
    public int LengthBytes { get; private set; }

    /// <summary>Length without the line end. Unit: bytes.</summary>
    public int ContentBytes { get; private set; }

    /// <summary>Line feeds inside quotes. Unit: lines.</summary>
    public int InnerLines { get; private set; }

    /// <summary>Whether something other than blanks follows a closing quote.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether the bytes end inside quotes or behind an escape.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether a field holds doubled quotes or escapes.</summary>
    /// <param name="field">Index of the field.</param>
    /// <returns>Whether <see cref="Unescape"/> is needed.</returns>
    public bool IsEscaped(int field) => _escaped[field];

    /// <summary>The field as it stands in the record, without its quotes.</summary>
    /// <param name="record">The span that was scanned.</param>
    /// <param name="field">Index of the field.</param>
    /// <returns>Its bytes.</returns>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> record, int field) =>
        record.Slice(_starts[field], _lengths[field]);

    /// <summary>Scans one record.</summary>
    /// <param name="data">Bytes from the record's start on; not empty.</param>
    /// <param name="isAll">Whether nothing follows them.</param>
    /// <returns><see langword="false"/> when more bytes are needed to find the end.</returns>
    public bool TryScan(ReadOnlySpan<byte> data, bool isAll)
    {
        Fields = 0;
        InnerLines = 0;
        IsMalformed = false;
        IsOpen = false;
        int at = 0;
        while (true)
        {
            int field = Fields++;
            bool isEscaped = false;
            int start = at;
            int end;
            bool isQuoted = at < data.Length && data[at] == _quote;
            if (isQuoted)
            {
                start++;
                end = EndOfQuoted(data, start, ref isEscaped);
                at = EndOfField(data, end + 1);
            }
            else
            {
                at = end = EndOfPlain(data, at, ref isEscaped);
            }

            if (field < _starts.Length)
            {
                _starts[field] = start;
                _lengths[field] = Math.Min(end, data.Length) - start;
                _escaped[field] = isEscaped;
                _quoted[field] = isQuoted;
            }

            if (at >= data.Length)
            {
                LengthBytes = ContentBytes = data.Length;
                return isAll;
            }

            if (data[at] == _delimiter)
            {
                at++;
                continue;
            }

            return TryEnd(data, at, isAll);
        }
    }

    /// <summary>Writes a field's value without doubled quotes and escapes.</summary>
    /// <param name="record">The span that was scanned.</param>
    /// <param name="field">Index of the field.</param>
    /// <param name="target">At least as long as the field.</param>
    /// <returns>Length of the value. Unit: bytes.</returns>
    public int Unescape(ReadOnlySpan<byte> record, int field, Span<byte> target)
    {
        ReadOnlySpan<byte> text = Field(record, field);
        int doubled = _quoted[field] ? _quote : -1;
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte next = text[i];
            if (next == _escape && i + 1 < text.Length)
            {
                next = Unescaped(text[++i]);
            }
            else if (next == doubled)
            {
                i++; // its copy follows, or the field would have ended here
            }

            target[written++] = next;
        }

        return written;
    }

    private static byte Unescaped(byte escaped) => escaped switch
    {
        (byte)'0' => 0,
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escaped,
    };

    private bool TryEnd(ReadOnlySpan<byte> data, int at, bool isAll)
    {
        ContentBytes = at;
        LengthBytes = at + 1;
        if (data[at] == '\r')
        {
            if (at + 1 == data.Length)
            {
                return isAll; // a line feed may follow
            }

            LengthBytes += data[at + 1] == '\n' ? 1 : 0;
        }

        return true;
    }

    private int EndOfPlain(ReadOnlySpan<byte> data, int at, ref bool isEscaped)
    {
        while (true)
        {
            int step = data[at..].IndexOfAny(_fieldStops);
            if (step < 0)
            {
                return data.Length;
            }

            at += step;
            if (data[at] != _escape)
            {
                return at;
            }

            isEscaped = true;
            IsOpen = at + 1 == data.Length;
            at = Math.Min(at + 2, data.Length);
        }
    }

    /// <summary>Offset of the closing quote; the length of the data when there is none.</summary>
    private int EndOfQuoted(ReadOnlySpan<byte> data, int at, ref bool isEscaped)
    {
        while (true)
        {
            int step = data[at..].IndexOfAny(_quotedStops);
            if (step < 0)
            {
                IsOpen = true;
                return data.Length;
            }

            at += step;
            byte stop = data[at];
            if (stop == '\n')
            {
                InnerLines++;
                at++;
            }
            else if (stop == _quotedEscape)
            {
                isEscaped = true;
                at = Math.Min(at + 2, data.Length);
            }
            else if (at + 1 < data.Length && data[at + 1] == _quote)
            {
                isEscaped = true;
                at += 2;
            }
            else
            {
                return at;
            }
        }
    }

    /// <summary>
    /// Skips blanks behind a closing quote; anything else makes the record malformed and is skipped to the field's
    /// end.
    /// </summary>
    private int EndOfField(ReadOnlySpan<byte> data, int at)
    {
        while (at < data.Length)
        {
            byte next = data[at];
            if (next == _delimiter || next is (byte)'\n' or (byte)'\r')
            {
                return at;
            }

            if (next > ' ')
            {
                IsMalformed = true;
                bool ignored = false;
                return EndOfPlain(data, at, ref ignored);
            }

            at++;
        }

        return at;
    }
}
