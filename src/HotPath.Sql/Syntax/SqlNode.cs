namespace HotPath.Sql.Syntax;

/// <summary>A node of a parsed script; every node knows its place.</summary>
/// <param name="Place">Where the node starts.</param>
public abstract record SqlNode(SourcePlace Place);
