using System;
using System.Buffers.Binary;

namespace HotPath.State.Lmdb.Pages;

/// <summary>What LMDB knows of one of its trees: 48 bytes in a root page or in a node.</summary>
/// <param name="PageBytes">Page size, in the first tree of a root page. Unit: bytes.</param>
/// <param name="Flags">How keys compare.</param>
/// <param name="Depth">Levels.</param>
/// <param name="BranchPages">Pages of the index.</param>
/// <param name="LeafPages">Pages of records.</param>
/// <param name="OverflowPages">Pages of large values.</param>
/// <param name="Entries">Records.</param>
/// <param name="Root">Number of the top page; all ones for an empty tree.</param>
internal readonly record struct TreeRoot(
    uint PageBytes,
    int Flags,
    int Depth,
    ulong BranchPages,
    ulong LeafPages,
    ulong OverflowPages,
    ulong Entries,
    ulong Root)
{
    /// <summary>Length. Unit: bytes.</summary>
    public const int LengthBytes = 48;

    /// <summary>Number that stands for no page.</summary>
    public const ulong NoPage = ulong.MaxValue;

    /// <summary>Reads it.</summary>
    /// <param name="source">At least <see cref="LengthBytes"/>.</param>
    /// <returns>The tree.</returns>
    public static TreeRoot Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(source),
        BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
        BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[32..]),
        BinaryPrimitives.ReadUInt64LittleEndian(source[40..]));
}
