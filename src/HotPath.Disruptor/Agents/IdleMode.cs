namespace HotPath.Disruptor.Agents;

/// <summary>What a thread does when its agents had nothing to do, by name.</summary>
public enum IdleMode
{
    /// <summary><see cref="BackoffIdle"/>: spins, yields, then sleeps.</summary>
    Backoff,

    /// <summary><see cref="AdaptiveIdle"/>: spins as long as that has lately been worth it.</summary>
    Adaptive,

    /// <summary><see cref="YieldingIdle"/>: spins, then gives the core to whoever wants it.</summary>
    Yield,

    /// <summary><see cref="BusySpinIdle"/>: never leaves the core.</summary>
    Spin,
}
