namespace HotPath.Dataflow.Outputs;

/// <summary>
/// Rows that lie one behind the other in a block of the output arena and follow each other in the total order: of one
/// frame, statement and tenant, with numbers that go up by one. No row of another stretch comes between them.
/// </summary>
/// <param name="RowAddress">Start of the first row; <see cref="OutputArena.RecordAt"/> tells its identity.</param>
/// <param name="Rows">How many. Unit: rows.</param>
/// <param name="LengthBytes">Length of their records. Unit: bytes.</param>
public readonly record struct OutputStretch(nint RowAddress, int Rows, int LengthBytes)
{
    /// <summary>What is left when the first rows are taken away.</summary>
    /// <param name="rows">Fewer than there are. Unit: rows.</param>
    /// <param name="lengthBytes">Length of their records. Unit: bytes.</param>
    /// <returns>The rest.</returns>
    public OutputStretch Behind(int rows, int lengthBytes) =>
        new(RowAddress + lengthBytes, Rows - rows, LengthBytes - lengthBytes);
}
