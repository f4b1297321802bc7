namespace HotPath.Operators.Shards;

/// <summary>Places where a mutation test may lose or double a row inside a shard.</summary>
public enum ShardFault
{
    /// <summary>The row is counted as delivered and then lost.</summary>
    DropDelivered = 0,

    /// <summary>The row is applied twice and counted once.</summary>
    DoubleApplied = 1,

    /// <summary>
    /// Entries change during a checkpoint without their old image being saved; asked for once, at position 0.
    /// </summary>
    SkipCopyBeforeWrite = 2,

    /// <summary>
    /// Nothing goes wrong: asked while a row is evaluated, so that a test may end the process there.
    /// </summary>
    Evaluation = 3,
}
