using System;

namespace HotPath.Functions;

/// <summary>A text that may be NULL, as parameter or result of a function; NULL and empty are not the same.</summary>
/// <remarks>Lifetime: the bytes are valid until the function returns.</remarks>
public readonly ref struct NullableUtf8
{
    private readonly bool _hasValue;

    /// <summary>A text that is not NULL.</summary>
    /// <param name="bytes">UTF-8.</param>
    public NullableUtf8(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        _hasValue = true;
    }

    /// <summary>NULL.</summary>
    public static NullableUtf8 Null => default;

    /// <summary>Whether it is NULL.</summary>
    public bool IsNull => !_hasValue;

    /// <summary>The text, UTF-8; empty when NULL.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
