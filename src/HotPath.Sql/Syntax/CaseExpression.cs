using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>CASE, searched or simple.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Operand">The x of CASE x WHEN, or null when searched.</param>
/// <param name="Branches">WHEN branches in order, at least one.</param>
/// <param name="Else">ELSE value, if any.</param>
public sealed record CaseExpression(
    SourcePlace Place, SqlExpression? Operand, IReadOnlyList<CaseBranch> Branches, SqlExpression? Else)
    : SqlExpression(Place);
