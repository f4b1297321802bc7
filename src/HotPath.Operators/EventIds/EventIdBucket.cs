namespace HotPath.Operators.EventIds;

/// <summary>Event ids of one tenant whose event times lie together; they expire together.</summary>
internal sealed class EventIdBucket
{
    /// <summary>Which part of event time: time divided by the length of a bucket, rounded down.</summary>
    public long Number { get; set; }

    /// <summary>Its entries.</summary>
    public EntryChain Entries { get; } = new();

    /// <summary>What its entries take. Unit: bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Sum of the hashes of its entries, modulo 2^64.</summary>
    public ulong HashSum { get; set; }
}
