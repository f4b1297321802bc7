namespace HotPath.Sql.Syntax;

/// <summary>An operator with two operands.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operator"><c>+ - * / % || = &lt;&gt; &lt; &lt;= &gt; &gt;= AND OR</c>, <c>IS DISTINCT FROM</c>, <c>IS
/// NOT DISTINCT FROM</c>; <c>!=</c> is given as <c>&lt;&gt;</c>.</param>
/// <param name="Left">Left operand.</param>
/// <param name="Right">Right operand.</param>
public sealed record BinaryExpression(SourcePlace Place, string Operator, SqlExpression Left, SqlExpression Right)
    : SqlExpression(Place);
