using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>IS [NOT] TRUE or FALSE; never NULL itself.</summary>
internal sealed class BoundIsTruth(BoundExpression operand, bool expected, bool isNegated)
    : BoundExpression(SqlType.Boolean)
{
    public BoundExpression Operand { get; } = operand;

    public bool Expected { get; } = expected;

    public bool IsNegated { get; } = isNegated;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundIsTruth test
        && test.Expected == Expected
        && test.IsNegated == IsNegated
        && Operand.IsSameAs(test.Operand);
}
