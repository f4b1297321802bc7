namespace HotPath.Sql.Syntax;

/// <summary>WATERMARK FOR column AS expression.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Column">Name of the time column.</param>
/// <param name="Expression">Watermark expression.</param>
public sealed record WatermarkDeclaration(SourcePlace Place, string Column, SqlExpression Expression) : SqlNode(Place);
