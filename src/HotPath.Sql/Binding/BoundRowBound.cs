using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>
/// window_start, window_end or window_time before the aggregation where a row falls into several windows: it has no
/// value that a row could tell, and can only become a key.
/// </summary>
internal sealed class BoundRowBound(WindowBound bound, SqlType type) : BoundExpression(type)
{
    public override bool IsSameAs(BoundExpression other) => other is BoundRowBound row && row.Bound == Bound;

    private WindowBound Bound { get; } = bound;
}
