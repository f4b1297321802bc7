using System;
using System.Buffers.Binary;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.State.Lmdb.Layout;

/// <summary>The value of a record whose key is stored as it is: a hash over key and value, then the value.</summary>
/// <remarks>
/// <code>
/// byte 0                     8
///      +---------------------+-- value --+   hash = StableHash(value, seed: StableHash(key)), little-endian
///      | hash                |           |
///      +---------------------+-----------+
/// </code>
/// The same hashes, summed over all records, stand in <see cref="StoreHeader"/>.
/// </remarks>
internal static class RecordLayout
{
    /// <summary>Bytes before the value. Unit: bytes.</summary>
    public const int HeaderBytes = sizeof(ulong);

    /// <summary>Hash of a record.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">The value.</param>
    /// <returns>The hash.</returns>
    public static ulong HashOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        StableHash.Of(value, StableHash.Of(key));

    /// <summary>Writes a record.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">The value.</param>
    /// <param name="target">Room for header and value.</param>
    /// <returns>The hash.</returns>
    public static ulong Write(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Span<byte> target)
    {
        ulong hash = HashOf(key, value);
        BinaryPrimitives.WriteUInt64LittleEndian(target, hash);
        value.CopyTo(target[HeaderBytes..]);
        return hash;
    }

    /// <summary>Checks a record.</summary>
    /// <param name="key">The key it was found under.</param>
    /// <param name="record">Its bytes.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="HotPathException">HP2008: damaged.</exception>
    public static ulong Verify(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record)
    {
        ulong hash = record.Length < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(record);
        return record.Length >= HeaderBytes && hash == HashOf(key, record[HeaderBytes..]) ? hash : throw Damaged(key);
    }

    /// <summary>The error of a damaged record.</summary>
    /// <param name="key">The key it was found under.</param>
    /// <returns>HP2008.</returns>
    public static HotPathException Damaged(ReadOnlySpan<byte> key) => new(
        ErrorCode.StateCorrupt,
        $"state: the record of key {Convert.ToHexStringLower(key[..Math.Min(key.Length, 64)])} is damaged; use a kept "
        + "snapshot or another copy");
}
