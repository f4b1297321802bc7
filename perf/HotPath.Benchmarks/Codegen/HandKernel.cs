using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Codegen;

/// <summary>The kernel as a person writes it: the ceiling for every generated one. Compiled ahead, so it starts at
/// once.</summary>
public static class HandKernel
{
    private const int PresenceOffset = RowSchema.HeaderBytes;
    private const int KeyOffset = 16;
    private const int KindOffset = 24;
    private const int ValueOffset = 32;

    /// <summary>Runs the kernel.</summary>
    /// <param name="rows">First row.</param>
    /// <param name="rowCount">Unit: rows.</param>
    /// <param name="cells">First cell.</param>
    /// <param name="mask">Capacity minus one. Unit: cells.</param>
    public static void Run(nint rows, int rowCount, nint cells, long mask)
    {
        nint row = rows;
        for (int i = 0; i < rowCount; i++, row += KernelRows.StrideBytes)
        {
            int presence = Raw.Read<byte>(row + PresenceOffset);
            if ((presence & 2) == 0 || Raw.Read<int>(row + KindOffset) > 2)
            {
                continue;
            }

            nint cell = CellTable.Find(cells, mask, Raw.Read<long>(row + KeyOffset));
            Raw.Ref<long>(cell + CellTable.CountOffset) += 1;
            if ((presence & 4) != 0)
            {
                Raw.Ref<long>(cell + CellTable.SumOffset) += Raw.Read<long>(row + ValueOffset);
            }
        }
    }
}
