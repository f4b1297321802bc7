namespace HotPath.Sql.Tests.Execution;

/// <summary>A row of one of two tables, or their ends.</summary>
/// <param name="Table">Table a or b.</param>
/// <param name="Row">The row; null for the end of its table.</param>
internal sealed record UnionRow(string Table, ChainRow? Row);
