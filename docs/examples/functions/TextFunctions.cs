using System;
using HotPath.Functions;

namespace HotPath.Examples.Functions;

/// <summary>Scalar functions over text.</summary>
public static class TextFunctions
{
    // begin
    /// <summary>How often a text holds the first byte of another; 0 of NULL, as Nexmark's query 14 wants it.</summary>
    [ScalarFunction("count_char")]
    public static long CountChar(NullableUtf8 text, ReadOnlySpan<byte> character) =>
        character.Length == 0 ? 0 : text.Bytes.Count(character[0]);

    /// <summary>The text up to the first of a separator.</summary>
    [ScalarFunction("before")]
    public static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator)
    {
        int at = text.IndexOf(separator);
        return at < 0 ? text : text[..at];
    }

    /// <summary>Each letter of a-z by the one 13 places on; NULL of an empty text.</summary>
    [ScalarFunction("rot13")]
    public static NullableUtf8 Rotate(ReadOnlySpan<byte> text, TextBuffer buffer)
    {
        Span<byte> rotated = buffer.Take(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isLetter = text[i] is >= (byte)'a' and <= (byte)'z';
            rotated[i] = isLetter ? (byte)('a' + ((text[i] - 'a' + 13) % 26)) : text[i];
        }

        return text.IsEmpty ? NullableUtf8.Null : new NullableUtf8(rotated);
    }
    // end
}
