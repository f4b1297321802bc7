namespace HotPath.Sql.Syntax;

/// <summary>A table or view by name.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Name">Name, backticks removed.</param>
/// <param name="Alias">Alias, if any.</param>
public sealed record NamedTableReference(SourcePlace Place, string Name, string? Alias) : TableReference(Place, Alias);
