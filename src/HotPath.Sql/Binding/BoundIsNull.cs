using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>IS [NOT] NULL, also IS [NOT] UNKNOWN; never NULL itself.</summary>
internal sealed class BoundIsNull(BoundExpression operand, bool isNegated) : BoundExpression(SqlType.Boolean)
{
    public BoundExpression Operand { get; } = operand;

    public bool IsNegated { get; } = isNegated;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundIsNull test && test.IsNegated == IsNegated && Operand.IsSameAs(test.Operand);
}
