using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// How the accumulators of one group lie in a state entry: a fixed part that is hashed as it is, then pointers, whose
/// content is hashed instead of their value.
/// </summary>
/// <param name="FixedBytes">Length of the fixed part, a multiple of 8. Unit: bytes.</param>
/// <param name="TextSlots">Offsets, in the value, of (address: 8 bytes, length: 4, capacity: 4) of texts owned by the
/// entry.</param>
/// <param name="DistinctSlots">Offsets, in the value, of the first element of a DISTINCT set (8 bytes each).</param>
/// <param name="ValueBytes">Length of the whole value, a multiple of 8. Unit: bytes.</param>
public sealed record AccumulatorLayout(
    int FixedBytes,
    int[] TextSlots,
    int[] DistinctSlots,
    int ValueBytes)
{
    /// <summary>
    /// Where the fixed part holds when the group was written last; -1 for groups without a time to live. Unit: bytes.
    /// </summary>
    public int ExpiryOffset { get; init; } = -1;

    /// <summary>
    /// Where the value holds the group before it in the order of last writes: an address, neither hashed nor stored;
    /// -1 for groups without a time to live. Unit: bytes.
    /// </summary>
    public int PreviousOffset { get; init; } = -1;

    /// <summary>
    /// Where the fixed part holds how many rows a group has; -1 where no row is ever taken back. Unit: bytes.
    /// </summary>
    public int RowsOffset { get; init; } = -1;

    /// <summary>Whether rows of a group may be taken back.</summary>
    public bool Retracts => RowsOffset >= 0;

    /// <summary>Whether all rows of a group have been taken back.</summary>
    /// <param name="entry">Its state entry.</param>
    internal bool IsEmpty(nint entry) => Retracts && Raw.Read<long>(entry + EntryDescriptor.Value + RowsOffset) == 0;

    /// <summary>
    /// Where the value holds the root of the tree of ranked rows: an address, neither hashed nor stored; -1 for
    /// everything else. Unit: bytes.
    /// </summary>
    public int RootOffset { get; init; } = -1;

    /// <summary>
    /// Where the fixed part holds the bounds of a session; -1 for everything else. Unit: bytes.
    /// </summary>
    public int SessionOffset { get; init; } = -1;

    /// <summary>
    /// Where the fixed part holds how many rows a session has: behind its bounds, or where the statement's COUNT(*)
    /// counts the same; -1 for everything else. Unit: bytes.
    /// </summary>
    public int SessionRowsOffset { get; init; } = -1;

    /// <summary>
    /// Where the value of a session holds its right child among the sessions of its key: an address, neither hashed
    /// nor stored; -1 for everything else. Unit: bytes.
    /// </summary>
    public int RightOffset { get; init; } = -1;

    /// <summary>
    /// Where the value of a session holds when its timer is due, neither hashed nor stored; -1 where none is kept once
    /// it has come out. Unit: bytes.
    /// </summary>
    public int TimerOffset { get; init; } = -1;
}
