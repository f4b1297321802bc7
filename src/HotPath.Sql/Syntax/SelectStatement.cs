namespace HotPath.Sql.Syntax;

/// <summary>A bare SELECT, whose changelog is printed.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Query">The query.</param>
public sealed record SelectStatement(SourcePlace Place, SelectQuery Query) : SqlStatement(Place);
