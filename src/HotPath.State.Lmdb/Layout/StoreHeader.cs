using System;
using System.Buffers.Binary;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;

namespace HotPath.State.Lmdb.Layout;

/// <summary>The one record of the database <c>header</c>, written in the transaction of every checkpoint.</summary>
/// <remarks>
/// <code>
/// byte 0            8           12         16           24          32                 40
///      +------------+-----------+----------+------------+-----------+------------------+------------------+
///      | "HPSTATE1" | version   | 0        | position   | records   | sum of hashes    | hash of 0 to 39  |
///      +------------+-----------+----------+------------+-----------+------------------+------------------+
/// </code>
/// Little-endian. The sum is over the hashes of all records (<see cref="RecordLayout"/>), modulo 2^64.
/// </remarks>
/// <param name="Position">Position of the log that the state is as of; -1 before the first checkpoint.</param>
/// <param name="Records">Records of the map.</param>
/// <param name="HashSum">Sum of their hashes.</param>
internal readonly record struct StoreHeader(long Position, long Records, ulong HashSum)
{
    /// <summary>Length. Unit: bytes.</summary>
    public const int LengthBytes = 48;

    // 2: clocks of windows also say how long windows are kept, what moved them, and how far each partition is.
    // 3: and when the next session or first row comes out; late rows of CUMULATE lie in its first pane.
    // 4: a key without text ends behind its columns; a session with COUNT(*) holds how many rows it has there only.
    private const uint FormatVersion = 4;
    private const int VersionOffset = 8;
    private const int PositionOffset = 16;
    private const int RecordsOffset = 24;
    private const int HashSumOffset = 32;
    private const int ChecksumOffset = 40;

    /// <summary>Key of the record.</summary>
    public static ReadOnlySpan<byte> Key => "header"u8;

    private static ReadOnlySpan<byte> Magic => "HPSTATE1"u8;

    /// <summary>Writes the record.</summary>
    /// <param name="target"><see cref="LengthBytes"/> long.</param>
    public void Write(Span<byte> target)
    {
        target[..LengthBytes].Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[VersionOffset..], FormatVersion);
        BinaryPrimitives.WriteInt64LittleEndian(target[PositionOffset..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(target[RecordsOffset..], Records);
        BinaryPrimitives.WriteUInt64LittleEndian(target[HashSumOffset..], HashSum);
        BinaryPrimitives.WriteUInt64LittleEndian(target[ChecksumOffset..], StableHash.Of(target[..ChecksumOffset]));
    }

    /// <summary>Reads the record.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="path">Where it was found, for messages.</param>
    /// <returns>The header.</returns>
    /// <exception cref="HotPathException">HP2008: damaged. HP2009: of another version.</exception>
    public static StoreHeader Read(ReadOnlySpan<byte> source, string path)
    {
        bool isWhole = source.Length == LengthBytes
            && source.StartsWith(Magic)
            && BinaryPrimitives.ReadUInt64LittleEndian(source[ChecksumOffset..])
                == StableHash.Of(source[..ChecksumOffset]);
        if (!isWhole)
        {
            throw new HotPathException(
                ErrorCode.StateCorrupt,
                $"{path}: the header of the state is damaged; use a kept snapshot or another copy");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(source[VersionOffset..]);
        if (version != FormatVersion)
        {
            throw new HotPathException(
                ErrorCode.DataDirectoryRefused,
                $"{path}: state of format {version}, {FormatVersion} is read here; use the version that wrote it");
        }

        return new StoreHeader(
            BinaryPrimitives.ReadInt64LittleEndian(source[PositionOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[RecordsOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[HashSumOffset..]));
    }
}
