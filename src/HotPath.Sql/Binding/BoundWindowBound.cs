using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>window_start, window_end or window_time of the group at hand.</summary>
internal sealed class BoundWindowBound(WindowBound bound, SqlType type) : BoundExpression(type)
{
    public WindowBound Bound { get; } = bound;

    public override bool IsSameAs(BoundExpression other) => other is BoundWindowBound window && window.Bound == Bound;
}
