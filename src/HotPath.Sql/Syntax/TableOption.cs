namespace HotPath.Sql.Syntax;

/// <summary>One option of WITH (...).</summary>
/// <param name="Place">Where the key starts.</param>
/// <param name="Key">Key, quotes removed.</param>
/// <param name="Value">Value, quotes removed.</param>
public sealed record TableOption(SourcePlace Place, string Key, string Value) : SqlNode(Place);
