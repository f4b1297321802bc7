namespace HotPath.Operators.State;

/// <summary>Layout of one state entry in a slab.</summary>
/// <remarks>
/// <code>
/// byte 0      8       16      24         32       40        48       52        56       64
///      +------+-------+-------+----------+--------+---------+--------+---------+--------+-- value -- inline key
///      | hash | owner | next  | next     | hash at| key     | key    | unused  | before |
///      |      |       | of own| dirty    | mark   | address | length |         | dirty  |
///      +------+-------+-------+----------+--------+---------+--------+---------+--------+
/// </code>
/// owner: the pane (by number) or the entry (by address) it belongs to; entries of one owner form a list in order of
/// arrival. next dirty: 0 when clean, else the next entry changed since the last mark, or <see cref="EndOfList"/>.
/// </remarks>
public static class EntryDescriptor
{
    /// <summary>Stable hash of owner and key.</summary>
    public const int Hash = 0;

    /// <summary>Owner.</summary>
    public const int Owner = 8;

    /// <summary>Next entry of the owner, or 0.</summary>
    public const int NextOfOwner = 16;

    /// <summary>Next dirty entry; 0 when this one is clean.</summary>
    public const int NextDirty = 24;

    /// <summary>What the entry last added to the state hash.</summary>
    public const int HashAtMark = 32;

    /// <summary>Where the key bytes lie: behind the value, or in the arena.</summary>
    public const int KeyAddress = 40;

    /// <summary>Length of the key. Unit: bytes.</summary>
    public const int KeyLength = 48;

    /// <summary>Dirty entry before this one; 0 when it is the first.</summary>
    public const int BeforeDirty = 56;

    /// <summary>First byte of the value.</summary>
    public const int Value = 64;

    /// <summary>Ends a dirty list, where 0 would mean clean.</summary>
    public const nint EndOfList = 1;
}
