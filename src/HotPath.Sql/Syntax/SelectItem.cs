namespace HotPath.Sql.Syntax;

/// <summary>One item of a SELECT list.</summary>
/// <param name="Expression">The expression, or a star.</param>
/// <param name="Alias">Name after AS, if any.</param>
public sealed record SelectItem(SqlExpression Expression, string? Alias);
