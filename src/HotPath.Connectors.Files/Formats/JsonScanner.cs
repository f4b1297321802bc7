using System;
using System.Buffers;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Walks over JSON text, value by value, checking its grammar. Errors are answers, not exceptions, because a stream
/// may be full of them. Control characters inside text are let through, as Flink lets them.
/// </summary>
/// <remarks>Source: RFC 8259. The text must be valid UTF-8.</remarks>
internal ref struct JsonScanner
{
    // Inside an object: with it that is the 1,000 of the parser behind Flink's format.
    private const int DepthMax = 999;

    // The limit of the same parser, without signs, point and the letter e.
    private const int DigitsMax = 1_000;

    private static readonly SearchValues<byte> TextStops = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly ReadOnlySpan<byte> _text;
    private int _depth;

    public JsonScanner(ReadOnlySpan<byte> text, int at)
    {
        _text = text;
        At = at;
    }

    /// <summary>Offset of the next byte.</summary>
    public int At { get; private set; }

    /// <summary>Next byte that is not blank, or -1 at the end; it is not passed.</summary>
    /// <returns>The byte.</returns>
    public int Peek()
    {
        while (At < _text.Length)
        {
            byte next = _text[At];
            if (next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return next;
            }

            At++;
        }

        return -1;
    }

    /// <summary>Passes one expected byte, blanks before it included.</summary>
    /// <param name="expected">The byte.</param>
    /// <returns>Whether it was there.</returns>
    public bool TryPass(byte expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>Passes a value.</summary>
    /// <param name="value">Where it lies.</param>
    /// <returns><see langword="false"/> when the text is not JSON here.</returns>
    public bool TryValue(out JsonValue value)
    {
        int next = Peek();
        int start = At;
        switch (next)
        {
            case '"':
                return TryText(out value);
            case '{' or '[':
                value = default;
                if (!TryNested((byte)next))
                {
                    return false;
                }

                value = new JsonValue(next == '{' ? JsonKind.Object : JsonKind.Array, start, At - start);
                return true;
            case 't':
                return TryWord("true"u8, JsonKind.True, out value);
            case 'f':
                return TryWord("false"u8, JsonKind.False, out value);
            case 'n':
                return TryWord("null"u8, JsonKind.Null, out value);
            default:
                return TryNumber(out value);
        }
    }

    /// <summary>Passes a text in quotes.</summary>
    /// <param name="value">Where it lies.</param>
    /// <returns><see langword="false"/> when there is none, it does not end, or an escape is wrong.</returns>
    public bool TryText(out JsonValue value)
    {
        value = default;
        if (!TryPass((byte)'"'))
        {
            return false;
        }

        int start = At;
        bool isEscaped = false;
        while (true)
        {
            int step = _text[At..].IndexOfAny(TextStops);
            if (step < 0)
            {
                return false;
            }

            At += step;
            if (_text[At] == '"')
            {
                value = new JsonValue(JsonKind.Text, start, At - start, isEscaped);
                At++;
                return true;
            }

            isEscaped = true;
            if (!TryEscape())
            {
                return false;
            }
        }
    }

    private static bool IsHex(ReadOnlySpan<byte> digits) => digits.IndexOfAnyExcept(HexDigits) < 0;

    private bool TryEscape()
    {
        if (At + 1 >= _text.Length)
        {
            return false;
        }

        switch (_text[At + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                At += 2;
                return true;
            case (byte)'u' when At + 6 <= _text.Length:
                At += 6;
                return IsHex(_text.Slice(At - 4, 4));
            default:
                return false;
        }
    }

    private bool TryNested(byte open)
    {
        byte close = open == '{' ? (byte)'}' : (byte)']';
        At++;
        if (++_depth > DepthMax)
        {
            return false;
        }

        bool isFirst = true;
        while (!TryPass(close))
        {
            if (!isFirst && !TryPass((byte)','))
            {
                return false;
            }

            isFirst = false;
            if (open == '{' && !(TryText(out _) && TryPass((byte)':')))
            {
                return false;
            }

            if (!TryValue(out _))
            {
                return false;
            }
        }

        _depth--;
        return true;
    }

    private bool TryWord(ReadOnlySpan<byte> word, JsonKind kind, out JsonValue value)
    {
        bool isWord = _text[At..].StartsWith(word);
        value = isWord ? new JsonValue(kind, At, word.Length) : default;
        At += isWord ? word.Length : 0;
        return isWord && IsDelimited();
    }

    private bool TryNumber(out JsonValue value)
    {
        int start = At;
        At += At < _text.Length && _text[At] == '-' ? 1 : 0;
        int integer = At;
        int digits = 0;
        bool isNumber = TryDigits(ref digits) && (_text[integer] != '0' || At == integer + 1);
        if (isNumber && At < _text.Length && _text[At] == '.')
        {
            At++;
            isNumber = TryDigits(ref digits);
        }

        if (isNumber && At < _text.Length && _text[At] is (byte)'e' or (byte)'E')
        {
            At++;
            At += At < _text.Length && _text[At] is (byte)'+' or (byte)'-' ? 1 : 0;
            isNumber = TryDigits(ref digits);
        }

        isNumber &= digits <= DigitsMax;
        value = isNumber ? new JsonValue(JsonKind.Number, start, At - start) : default;
        return isNumber && IsDelimited();
    }

    private bool TryDigits(ref int digits)
    {
        int start = At;
        while (At < _text.Length && (uint)(_text[At] - '0') <= 9)
        {
            At++;
        }

        digits += At - start;
        return At > start;
    }

    private readonly bool IsDelimited() => At == _text.Length
        || _text[At] is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
