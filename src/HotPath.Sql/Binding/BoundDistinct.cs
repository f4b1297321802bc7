using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>IS [NOT] DISTINCT FROM: equality that knows NULL.</summary>
internal sealed class BoundDistinct(BoundCall equality, bool isNegated) : BoundExpression(SqlType.Boolean)
{
    public BoundCall Equality { get; } = equality;

    public bool IsNegated { get; } = isNegated;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundDistinct test && test.IsNegated == IsNegated && Equality.IsSameAs(test.Equality);
}
