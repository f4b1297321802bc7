namespace HotPath.Sql.Syntax;

/// <summary>An operator with one operand.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operator"><c>-</c>, <c>+</c>, <c>NOT</c>, <c>IS NULL</c>, <c>IS NOT NULL</c>, <c>IS TRUE</c>, <c>IS NOT
/// TRUE</c>, <c>IS FALSE</c>, <c>IS NOT FALSE</c>, <c>IS UNKNOWN</c>, <c>IS NOT UNKNOWN</c>.</param>
/// <param name="Operand">Operand.</param>
public sealed record UnaryExpression(SourcePlace Place, string Operator, SqlExpression Operand) : SqlExpression(Place);
