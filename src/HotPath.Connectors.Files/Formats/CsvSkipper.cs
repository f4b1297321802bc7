using System;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Finds the end of a record that is too long to keep, byte by byte, knowing quotes: text inside them must never be
/// taken for rows.
/// </summary>
/// <remarks>Threading: single-threaded.</remarks>
internal sealed class CsvSkipper
{
    private readonly Options.CsvOptions _options;
    private State _state;

    public CsvSkipper(Options.CsvOptions options) => _options = options;

    private enum State
    {
        FieldStart,
        Plain,
        Quoted,
        QuoteInQuoted,
        PlainEscape,
        QuotedEscape,
    }

    /// <summary>Line feeds passed inside quotes. Unit: lines.</summary>
    public long InnerLines { get; private set; }

    /// <summary>Starts at a record's first byte.</summary>
    public void Begin()
    {
        _state = State.FieldStart;
        InnerLines = 0;
    }

    /// <summary>Goes on.</summary>
    /// <param name="data">The next bytes.</param>
    /// <param name="lengthBytes">Bytes passed, the line feed or carriage return included. Unit: bytes.</param>
    /// <returns>Whether the record's end was found.</returns>
    public bool TrySkip(ReadOnlySpan<byte> data, out int lengthBytes)
    {
        for (int i = 0; i < data.Length; i++)
        {
            byte next = data[i];
            bool isEnd = next is (byte)'\n' or (byte)'\r';
            if (isEnd && _state is State.FieldStart or State.Plain or State.QuoteInQuoted)
            {
                lengthBytes = i + 1;
                return true;
            }

            InnerLines += next == '\n' ? 1 : 0;
            _state = After(next);
        }

        lengthBytes = data.Length;
        return false;
    }

    private State After(byte next) => _state switch
    {
        State.PlainEscape => State.Plain,
        State.QuotedEscape => State.Quoted,
        State.Quoted => next == _options.QuotedEscape
            ? State.QuotedEscape
            : next == _options.Quote ? State.QuoteInQuoted : State.Quoted,
        State.QuoteInQuoted when next == _options.Quote => State.Quoted,
        State.FieldStart when next == _options.Quote => State.Quoted,
        _ => next == _options.Delimiter
            ? State.FieldStart
            : next == _options.Escape ? State.PlainEscape : State.Plain,
    };
}
