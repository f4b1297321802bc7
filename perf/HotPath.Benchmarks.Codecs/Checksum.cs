using System;
using System.Runtime.CompilerServices;

namespace HotPath.Benchmarks.Codecs;

/// <summary>What a text adds to the sum of a message: its length and its first octet.</summary>
public static class Checksum
{
    /// <summary>Of a string, which holds ASCII only.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its share.</returns>
    public static long Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? 0 : text.Length + text[0];
    }

    /// <summary>Of octets.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its share.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Of(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : text.Length + text[0];
}
