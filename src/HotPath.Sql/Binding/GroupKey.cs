namespace HotPath.Sql.Binding;

/// <summary>A GROUP BY expression: as computed from the input row, and as read from the group.</summary>
/// <param name="OverInput">Over the stored row.</param>
/// <param name="OverGroup">Key or window bound of the group.</param>
/// <param name="Role">Which column of a window table function it is.</param>
internal sealed record GroupKey(BoundExpression OverInput, BoundExpression OverGroup, WindowBound Role)
{
    /// <summary>Whether it is a key of other grouping sets only.</summary>
    public bool IsAbsent { get; init; }
}
