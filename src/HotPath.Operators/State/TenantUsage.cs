namespace HotPath.Operators.State;

/// <summary>What the open windows of one tenant hold, over all statements.</summary>
/// <remarks>
/// Counted are keys, accumulators, texts and elements of sets, by their lengths: a function of the log alone, whatever
/// lies in memory and however many shards there are. Threading: single-threaded; owned by one shard.
/// </remarks>
public sealed class TenantUsage
{
    /// <summary>Unit: bytes.</summary>
    public long StateBytes { get; set; }
}
