using System.Linq;

namespace HotPath.Sql.Binding;

/// <summary>
/// Finds rankings over groups of new rows that can only rise: the highest MAX or COUNT first, or the lowest MIN. Flink
/// changes such rows in place, so that one that rises no further stays where it is among those that tie.
/// </summary>
/// <remarks>Source: asked of Flink 2.3.0; see RankTieTests.</remarks>
internal static class RisingRows
{
    /// <summary>Whether those of a ranking are.</summary>
    public static bool Are(Relation relation) => relation is
    {
        Ranking: { ReadsUpdates: true, IsWindowed: false } ranking,
        Inputs: [{ Aggregation: not null, Window: null, GroupFilters.Count: 0, ReadsUpdates: false } groups],
    }
        && ranking.Partition.All(key => SourceOf(key, groups) is BoundKey)
        && ranking.Order.All(column => OnlyRises(column, groups));

    private static bool OnlyRises(SortColumn column, Relation groups) => SourceOf(column.Expression, groups) switch
    {
        BoundKey => true,
        BoundAggregate aggregate => groups.Aggregation!.Calls[aggregate.Index].Function switch
        {
            AggregateFunction.Maximum or AggregateFunction.CountRows or AggregateFunction.Count => column.IsDescending,
            AggregateFunction.Minimum => !column.IsDescending,
            _ => false,
        },
        _ => false,
    };

    private static BoundExpression? SourceOf(BoundExpression expression, Relation groups) =>
        expression is BoundColumn column ? groups.Columns[column.Index].Expression : null;
}
