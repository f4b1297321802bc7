using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>A value under another type with the same stored form: a cast that costs nothing.</summary>
internal sealed class BoundRetyped(BoundExpression operand, SqlType type) : BoundExpression(type)
{
    public BoundExpression Operand { get; } = operand;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundRetyped retyped && retyped.Type == Type && Operand.IsSameAs(retyped.Operand);
}
