namespace HotPath.Sql.Syntax;

/// <summary><c>*</c> or <c>t.*</c> in a SELECT list, or the star of COUNT(*).</summary>
/// <param name="Place">Where the expression starts.</param>
/// <param name="Qualifier">Table or alias before the star, if any.</param>
public sealed record StarExpression(SourcePlace Place, string? Qualifier) : SqlExpression(Place);
