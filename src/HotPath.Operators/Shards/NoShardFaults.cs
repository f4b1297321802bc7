namespace HotPath.Operators.Shards;

/// <summary>No faults: what the product runs with.</summary>
public readonly struct NoShardFaults : IShardFaults
{
    /// <inheritdoc/>
    public bool Strikes(ShardFault fault, long position) => false;
}
