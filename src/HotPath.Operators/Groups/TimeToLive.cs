namespace HotPath.Operators.Groups;

/// <summary>How long a group lives after the last row that was applied to it; the shorter of the two ends it.</summary>
/// <param name="IngestMs">In ingest time: Flink's table.exec.state.ttl. 0 for ever. Unit: ms.</param>
/// <param name="EventMs">In event time, by the watermark of the group's clock: hotpath.state.ttl. 0 for ever. Unit: ms.
/// </param>
public sealed record TimeToLive(long IngestMs, long EventMs)
{
    /// <summary>For ever, but groups may end otherwise.</summary>
    public static readonly TimeToLive None = new(0, 0);

    /// <summary>What each group holds for it in the fixed part of its value. Unit: bytes.</summary>
    public const int StampBytes = 24;
}
