using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>An aggregate of a query, over expressions of the input row.</summary>
/// <param name="Function">Which aggregate.</param>
/// <param name="Argument">Argument; null for COUNT(*).</param>
/// <param name="IsDistinct">Whether each value counts once.</param>
/// <param name="Filter">Condition of FILTER, if any.</param>
/// <param name="Type">Type of the result.</param>
internal sealed record AggregateCall(
    AggregateFunction Function,
    BoundExpression? Argument,
    bool IsDistinct,
    BoundExpression? Filter,
    SqlType Type)
{
    /// <summary>What LISTAGG puts between two values.</summary>
    public string Separator { get; init; } = ",";

    public bool IsSameAs(AggregateCall other) =>
        Function == other.Function
        && IsDistinct == other.IsDistinct
        && Separator == other.Separator
        && IsSame(Argument, other.Argument)
        && IsSame(Filter, other.Filter);

    private static bool IsSame(BoundExpression? left, BoundExpression? right) =>
        left is null ? right is null : right is not null && left.IsSameAs(right);
}
