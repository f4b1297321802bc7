namespace HotPath.Sql.Syntax;

/// <summary>An expression of ORDER BY.</summary>
/// <param name="Expression">What is sorted by.</param>
/// <param name="IsDescending">Whether DESC was written.</param>
/// <param name="AreNullsFirst">NULLS FIRST or NULLS LAST; null where neither was written: NULL is then the lowest
/// value.</param>
public sealed record SortItem(SqlExpression Expression, bool IsDescending, bool? AreNullsFirst);
