using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Ranking;

/// <summary>A row in the list of its partition, where it lies.</summary>
/// <param name="Address">First byte of the record.</param>
/// <remarks>
/// <code>
/// byte 0        4              8     8 + row, padded to 8
///      +--------+--------------+-----+--------------------+
///      | record | sort key     | row | sort key, padded   |
///      | length | length       |     | to 8               |
///      +--------+--------------+-----+--------------------+
/// </code>
/// </remarks>
internal readonly record struct RankedRow(nint Address)
{
    private const int RowOffset = 8;

    public int RecordBytes => Raw.Read<int>(Address);

    public nint Row => Address + RowOffset;

    public RankedRow Next => new(Address + RecordBytes);

    public ReadOnlySpan<byte> SortKey
    {
        get
        {
            int lengthBytes = Raw.Read<int>(Address + 4);
            return Raw.Span(Address + RecordBytes - Padded(lengthBytes), lengthBytes);
        }
    }

    /// <summary>Length of the record of a row. Unit: bytes.</summary>
    public static int LengthOf(int rowBytes, int sortKeyBytes) => RowOffset + Padded(rowBytes) + Padded(sortKeyBytes);

    /// <summary>Writes a record; padding is zero, so that equal rows are equal octets.</summary>
    public static void Write(Span<byte> target, ReadOnlySpan<byte> row, ReadOnlySpan<byte> sortKey)
    {
        target.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(target, target.Length);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(target[4..], sortKey.Length);
        row.CopyTo(target[RowOffset..]);
        sortKey.CopyTo(target[^Padded(sortKey.Length)..]);
    }

    private static int Padded(int lengthBytes) => (lengthBytes + 7) & ~7;
}
