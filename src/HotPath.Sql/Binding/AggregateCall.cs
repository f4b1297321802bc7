using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Functions;

namespace HotPath.Sql.Binding;

/// <summary>An aggregate of a query, over expressions of the input row.</summary>
/// <param name="Function">Which aggregate.</param>
/// <param name="Argument">Its first argument; null for COUNT(*) and for a user's aggregate without any.</param>
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

    /// <summary>What is added up in place of each different value of its argument, if anything is.</summary>
    public BoundExpression? Summed { get; init; }

    /// <summary>The user's aggregate, if it is one.</summary>
    public CustomAggregate? Custom { get; init; }

    /// <summary>Arguments behind the first; only of a user's aggregate.</summary>
    public IReadOnlyList<BoundExpression> MoreArguments { get; init; } = [];

    /// <summary>
    /// Which percentages are asked for, all of one sketch; only of APPROX_PERCENTILE. Unit: 1 / 1,000,000,000.
    /// </summary>
    public IReadOnlyList<long> Parts { get; init; } = [];

    /// <summary>Whether the order of its values shows.</summary>
    public bool IsInOrder =>
        Function is AggregateFunction.First or AggregateFunction.Last or AggregateFunction.List;

    public bool IsSketch => Function is AggregateFunction.ApproximateCount or AggregateFunction.ApproximatePercentile;

    public IEnumerable<BoundExpression> Arguments => Argument is null ? [] : [Argument, .. MoreArguments];

    /// <summary>All that is asked of it.</summary>
    /// <param name="index">Its place among the calls.</param>
    public IEnumerable<BoundAggregate> Results(int index) =>
        Parts.Count == 0
            ? [new BoundAggregate(index, Type)]
            : Parts.Select(part => new BoundAggregate(index, Type) { Part = part });

    /// <summary>Whether another call has the same accumulator.</summary>
    /// <param name="other">The other.</param>
    public bool IsSameAs(AggregateCall other) =>
        Function == other.Function
        && IsDistinct == other.IsDistinct
        && Separator == other.Separator
        && Custom == other.Custom
        && MoreArguments.Count == other.MoreArguments.Count
        && MoreArguments.Zip(other.MoreArguments).All(static pair => pair.First.IsSameAs(pair.Second))
        && IsSame(Argument, other.Argument)
        && IsSame(Summed, other.Summed)
        && IsSame(Filter, other.Filter);

    private static bool IsSame(BoundExpression? left, BoundExpression? right) =>
        left is null ? right is null : right is not null && left.IsSameAs(right);
}
