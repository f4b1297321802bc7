namespace HotPath.Operators.Ranking;

/// <summary>What ROW_NUMBER ranks and lets through. Immutable; shared by all shards.</summary>
/// <param name="First">Lowest rank that comes out. Range: from 1.</param>
/// <param name="Last">Highest rank that comes out. Range: from First.</param>
/// <param name="LaterWins">Whether a row goes before those with which it ties: keep-last deduplication.</param>
/// <param name="ShowsRank">Whether the rank itself is selected: then a row that moves comes out anew.</param>
public sealed record RankingProgram(int First, int Last, bool LaterWins, bool ShowsRank)
{
    /// <summary>Fixed part of a partition's value: number of rows, or the time of a waiting row. Unit: bytes.</summary>
    public const int FixedBytes = 16;

    /// <summary>
    /// Whether a row that replaces another of the same sort key takes its place among those that tie: where rows only
    /// ever rise, Flink changes them in place. Else it has come anew.
    /// </summary>
    public bool KeepsPlaces { get; init; }

    /// <summary>Whether who leaves and who comes of one row are told as a change of it.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether rows move through ranks that are seen, and not only in and out of the list.</summary>
    public bool MovesRanks => Last > 1 && (ShowsRank || First > 1);
}
