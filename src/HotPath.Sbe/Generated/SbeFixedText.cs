using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using HotPath.Foundation.Memory;

namespace HotPath.Sbe.Generated;

/// <summary>Text of fixed length: NUL fills what it leaves, so that equal text gives equal octets.</summary>
public static class SbeFixedText
{
    private const ulong Ones = 0x0101_0101_0101_0101;
    private const ulong HighBits = 0x8080_8080_8080_8080;

    /// <summary>The text without what fills it.</summary>
    /// <param name="octets">All octets of the member.</param>
    /// <returns>Octets up to the first NUL.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> octets)
    {
        // Short codes are the rule: without a call, and without a loop once the length is a constant.
        if (octets.Length <= sizeof(ulong))
        {
            ulong word = Word(octets);
            ulong firstZero = (word - Ones) & ~word & HighBits;
            return octets[..(BitOperations.TrailingZeroCount(firstZero) >>> 3)];
        }

        int end = octets.IndexOf((byte)0);
        return end < 0 ? octets : octets[..end];
    }

    /// <summary>Writes text.</summary>
    /// <param name="to">All octets of the member.</param>
    /// <param name="text">Encoded text.</param>
    /// <param name="member">Name of the member.</param>
    /// <exception cref="ArgumentException">It is too long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Span<byte> to, ReadOnlySpan<byte> text, string member)
    {
        if (text.Length == to.Length)
        {
            text.CopyTo(to);
        }
        else
        {
            WriteOther(to, text, member);
        }
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteOther(Span<byte> to, ReadOnlySpan<byte> text, string member)
    {
        if (text.Length > to.Length)
        {
            SbeThrow.TooLong(member, text.Length, (uint)to.Length);
        }

        text.CopyTo(to);
        to[text.Length..].Clear();
    }

    // At most eight octets as one number, zero behind the last; where no read has the size, two overlap.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> octets)
    {
        int length = octets.Length;
        return length switch
        {
            sizeof(ulong) => OctetReader.UInt64Little(octets, 0),
            >= sizeof(uint) => OctetReader.UInt32Little(octets, 0)
                | ((ulong)OctetReader.UInt32Little(octets, length - sizeof(uint)) << (8 * (length - sizeof(uint)))),
            >= sizeof(ushort) => OctetReader.UInt16Little(octets, 0)
                | ((ulong)OctetReader.UInt16Little(octets, length - sizeof(ushort)) << (8 * (length - sizeof(ushort)))),
            1 => octets[0],
            _ => 0,
        };
    }
}
