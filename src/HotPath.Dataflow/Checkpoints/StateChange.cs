using System;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>One record of a <see cref="StateBatch"/>: a key and its new value, or the removal of the key.</summary>
/// <remarks>
/// <code>
/// byte 0            4              8
///      +------------+--------------+-- key --+-- value --+   value length -1: the key is removed
///      | key length | value length |         |           |   records start at multiples of 8
///      +------------+--------------+---------+-----------+
/// </code>
/// Lifetime: that of the batch until it is cleared.
/// </remarks>
public readonly struct StateChange
{
    internal const int KeyLengthOffset = 0;
    internal const int ValueLengthOffset = 4;
    internal const int KeyOffset = 8;
    internal const int Removed = -1;

    private readonly nint _address;

    internal StateChange(nint address) => _address = address;

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key => Raw.Span(_address + KeyOffset, KeyLength);

    /// <summary>Whether the key is removed.</summary>
    public bool IsRemoval => ValueLength == Removed;

    /// <summary>The new value; empty for a removal.</summary>
    public ReadOnlySpan<byte> Value => Raw.Span(_address + KeyOffset + KeyLength, Math.Max(0, ValueLength));

    private int KeyLength => Raw.Read<int>(_address + KeyLengthOffset);

    private int ValueLength => Raw.Read<int>(_address + ValueLengthOffset);
}
