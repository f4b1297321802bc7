namespace HotPath.Sql.Syntax;

/// <summary>A scalar or aggregate expression as written.</summary>
/// <param name="Place">Where the expression starts.</param>
public abstract record SqlExpression(SourcePlace Place) : SqlNode(Place);
