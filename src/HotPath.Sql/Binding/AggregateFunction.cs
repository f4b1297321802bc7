namespace HotPath.Sql.Binding;

/// <summary>Aggregates of the dialect so far.</summary>
internal enum AggregateFunction
{
    CountRows = 0,
    Count = 1,
    Sum = 2,
    Average = 3,
    SquaredDeviations = 4,
    Minimum = 5,
    Maximum = 6,
    First = 7,
    Last = 8,
    List = 9,
    Custom = 10,
    ApproximateCount = 11,
    ApproximatePercentile = 12,
}
