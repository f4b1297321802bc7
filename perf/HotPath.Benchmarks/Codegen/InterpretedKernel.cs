using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Codegen;

/// <summary>The kernel as a tree of closures, one call a node and row: what compiling has to beat.</summary>
public static class InterpretedKernel
{
    /// <summary>Builds the tree.</summary>
    /// <returns>The kernel.</returns>
    public static QueryKernel Compile()
    {
        RowSchema schema = KernelRows.Schema;
        Func<nint, bool> hasKind = Present(1);
        Func<nint, long> kind = row => Raw.Read<int>(row + schema.SlotOffset(1));
        Func<nint, long> limit = _ => 2;
        Func<nint, bool> filter = row => hasKind(row) && kind(row) <= limit(row);
        Func<nint, long> key = row => Raw.Read<long>(row + schema.SlotOffset(0));
        Func<nint, bool> hasValue = Present(2);
        Func<nint, long> value = row => Raw.Read<long>(row + schema.SlotOffset(2));
        Action<nint, nint>[] aggregates =
        [
            (cell, _) => Raw.Ref<long>(cell + CellTable.CountOffset)++,
            (cell, row) => Raw.Ref<long>(cell + CellTable.SumOffset) += hasValue(row) ? value(row) : 0,
        ];
        return (rows, rowCount, cells, mask) =>
        {
            for (int i = 0; i < rowCount; i++)
            {
                nint row = rows + ((nint)i * KernelRows.StrideBytes);
                if (filter(row))
                {
                    nint cell = CellTable.Find(cells, mask, key(row));
                    foreach (Action<nint, nint> aggregate in aggregates)
                    {
                        aggregate(cell, row);
                    }
                }
            }
        };
    }

    private static Func<nint, bool> Present(int column)
    {
        int offset = RowSchema.PresenceOffset(column);
        int bit = RowSchema.PresenceMask(column);
        return row => (Raw.Read<byte>(row + offset) & bit) != 0;
    }
}
