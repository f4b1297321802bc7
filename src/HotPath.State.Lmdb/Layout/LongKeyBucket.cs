using System;
using System.Buffers.Binary;

namespace HotPath.State.Lmdb.Layout;

/// <summary>
/// The value under the stored form of long keys: one entry for each key that has this prefix and hash, nearly always
/// one.
/// </summary>
/// <remarks>
/// <code>
/// byte 0        8            12             16
///      +--------+------------+--------------+-- whole key --+-- value --+   and the next entry
///      | hash   | key length | value length |               |           |   hash: RecordLayout.HashOf
///      +--------+------------+--------------+---------------+-----------+
/// </code>
/// </remarks>
internal static class LongKeyBucket
{
    /// <summary>Bytes of an entry before its key. Unit: bytes.</summary>
    public const int EntryHeaderBytes = 16;

    private const int KeyLengthOffset = 8;
    private const int ValueLengthOffset = 12;

    /// <summary>Length of an entry. Unit: bytes.</summary>
    /// <param name="keyBytes">Length of the key. Unit: bytes.</param>
    /// <param name="valueBytes">Length of the value. Unit: bytes.</param>
    /// <returns>The length.</returns>
    public static int EntryBytes(int keyBytes, int valueBytes) => checked(EntryHeaderBytes + keyBytes + valueBytes);

    /// <summary>Splits the first entry off and verifies it.</summary>
    /// <param name="storedKey">Key of the bucket, for messages.</param>
    /// <param name="rest">The bucket from an entry on.</param>
    /// <param name="key">The whole key.</param>
    /// <param name="value">The value.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>The bucket after the entry.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2008: damaged.</exception>
    public static ReadOnlySpan<byte> Next(
        scoped ReadOnlySpan<byte> storedKey,
        ReadOnlySpan<byte> rest,
        out ReadOnlySpan<byte> key,
        out ReadOnlySpan<byte> value,
        out ulong hash)
    {
        if (rest.Length < EntryHeaderBytes)
        {
            throw RecordLayout.Damaged(storedKey);
        }

        hash = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        uint keyBytes = BinaryPrimitives.ReadUInt32LittleEndian(rest[KeyLengthOffset..]);
        uint valueBytes = BinaryPrimitives.ReadUInt32LittleEndian(rest[ValueLengthOffset..]);
        if ((ulong)keyBytes + valueBytes > (ulong)(rest.Length - EntryHeaderBytes))
        {
            throw RecordLayout.Damaged(storedKey);
        }

        key = rest.Slice(EntryHeaderBytes, (int)keyBytes);
        value = rest.Slice(EntryHeaderBytes + (int)keyBytes, (int)valueBytes);
        bool belongs = keyBytes > StoredKey.PlainBytesMax
            && key.StartsWith(storedKey[..StoredKey.PlainBytesMax])
            && hash == RecordLayout.HashOf(key, value);
        return belongs ? rest[EntryBytes((int)keyBytes, (int)valueBytes)..] : throw RecordLayout.Damaged(storedKey);
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">The value.</param>
    /// <param name="target">Room for it.</param>
    /// <returns>The hash.</returns>
    public static ulong Write(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Span<byte> target)
    {
        ulong hash = RecordLayout.HashOf(key, value);
        BinaryPrimitives.WriteUInt64LittleEndian(target, hash);
        BinaryPrimitives.WriteInt32LittleEndian(target[KeyLengthOffset..], key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[ValueLengthOffset..], value.Length);
        key.CopyTo(target[EntryHeaderBytes..]);
        value.CopyTo(target[(EntryHeaderBytes + key.Length)..]);
        return hash;
    }
}
