using System;
using System.Buffers.Binary;

namespace HotPath.State.Lmdb.Pages;

/// <summary>One page of LMDB 0.9, read with every offset checked.</summary>
/// <remarks>
/// <code>
/// byte 0              8       10        12       14       16
///      +--------------+-------+---------+--------+--------+-- u16 offset of each node --+ ... nodes from upper on
///      | page number  | pad   | flags   | lower  | upper  |
///      +--------------+-------+---------+--------+--------+   overflow: u32 count of pages at 12, then the value
/// node 0      2      4        6          8
///      +------+------+--------+----------+-- key --+-- data --+   leaf: u32 length of data at 0; flag 1: data is the
///      | low  | high | flags  | key size |         |          |   number of an overflow page; branch: 48 bits of
///      +------+------+--------+----------+---------+----------+   page number at 0, no data
/// </code>
/// Little-endian. Source: mdb.c of LMDB 0.9.24.
/// </remarks>
internal readonly ref struct PageView
{
    /// <summary>Bytes before the offsets. Unit: bytes.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Flag of a page of an index.</summary>
    public const int Branch = 0x01;

    /// <summary>Flag of a page of records.</summary>
    public const int Leaf = 0x02;

    /// <summary>Flag of the first page of a large value.</summary>
    public const int Overflow = 0x04;

    /// <summary>Node flag: the value is on overflow pages.</summary>
    public const int BigData = 0x01;

    /// <summary>Node flag: the value is the root of a named database.</summary>
    public const int SubDatabase = 0x02;

    private const int NodeHeaderBytes = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>A view.</summary>
    /// <param name="bytes">The page.</param>
    public PageView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The page's own number.</summary>
    public ulong PageNumber => BinaryPrimitives.ReadUInt64LittleEndian(_bytes);

    /// <summary>What kind of page it is. Flags of the writer's memory do not get to the disk: read from there, they
    /// would make LMDB leave the page out of a commit.</summary>
    public int Flags => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[10..]);

    /// <summary>Nodes on the page.</summary>
    public int NodeCount => (Lower - HeaderBytes) / sizeof(ushort);

    /// <summary>Pages of a large value.</summary>
    public uint OverflowPages => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[12..]);

    /// <summary>Whether the offsets lie on the page.</summary>
    public bool HasBounds => Lower >= HeaderBytes && Lower % 2 == 0 && Lower <= Upper && Upper <= _bytes.Length;

    private int Lower => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[12..]);

    private int Upper => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[14..]);

    /// <summary>Reads a node.</summary>
    /// <param name="index">From 0 to <see cref="NodeCount"/> - 1.</param>
    /// <param name="isBranch">Whether the page is a branch.</param>
    /// <param name="node">The node.</param>
    /// <returns>Whether it lies on the page.</returns>
    public bool TryNode(int index, bool isBranch, out NodeView node)
    {
        node = default;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(HeaderBytes + (sizeof(ushort) * index))..]);
        if (offset < Upper || offset + NodeHeaderBytes > _bytes.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = _bytes[offset..];
        uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        int keyBytes = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        long dataBytes = isBranch ? 0 : (flags & BigData) != 0 ? sizeof(ulong) : low;
        if (NodeHeaderBytes + keyBytes + dataBytes > bytes.Length)
        {
            return false;
        }

        node = new NodeView
        {
            Key = bytes.Slice(NodeHeaderBytes, keyBytes),
            Data = bytes.Slice(NodeHeaderBytes + keyBytes, (int)dataBytes),
            Flags = isBranch ? 0 : flags,
            DataBytes = isBranch ? 0 : low,
            Child = isBranch ? low | ((ulong)flags << 32) : 0,
        };
        return true;
    }
}
