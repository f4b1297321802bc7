namespace HotPath.Sql.Syntax;

/// <summary><c>x [NOT] BETWEEN low AND high</c>.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operand">Value tested.</param>
/// <param name="Low">Lower bound, inclusive.</param>
/// <param name="High">Upper bound, inclusive.</param>
/// <param name="IsNegated">Whether NOT was written.</param>
public sealed record BetweenExpression(
    SourcePlace Place, SqlExpression Operand, SqlExpression Low, SqlExpression High, bool IsNegated)
    : SqlExpression(Place);
