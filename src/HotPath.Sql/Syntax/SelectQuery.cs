using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>A SELECT as written. What is outside the dialect never gets here: the parser refuses it by name.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Items">SELECT list.</param>
/// <param name="From">FROM, one table.</param>
/// <param name="Where">WHERE, if any.</param>
/// <param name="GroupBy">GROUP BY keys; empty when there is none.</param>
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
    /// <summary>Whether DISTINCT was written.</summary>
    public bool IsDistinct { get; init; }
}
