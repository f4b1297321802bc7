using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>The result of an aggregate of the group at hand.</summary>
internal sealed class BoundAggregate(int index, SqlType type) : BoundExpression(type)
{
    public int Index { get; } = index;

    /// <summary>Which percentage, of one that has several results. Unit: 1 / 1,000,000,000.</summary>
    public long Part { get; init; }

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundAggregate aggregate && aggregate.Index == Index && aggregate.Part == Part;
}
