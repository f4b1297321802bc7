namespace HotPath.Sql.Binding;

/// <summary>A value for a column that is NOT NULL: a row in which it is NULL fails.</summary>
internal sealed class BoundRequired(BoundExpression operand, string column) : BoundExpression(operand.Type)
{
    public BoundExpression Operand { get; } = operand;

    /// <summary>Table and column, for the dead letter.</summary>
    public string Column { get; } = column;

    public override bool IsSameAs(BoundExpression other) =>
        other is BoundRequired required && required.Column == Column && Operand.IsSameAs(required.Operand);
}
