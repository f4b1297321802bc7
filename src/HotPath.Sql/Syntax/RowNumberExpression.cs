using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>ROW_NUMBER() OVER (PARTITION BY ... ORDER BY ...).</summary>
/// <param name="Place">Where the name starts.</param>
/// <param name="PartitionBy">PARTITION BY; empty for one partition.</param>
/// <param name="OrderBy">ORDER BY; never empty.</param>
public sealed record RowNumberExpression(
    SourcePlace Place, IReadOnlyList<SqlExpression> PartitionBy, IReadOnlyList<SortItem> OrderBy)
    : SqlExpression(Place);
