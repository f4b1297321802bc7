using System.Collections.Generic;

namespace HotPath.Sql.Binding;

/// <summary>ROW_NUMBER over a relation: which rows of each partition come out, and in which order they stand.</summary>
/// <param name="Partition">PARTITION BY, over the row that is read.</param>
/// <param name="Order">ORDER BY, over the row that is read.</param>
/// <param name="Stored">Columns of the ranked row, over the row that is read.</param>
/// <param name="Time">The one time attribute that is sorted by; null for any other order.</param>
/// <param name="WindowEnd">window_end, if partitions are those of windows.</param>
/// <param name="ReadsUpdates">Whether rows that are read are changed later.</param>
internal sealed record Ranking(
    IReadOnlyList<BoundExpression> Partition,
    IReadOnlyList<SortColumn> Order,
    IReadOnlyList<BoundExpression> Stored,
    RelationColumn? Time,
    BoundExpression? WindowEnd,
    bool ReadsUpdates)
{
    /// <summary>Lowest rank that comes out.</summary>
    public int First { get; init; } = 1;

    /// <summary>Highest rank that comes out; 0 while nothing bounds it.</summary>
    public int Last { get; init; }

    /// <summary>The condition over the rows, if there is one and it bounds no rank.</summary>
    public Syntax.SourcePlace? Condition { get; init; }

    /// <summary>Whether that condition lets no rank through.</summary>
    public bool IsEmpty { get; init; }

    public bool IsWindowed => WindowEnd is not null;

    /// <summary>Whether it is deduplication: one row a partition, the first or the last by time.</summary>
    public bool IsDeduplication => Last == 1 && Time is not null && !ReadsUpdates;

    /// <summary>Whether the last row is kept.</summary>
    public bool KeepsLast => IsDeduplication && Order[0].IsDescending;

    /// <summary>Whether the first row by event time waits for the watermark.</summary>
    public bool KeepsFirstRows =>
        IsDeduplication && !IsWindowed && !Order[0].IsDescending && !Time!.IsProcessingTime;

    /// <summary>Whether rows that came out are changed later.</summary>
    public bool IsUpdating => !IsWindowed && (!IsDeduplication || Order[0].IsDescending);
}
