using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>A column, perhaps qualified: <c>v</c>, <c>t.v</c>.</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Parts">Parts as written, backticks removed.</param>
public sealed record NameExpression(SourcePlace Place, IReadOnlyList<string> Parts) : SqlExpression(Place);
