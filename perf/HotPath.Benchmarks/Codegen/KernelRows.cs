using System;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Benchmarks.Codegen;

/// <summary>Seeded rows of about 100 bytes in native memory, and the table that a kernel fills from them.</summary>
public sealed class KernelRows : IDisposable
{
    /// <summary>Rows in the fixture. Unit: rows.</summary>
    public const int RowCount = 1 << 16;

    /// <summary>Distance between rows. Unit: bytes.</summary>
    public const int StrideBytes = 104;

    /// <summary>Cells of the table. Unit: cells.</summary>
    public const int Cells = 1 << 15;

    /// <summary>Different keys. Unit: keys.</summary>
    public const int Keys = 10_000;

    /// <summary>Layout of the rows: key, kind, value; the rest of the stride stands for columns that the query does not
    /// read.</summary>
    public static readonly RowSchema Schema = new(
        "events", 1, [new Column("k", SqlType.BigInt), new Column("kind", SqlType.Int), new Column("v", SqlType.BigInt)]);

    private readonly NativeHeap _heap = new();

    /// <summary>Fills the rows.</summary>
    public KernelRows()
    {
        Rows = _heap.Allocate((long)RowCount * StrideBytes);
        Table = _heap.Allocate((long)Cells * CellTable.CellBytes);
        var random = new SplitMix64(7);
        for (int i = 0; i < RowCount; i++)
        {
            nint row = Rows + (i * StrideBytes);
            bool isValueNull = random.Below(10) == 0;
            Raw.Write(row + RowSchema.PresenceOffset(0), (byte)(isValueNull ? 0b011 : 0b111));
            Raw.Write(row + Schema.SlotOffset(0), (long)random.Below(Keys));
            Raw.Write(row + Schema.SlotOffset(1), random.Below(4));
            Raw.Write(row + Schema.SlotOffset(2), isValueNull ? 0L : random.Below(1000));
        }
    }

    /// <summary>First row.</summary>
    public nint Rows { get; }

    /// <summary>First cell.</summary>
    public nint Table { get; }

    /// <summary>Runs a kernel once over all rows, in batches.</summary>
    /// <param name="kernel">Kernel.</param>
    /// <param name="batchRows">Rows a call. Unit: rows.</param>
    public void Run(QueryKernel kernel, int batchRows = 256)
    {
        for (int i = 0; i < RowCount; i += batchRows)
        {
            kernel(Rows + ((nint)i * StrideBytes), Math.Min(batchRows, RowCount - i), Table, Cells - 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(Rows, (long)RowCount * StrideBytes);
        _heap.Free(Table, (long)Cells * CellTable.CellBytes);
    }
}
