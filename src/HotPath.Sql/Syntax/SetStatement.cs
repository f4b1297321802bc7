namespace HotPath.Sql.Syntax;

/// <summary>SET 'key' = 'value'.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Key">Key, quotes removed.</param>
/// <param name="Value">Value, quotes removed.</param>
public sealed record SetStatement(SourcePlace Place, string Key, string Value) : SqlStatement(Place);
