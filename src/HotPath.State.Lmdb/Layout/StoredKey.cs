using System;
using System.Buffers.Binary;
using HotPath.Foundation.Hashing;

namespace HotPath.State.Lmdb.Layout;

/// <summary>What a key is stored under: LMDB's keys end at 511 bytes, ours do not.</summary>
/// <remarks>
/// <code>
/// up to 400 bytes:  the key
/// longer:           its first 400 bytes | hash, 16 bytes, big-endian        416 bytes in all
/// </code>
/// A long key's record is a bucket that holds whole keys (<see cref="LongKeyBucket"/>), so equal hashes do no harm.
/// </remarks>
internal static class StoredKey
{
    /// <summary>Longest key that is stored as it is. Unit: bytes.</summary>
    public const int PlainBytesMax = 400;

    /// <summary>Length of what stands for a longer one. Unit: bytes.</summary>
    public const int LongBytes = PlainBytesMax + 16;

    // Odd constants without meaning: the halves must differ.
    private const ulong HighSeed = 0x5AFE_0001_0000_0001;
    private const ulong LowSeed = 0x5AFE_0002_0000_0003;

    /// <summary>Whether a key is stored in a bucket.</summary>
    /// <param name="lengthBytes">Length of the key, whole or stored. Unit: bytes.</param>
    /// <returns>Whether it is long.</returns>
    public static bool IsLong(int lengthBytes) => lengthBytes > PlainBytesMax;

    /// <summary>The stored form of a long key.</summary>
    /// <param name="key">More than <see cref="PlainBytesMax"/> bytes.</param>
    /// <param name="hashBits">Bits of each half of the hash that count; 64 but in tests.</param>
    /// <param name="target"><see cref="LongBytes"/> long.</param>
    public static void WriteLong(ReadOnlySpan<byte> key, int hashBits, Span<byte> target)
    {
        key[..PlainBytesMax].CopyTo(target);
        ulong mask = hashBits >= 64 ? ulong.MaxValue : (1UL << hashBits) - 1;
        BinaryPrimitives.WriteUInt64BigEndian(target[PlainBytesMax..], StableHash.Of(key, HighSeed) & mask);
        BinaryPrimitives.WriteUInt64BigEndian(target[(PlainBytesMax + 8)..], StableHash.Of(key, LowSeed) & mask);
    }
}
