using System;
using System.Buffers.Binary;

namespace HotPath.State.Lmdb.Pages;

/// <summary>One of the two root pages at the beginning of the file.</summary>
/// <remarks>
/// <code>
/// byte 16        20          24        32         40           88           136         144
///      +---------+-----------+---------+----------+------------+------------+-----------+---------------+
///      | magic   | version 1 | address | map size | free tree  | main tree  | last page | transaction   |
///      +---------+-----------+---------+----------+------------+------------+-----------+---------------+
/// </code>
/// </remarks>
/// <param name="Free">Tree of the free pages.</param>
/// <param name="Main">Tree of the named databases.</param>
/// <param name="LastPage">Highest page in use.</param>
/// <param name="Transaction">Number of the transaction that wrote it.</param>
internal readonly record struct MetaPage(TreeRoot Free, TreeRoot Main, ulong LastPage, ulong Transaction)
{
    /// <summary>Bytes of a root page that count. Unit: bytes.</summary>
    public const int LengthBytes = 152;

    private const uint Magic = 0xBEEF_C0DE;
    private const uint Version = 1;
    private const int MetaFlag = 0x08;

    /// <summary>Reads one.</summary>
    /// <param name="source">At least <see cref="LengthBytes"/>.</param>
    /// <param name="pageNumber">Where it was found.</param>
    /// <param name="meta">The root page.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, ulong pageNumber, out MetaPage meta)
    {
        var page = new PageView(source);
        meta = new MetaPage(
            TreeRoot.Read(source[40..]),
            TreeRoot.Read(source[88..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[136..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[144..]));
        return page.PageNumber == pageNumber
            && page.Flags == MetaFlag
            && BinaryPrimitives.ReadUInt32LittleEndian(source[16..]) == Magic
            && BinaryPrimitives.ReadUInt32LittleEndian(source[20..]) == Version;
    }
}
