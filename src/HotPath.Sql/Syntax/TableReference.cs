namespace HotPath.Sql.Syntax;

/// <summary>What FROM names.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Alias">Alias, if any.</param>
public abstract record TableReference(SourcePlace Place, string? Alias) : SqlNode(Place);
