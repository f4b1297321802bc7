using System;
using HotPath.Functions;

namespace HotPath.Examples.Functions;

// begin
/// <summary>The average of prices, each as often as its quantity says; NULL of nothing.</summary>
[AggregateFunction("weighted_average")]
public static class WeightedAverage
{
    /// <summary>What a group remembers; of zeros when it has seen nothing.</summary>
    public struct Sums
    {
        public decimal Total;
        public long Quantity;
    }

    public static void Accumulate(ref Sums sums, decimal price, long quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantity);
        sums.Total += price * quantity;
        sums.Quantity += quantity;
    }

    public static void Retract(ref Sums sums, decimal price, long quantity)
    {
        sums.Total -= price * quantity;
        sums.Quantity -= quantity;
    }

    public static void Merge(ref Sums sums, in Sums other)
    {
        sums.Total += other.Total;
        sums.Quantity += other.Quantity;
    }

    [return: DecimalType(18, 4)]
    public static decimal? Result(in Sums sums) => sums.Quantity == 0 ? null : sums.Total / sums.Quantity;
}
// end
