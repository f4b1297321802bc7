namespace HotPath.Sql.Syntax;

/// <summary>One WHEN ... THEN ... of a CASE.</summary>
/// <param name="When">Condition, or the value compared with the operand.</param>
/// <param name="Then">Result.</param>
public sealed record CaseBranch(SqlExpression When, SqlExpression Then);
