namespace HotPath.Sql.Syntax;

/// <summary>A query in parentheses.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Query">The query.</param>
/// <param name="Alias">Alias, if any.</param>
public sealed record SubqueryTableReference(SourcePlace Place, SelectQuery Query, string? Alias)
    : TableReference(Place, Alias);
