namespace HotPath.Dataflow.Plans;

/// <summary>How much state a node holds in memory. No result depends on it.</summary>
public sealed record StateLimits
{
    /// <summary>No limits.</summary>
    public static StateLimits None { get; } = new();

    /// <summary>
    /// State of all shards in memory beyond which what a checkpoint holds is evicted; only for a durable node. Unit:
    /// bytes. Default: 0, no limit.
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>
    /// Changes of all shards that no checkpoint holds: at half of it the next mark is a checkpoint, and above it a
    /// shard takes no frame while one runs; only for a durable node. Unit: bytes. Default: 0, no limit.
    /// </summary>
    public long DirtyBytes { get; init; }

    /// <summary>A shard's part of a limit.</summary>
    /// <param name="limitBytes">Limit of the node; 0 for none. Unit: bytes.</param>
    /// <param name="shardCount">Shards of the node.</param>
    /// <returns>Unit: bytes; 0 for none.</returns>
    public static long ShareOf(long limitBytes, int shardCount) => (limitBytes + shardCount - 1) / shardCount;
}
