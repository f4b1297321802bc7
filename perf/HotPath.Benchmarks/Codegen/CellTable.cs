using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Codegen;

/// <summary>Accumulators by key: open addressing, one cell of 32 bytes a key. The same for every way of
/// compiling.</summary>
public static class CellTable
{
    /// <summary>Size of a cell: key, used, count, sum. Unit: bytes.</summary>
    public const int CellBytes = 32;

    /// <summary>Offset of the number of rows. Unit: bytes.</summary>
    public const int CountOffset = 16;

    /// <summary>Offset of the sum. Unit: bytes.</summary>
    public const int SumOffset = 24;

    private const int UsedOffset = 8;

    /// <summary>Finds or adds the cell of a key.</summary>
    /// <param name="cells">First cell.</param>
    /// <param name="mask">Capacity minus one; the table never fills. Unit: cells.</param>
    /// <param name="key">Key.</param>
    /// <returns>Address of the cell.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Find(nint cells, long mask, long key)
    {
        ulong hash = (ulong)key * 0x9E37_79B9_7F4A_7C15;
        long slot = (long)(hash >> 32) & mask;
        while (true)
        {
            nint cell = cells + (nint)(slot * CellBytes);
            if (Raw.Read<long>(cell + UsedOffset) == 0)
            {
                Raw.Write(cell, key);
                Raw.Write(cell + UsedOffset, 1L);
                return cell;
            }

            if (Raw.Read<long>(cell) == key)
            {
                return cell;
            }

            slot = (slot + 1) & mask;
        }
    }

    /// <summary>A number that depends on every cell, to compare the ways.</summary>
    /// <param name="cells">First cell.</param>
    /// <param name="mask">Capacity minus one. Unit: cells.</param>
    /// <returns>The sum.</returns>
    public static long Checksum(nint cells, long mask)
    {
        long sum = 0;
        for (long slot = 0; slot <= mask; slot++)
        {
            nint cell = cells + (nint)(slot * CellBytes);
            sum += Raw.Read<long>(cell) * ((31 * Raw.Read<long>(cell + CountOffset)) + Raw.Read<long>(cell + SumOffset));
        }

        return sum;
    }
}
