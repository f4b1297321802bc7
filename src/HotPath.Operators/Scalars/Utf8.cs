using System;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>Code points of UTF-8 text. A stray continuation byte belongs to the character before it.</summary>
internal static class Utf8
{
    internal static bool IsLead(byte c) => (c & 0xC0) != 0x80;

    /// <summary>Characters of the text.</summary>
    internal static int Count(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte c in text)
        {
            count += IsLead(c) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Byte at which the character with index <paramref name="characters"/> starts, or the length.</summary>
    internal static int Offset(ReadOnlySpan<byte> text, int characters)
    {
        int at = 0;
        while (characters > 0 && at < text.Length)
        {
            at = Next(text, at);
            characters--;
        }

        return at;
    }

    /// <summary>Byte behind the character at <paramref name="at"/>.</summary>
    internal static int Next(ReadOnlySpan<byte> text, int at)
    {
        at++;
        while (at < text.Length && !IsLead(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>First byte of the character that ends before <paramref name="at"/>.</summary>
    internal static int Previous(ReadOnlySpan<byte> text, int at)
    {
        at--;
        while (at > 0 && !IsLead(text[at]))
        {
            at--;
        }

        return at;
    }

    internal static Utf8View Slice(Utf8View text, int start, int end) => new(text.Address + start, end - start);

    internal static Utf8View Copy(ReadOnlySpan<byte> text, ScalarContext context)
    {
        nint address = context.Scratch.Take(text.Length);
        text.CopyTo(Raw.WritableSpan(address, text.Length));
        return new Utf8View(address, text.Length);
    }
}
