using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>AND or OR in three-valued logic; the right side is not evaluated when the left side decides.</summary>
internal sealed class BoundLogical(bool isAnd, BoundExpression left, BoundExpression right)
    : BoundExpression(SqlType.Boolean)
{
    public bool IsAnd { get; } = isAnd;

    public BoundExpression Left { get; } = left;

    public BoundExpression Right { get; } = right;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundLogical logical && logical.IsAnd == IsAnd && Left.IsSameAs(logical.Left)
            && Right.IsSameAs(logical.Right);
}
