namespace HotPath.Operators.Shards;

/// <summary>Layout of what is found out about one row of a run before anything changes.</summary>
/// <remarks>
/// <code>
/// byte 0      8             16           20    24     32
///      +------+-------------+------------+-----+------+-----+-----------
///      | time | key address | key length |     | hash | key | arguments
///      +------+-------------+------------+-----+------+-----+-----------
/// </code>
/// The key lies here if its length is fixed. Arguments: those that are not plain columns.
/// </remarks>
public static class RowSlot
{
    /// <summary>Wall-clock time of the row. Unit: ms.</summary>
    public const int Time = 0;

    /// <summary>Address of the first byte of the key.</summary>
    public const int KeyAddress = 8;

    /// <summary>
    /// Length of the key (4 bytes); <see cref="Filtered"/> or <see cref="Elsewhere"/> for a row that has none. Unit:
    /// bytes.
    /// </summary>
    public const int KeyLength = 16;

    /// <summary>Stable hash of the key within its pane.</summary>
    public const int Hash = 24;

    /// <summary>First byte of a key of fixed length; one of any other length lies in scratch memory.</summary>
    public const int Key = 32;

    /// <summary>A row that WHERE dropped.</summary>
    internal const int Filtered = -1;

    /// <summary>A row of another shard.</summary>
    internal const int Elsewhere = -2;
}
