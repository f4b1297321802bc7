namespace HotPath.Operators.Shards;

/// <summary>
/// The kernel of a windowed aggregation in two halves, for rows that come many at a time: between them all keys of a
/// run are at hand, and the memory of their groups is on its way.
/// </summary>
/// <param name="Key">First half: changes nothing.</param>
/// <param name="Update">Second half: cannot fail.</param>
/// <param name="SlotBytes">Room for one row between them, a multiple of 8. Unit: bytes.</param>
public sealed record RowRunProgram(RowKeyKernel Key, RowUpdateKernel Update, int SlotBytes);
