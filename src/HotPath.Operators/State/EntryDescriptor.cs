namespace HotPath.Operators.State;

/// <summary>Layout of one state entry in a slab: a header of one cache line, then value and short key.</summary>
/// <remarks>
/// <code>
/// byte 0      8       16      24      28         32       40        48       52        56        64
///      +------+-------+-------+-------+----------+--------+---------+--------+---------+---------+-- value, key
///      | hash | owner | next  | mark  | checkpt. | hash at| key     | key    | first   | arrival |
///      |      |       | of own| slot  | slot     | mark   | address | length | written | or group|
///      +------+-------+-------+-------+----------+--------+---------+--------+---------+---------+
/// </code>
/// owner: the pane (by number), the slot of a set (by address) or the tenant of an event id that it belongs to; entries
/// of one owner form a list, groups in order of arrival. Everything a checkpoint needs is reached from here without a
/// search.
/// </remarks>
public static class EntryDescriptor
{
    /// <summary>Stable hash of owner and key.</summary>
    public const int Hash = 0;

    /// <summary>Owner.</summary>
    public const int Owner = 8;

    /// <summary>Next entry of the owner, or 0; of sessions the left child among those of their key.</summary>
    public const int NextOfOwner = 16;

    /// <summary>
    /// Place in the list of entries changed since the last mark, from 1; 0 when unchanged (4 bytes).
    /// </summary>
    public const int MarkSlot = 24;

    /// <summary>
    /// Place in a list of entries that a checkpoint has to write, and whether and in which the entry still stands (4
    /// bytes).
    /// </summary>
    public const int CheckpointSlot = 28;

    /// <summary>What the entry last added to the state hash.</summary>
    public const int HashAtMark = 32;

    /// <summary>Where the key bytes lie: behind the value, or in the arena.</summary>
    public const int KeyAddress = 40;

    /// <summary>Length of the key. Unit: bytes.</summary>
    public const int KeyLength = 48;

    /// <summary>
    /// Number of the checkpoint that first held the entry; 0 when none does (4 bytes). Its highest bit says that it
    /// changed lately: eviction passes it over once.
    /// </summary>
    public const int FirstWritten = 52;

    /// <summary>Groups: number of the group within its window, from 0, in order of arrival.</summary>
    public const int Arrival = 56;

    /// <summary>Event ids: the entry before in its list, or 0.</summary>
    public const int PreviousOfOwner = 56;

    /// <summary>Elements of a set: address of the group that the set belongs to.</summary>
    public const int Group = 56;

    /// <summary>First byte of the value.</summary>
    public const int Value = 64;
}
