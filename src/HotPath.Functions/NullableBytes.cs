using System;

namespace HotPath.Functions;

/// <summary>BYTES that may be NULL, as parameter or result of a function; NULL and empty are not the same.</summary>
/// <remarks>Lifetime: the bytes are valid until the function returns.</remarks>
public readonly ref struct NullableBytes
{
    private readonly bool _hasValue;

    /// <summary>Bytes that are not NULL.</summary>
    /// <param name="bytes">The bytes.</param>
    public NullableBytes(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        _hasValue = true;
    }

    /// <summary>NULL.</summary>
    public static NullableBytes Null => default;

    /// <summary>Whether it is NULL.</summary>
    public bool IsNull => !_hasValue;

    /// <summary>The bytes; empty when NULL.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
