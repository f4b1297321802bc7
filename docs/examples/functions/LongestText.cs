using System;
using System.Runtime.CompilerServices;
using HotPath.Functions;

namespace HotPath.Examples.Functions;

/// <summary>The longest text of at most 31 bytes, of equal ones the lowest; it cannot forget one.</summary>
[AggregateFunction("longest")]
public static class LongestText
{
    /// <summary>A fixed number of bytes, since state holds no references.</summary>
    [InlineArray(31)]
    public struct Octets
    {
        private byte _first;
    }

    /// <summary>The text: 32 bytes without a gap.</summary>
    public struct Text
    {
        public byte Length;
        public Octets Bytes;
    }

    public static void Accumulate(ref Text longest, ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> known = longest.Bytes[..longest.Length];
        bool isBetter = text.Length > known.Length
            || (text.Length == known.Length && text.SequenceCompareTo(known) < 0);
        if (text.Length <= 31 && isBetter)
        {
            text.CopyTo(longest.Bytes);
            longest.Length = (byte)text.Length;
        }
    }

    public static void Merge(ref Text longest, in Text other) =>
        Accumulate(ref longest, ((ReadOnlySpan<byte>)other.Bytes)[..other.Length]);

    public static ReadOnlySpan<byte> Result(in Text longest, TextBuffer buffer)
    {
        Span<byte> result = buffer.Take(longest.Length);
        ((ReadOnlySpan<byte>)longest.Bytes)[..longest.Length].CopyTo(result);
        return result;
    }
}
