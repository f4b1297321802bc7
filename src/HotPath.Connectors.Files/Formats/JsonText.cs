using System;
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using HotPath.Connectors.Files.Sinks;

namespace HotPath.Connectors.Files.Formats;

/// <summary>Text inside JSON: undoing its escapes and making them.</summary>
/// <remarks>Threading: pure functions over buffers of the caller. Allocates only while those grow.</remarks>
internal static class JsonText
{
    private const int LoneSurrogate = '?';
    private const byte PairLead = 0xF0;
    private const int PairBytes = 4;

    /// <summary>Appends a text without its escapes; a surrogate without partner becomes <c>?</c>, as in Java.</summary>
    /// <param name="text">Text between its quotes, checked by <see cref="JsonScanner"/>.</param>
    /// <param name="target">Where it goes.</param>
    public static void Unescape(ReadOnlySpan<byte> text, ByteBuilder target)
    {
        while (text.Length > 0)
        {
            int plain = text.IndexOf((byte)'\\');
            if (plain < 0)
            {
                target.Append(text);
                return;
            }

            target.Append(text[..plain]);
            text = text[plain..];
            if (text[1] == 'u')
            {
                text = text[UnescapeUnicode(text, target)..];
            }
            else
            {
                target.Append(Short(text[1]));
                text = text[2..];
            }
        }
    }

    /// <summary>
    /// Appends a text in quotes, escaped as Jackson does: quotes, backslashes and control characters only.
    /// </summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="escapesPairs">Whether characters beyond U+FFFF are escaped, too, as Jackson does in a file.</param>
    public static void Quote(ReadOnlySpan<byte> text, ByteBuilder target, bool escapesPairs = false)
    {
        target.Append((byte)'"');
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte next = text[i];
            bool isPair = escapesPairs && next >= PairLead;
            if (!isPair && next >= ' ' && next is not ((byte)'"' or (byte)'\\'))
            {
                continue;
            }

            target.Append(text[start..i]);
            if (isPair)
            {
                EscapePair(text[i..], target);
                i += PairBytes - 1;
            }
            else
            {
                Escape(next, target);
            }

            start = i + 1;
        }

        target.Append(text[start..]);
        target.Append((byte)'"');
    }

    private static byte Short(byte escaped) => escaped switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escaped,
    };

    private static void Escape(byte next, ByteBuilder target)
    {
        target.Append((byte)'\\');
        switch (next)
        {
            case (byte)'"' or (byte)'\\':
                target.Append(next);
                break;
            case (byte)'\b':
                target.Append((byte)'b');
                break;
            case (byte)'\f':
                target.Append((byte)'f');
                break;
            case (byte)'\n':
                target.Append((byte)'n');
                break;
            case (byte)'\r':
                target.Append((byte)'r');
                break;
            case (byte)'\t':
                target.Append((byte)'t');
                break;
            default:
                target.Append("u00"u8);
                target.Append((byte)('0' + (next >> 4)));
                target.Append("0123456789ABCDEF"u8.Slice(next & 15, 1));
                break;
        }
    }

    private static void EscapePair(ReadOnlySpan<byte> text, ByteBuilder target)
    {
        _ = Rune.DecodeFromUtf8(text, out Rune rune, out _);
        Span<char> pair = stackalloc char[2];
        _ = rune.EncodeToUtf16(pair);
        foreach (char half in pair)
        {
            target.Append("\\u"u8);
            _ = Utf8Formatter.TryFormat(half, target.Reserve(PairBytes), out int length, new StandardFormat('X', 4));
            target.Advance(length);
        }
    }

    /// <summary>Appends the character of one escape, or of two that make a pair; returns the bytes passed.</summary>
    private static int UnescapeUnicode(ReadOnlySpan<byte> text, ByteBuilder target)
    {
        int first = Hex(text);
        int length = 6;
        int rune = first;
        if (char.IsSurrogate((char)first))
        {
            rune = LoneSurrogate;
            if (char.IsHighSurrogate((char)first) && text.Length >= 12 && text[6] == '\\' && text[7] == 'u')
            {
                int second = Hex(text[6..]);
                if (char.IsLowSurrogate((char)second))
                {
                    rune = char.ConvertToUtf32((char)first, (char)second);
                    length = 12;
                }
            }
        }

        target.Advance(new Rune(rune).EncodeToUtf8(target.Reserve(4)));
        return length;
    }

    private static int Hex(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out int value, out _, 'X') ? value : LoneSurrogate;
}
