namespace HotPath.Runtime.Latency;

/// <summary>Events of a tenant that arrived at about the same time and entered the ring together.</summary>
internal struct ArrivalStamp
{
    /// <summary>Their tenant.</summary>
    public int Tenant;

    /// <summary>How many. Unit: events.</summary>
    public int Events;

    /// <summary>Intended arrival of the first. Unit: ns of the monotonic clock.</summary>
    public long ArrivalNs;

    /// <summary>When they stood in the ring. Unit: ns of the monotonic clock.</summary>
    public long SequencedNs;

    /// <summary>Position behind the last of their batch. Unit: bytes.</summary>
    public long EndPosition;
}
