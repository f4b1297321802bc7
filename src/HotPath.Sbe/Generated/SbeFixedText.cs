using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace HotPath.Sbe.Generated;

/// <summary>Text of fixed length: NUL fills what it leaves, so that equal text gives equal octets.</summary>
public static class SbeFixedText
{
    /// <summary>The text without what fills it.</summary>
    /// <param name="octets">All octets of the member.</param>
    /// <returns>Octets up to the first NUL.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)0);
        return end < 0 ? octets : octets[..end];
    }

    /// <summary>Writes text.</summary>
    /// <param name="to">All octets of the member.</param>
    /// <param name="text">Encoded text.</param>
    /// <param name="member">Name of the member.</param>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public static void Write(Span<byte> to, ReadOnlySpan<byte> text, string member)
    {
        if (text.Length > to.Length)
        {
            SbeThrow.TooLong(member, text.Length, (uint)to.Length);
        }

        text.CopyTo(to);
        to[text.Length..].Clear();
    }

    /// <summary>Writes text.</summary>
    /// <param name="to">All octets of the member.</param>
    /// <param name="text">Text.</param>
    /// <param name="encoding">Encoding of the member.</param>
    /// <param name="member">Name of the member.</param>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public static void Write(Span<byte> to, ReadOnlySpan<char> text, Encoding encoding, string member)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        if (!encoding.TryGetBytes(text, to, out int written))
        {
            SbeThrow.TooLong(member, encoding.GetByteCount(text), (uint)to.Length);
        }

        to[written..].Clear();
    }
}
