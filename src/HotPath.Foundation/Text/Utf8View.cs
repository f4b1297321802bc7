using System;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Foundation.Text;

/// <summary>
/// A string or binary value where it lies: address and length of UTF-8 (or raw) bytes in native memory. Unmanaged, 16
/// bytes, so that compiled operators pass it in registers; it owns nothing.
/// </summary>
/// <remarks>Lifetime: until the row, the scratch arena or the state entry that holds the bytes is released.</remarks>
public readonly struct Utf8View : IEquatable<Utf8View>
{
    /// <summary>A view over <paramref name="lengthBytes"/> bytes at <paramref name="address"/>.</summary>
    /// <param name="address">First byte; may be 0 only when the length is 0.</param>
    /// <param name="lengthBytes">Not negative. Unit: bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Utf8View(nint address, int lengthBytes)
    {
        Address = address;
        LengthBytes = lengthBytes;
    }

    /// <summary>First byte.</summary>
    public nint Address { get; }

    /// <summary>Length. Unit: bytes (not characters).</summary>
    public int LengthBytes { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => Raw.Span(Address, LengthBytes);

    /// <summary>Same bytes.</summary>
    /// <param name="left">First value.</param>
    /// <param name="right">Second value.</param>
    /// <returns>Whether the bytes are equal.</returns>
    public static bool operator ==(Utf8View left, Utf8View right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    /// <param name="left">First value.</param>
    /// <param name="right">Second value.</param>
    /// <returns>Whether the bytes differ.</returns>
    public static bool operator !=(Utf8View left, Utf8View right) => !left.Equals(right);

    /// <summary>Order by unsigned bytes, as Flink orders strings.</summary>
    /// <param name="left">First value.</param>
    /// <param name="right">Second value.</param>
    /// <returns>Negative, zero or positive.</returns>
    public static int Compare(Utf8View left, Utf8View right) => left.Span.SequenceCompareTo(right.Span);

    /// <inheritdoc/>
    public bool Equals(Utf8View other) => LengthBytes == other.LengthBytes && Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Utf8View other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((int)Hashing.StableHash.Of(Span));

    /// <summary>The text, for messages and tests; allocates.</summary>
    /// <returns>The bytes decoded as UTF-8.</returns>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Span);
}
