using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>NOT; NULL stays NULL.</summary>
internal sealed class BoundNot(BoundExpression operand) : BoundExpression(SqlType.Boolean)
{
    public BoundExpression Operand { get; } = operand;

    public override bool IsSameAs(BoundExpression other) => other is BoundNot not && Operand.IsSameAs(not.Operand);
}
