using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>A SELECT as written. What is outside the dialect never gets here: the parser refuses it by name.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Items">SELECT list.</param>
/// <param name="From">FROM, one table.</param>
/// <param name="Where">WHERE, if any.</param>
/// <param name="GroupBy">GROUP BY keys, of the first grouping set; empty when there are none.</param>
/// <param name="Having">HAVING, if any.</param>
/// <param name="HasGroupBy">Whether GROUP BY was written.</param>
public sealed record SelectQuery(
    SourcePlace Place,
    IReadOnlyList<SelectItem> Items,
    TableReference From,
    SqlExpression? Where,
    IReadOnlyList<SqlExpression> GroupBy,
    SqlExpression? Having,
    bool HasGroupBy) : SqlNode(Place)
{
    /// <summary>The sets of keys by which rows are grouped: of GROUPING SETS, ROLLUP and CUBE several.</summary>
    public IReadOnlyList<IReadOnlyList<SqlExpression>> GroupingSets { get; init; } = [GroupBy];

    /// <summary>Whether DISTINCT was written.</summary>
    public bool IsDistinct { get; init; }
}
