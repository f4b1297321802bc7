using HotPath.Dataflow.Ports;

namespace HotPath.Operators.Shards;

/// <summary>What a row says about time, by its table's declaration.</summary>
/// <param name="WatermarkMs">The watermark behind the row; <see cref="long.MinValue"/> for none. Unit: ms since the
/// Unix epoch.</param>
/// <param name="Failure">Why the row reaches no state; <see cref="RejectReason.None"/> where it does.</param>
/// <param name="Detail">What failed, for the dead letter, or <see langword="null"/>.</param>
internal readonly record struct RowTimes(
    long WatermarkMs, RejectReason Failure = RejectReason.None, string? Detail = null)
{
    /// <summary>Of a row whose table has no row time.</summary>
    public static RowTimes None { get; } = new(long.MinValue);
}
