namespace HotPath.Sql.Syntax;

/// <summary>A statement of a script.</summary>
/// <param name="Place">Where it starts.</param>
public abstract record SqlStatement(SourcePlace Place) : SqlNode(Place);
