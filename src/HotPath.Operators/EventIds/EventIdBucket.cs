namespace HotPath.Operators.EventIds;

/// <summary>Event ids of one tenant whose event times lie together; they expire together.</summary>
internal sealed class EventIdBucket
{
    /// <summary>Which part of event time: time divided by the length of a bucket, rounded down.</summary>
    public long Number { get; set; }

    /// <summary>Its entries in memory, in order of arrival.</summary>
    public EntryChain Entries { get; } = new();

    /// <summary>Its ids that lie in the store alone. Unit: ids.</summary>
    public long Evicted { get; set; }

    /// <summary>What all of them take, as a quota counts. Unit: bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Sum of the hashes of all of them, modulo 2^64.</summary>
    public ulong HashSum { get; set; }
}
