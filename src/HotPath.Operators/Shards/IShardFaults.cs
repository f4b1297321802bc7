namespace HotPath.Operators.Shards;

/// <summary>
/// Faults for mutation tests of the ledger; a struct type parameter, so that the product pays nothing.
/// </summary>
public interface IShardFaults
{
    /// <summary>Whether a fault strikes now.</summary>
    /// <param name="fault">Place.</param>
    /// <param name="position">Position of the frame. Unit: bytes.</param>
    /// <returns><see langword="true"/> to break the rule.</returns>
    bool Strikes(ShardFault fault, long position);
}
