namespace HotPath.Dataflow.Ports;

/// <summary>What time it is for the sources of a duty cycle: the caller's clocks, so that a simulation has its own.
/// </summary>
/// <param name="Ms">Wall clock. Unit: ms since the Unix epoch.</param>
/// <param name="Ns">Monotonic clock. Unit: ns since an arbitrary start.</param>
public readonly record struct SourceTime(long Ms, long Ns)
{
    private const long NsPerMs = 1_000_000;

    /// <summary>Both clocks at a time of the wall clock.</summary>
    /// <param name="ms">Unit: ms since the Unix epoch.</param>
    /// <returns>The time.</returns>
    public static SourceTime OfMs(long ms) => new(ms, ms * NsPerMs);
}
