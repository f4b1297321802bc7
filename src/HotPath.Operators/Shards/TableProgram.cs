using HotPath.Dataflow.Plans;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>A source table as a shard needs it. Immutable; shared by all shards.</summary>
/// <param name="Definition">Ids and columns.</param>
/// <param name="Clock">Row time and watermark, or <see langword="null"/> when the table declares no watermark.</param>
/// <param name="RowTime">
/// Row time alone, <see cref="long.MinValue"/> for none; <see langword="null"/> unless the table has event ids or
/// tenants with delays of their own.
/// </param>
public sealed record TableProgram(TableDefinition Definition, ClockKernel? Clock, ClockKernel? RowTime = null)
{
    /// <summary>Whether its rows alone raise clocks, each as declared, and no row is looked for among others.</summary>
    internal bool IsPlain =>
        Clock is not null && !HasPartitions && Delays is null && Definition.EventId is null;

    /// <summary>Whether each partition of the source has a watermark of its own.</summary>
    public bool HasPartitions { get; init; }

    /// <summary>How far the watermarks of some tenants stay behind their row times, where it is not as declared;
    /// <see langword="null"/> for none. Unit: ms.</summary>
    public TenantDurations? Delays { get; init; }

    /// <summary>Silence after which a partition is left out of the minimum; 0 for never. Unit: ms of ingest time.
    /// </summary>
    public long IdleMs { get; init; }
}
