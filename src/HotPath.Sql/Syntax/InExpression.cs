using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary><c>x [NOT] IN (a, b, ...)</c>; a subquery in the list is refused by the parser.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operand">Value tested.</param>
/// <param name="Items">Values, at least one.</param>
/// <param name="IsNegated">Whether NOT was written.</param>
public sealed record InExpression(
    SourcePlace Place, SqlExpression Operand, IReadOnlyList<SqlExpression> Items, bool IsNegated)
    : SqlExpression(Place);
