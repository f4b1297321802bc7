namespace HotPath.Sql.Binding;

/// <summary>Aggregates of the dialect so far.</summary>
internal enum AggregateFunction
{
    CountRows = 0,
    Count = 1,
    Sum = 2,
    Average = 3,
    Minimum = 4,
    Maximum = 5,
    First = 6,
    Last = 7,
    List = 8,
    Custom = 9,
    ApproximateCount = 10,
    ApproximatePercentile = 11,
}
