namespace HotPath.Sql.Binding;

/// <summary>An expression that rows are sorted by.</summary>
/// <param name="Expression">Over the row that is read.</param>
/// <param name="IsDescending">Whether the highest comes first.</param>
/// <param name="AreNullsFirst">Whether NULL comes before every value.</param>
internal sealed record SortColumn(BoundExpression Expression, bool IsDescending, bool AreNullsFirst);
