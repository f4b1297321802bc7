namespace HotPath.Sql.Syntax;

/// <summary><c>x [NOT] LIKE pattern [ESCAPE e]</c>.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operand">Value tested.</param>
/// <param name="Pattern">Pattern.</param>
/// <param name="Escape">Escape character, if given.</param>
/// <param name="IsNegated">Whether NOT was written.</param>
public sealed record LikeExpression(
    SourcePlace Place, SqlExpression Operand, SqlExpression Pattern, SqlExpression? Escape, bool IsNegated)
    : SqlExpression(Place);
