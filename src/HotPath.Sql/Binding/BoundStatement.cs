using System.Collections.Generic;
using HotPath.Operators.Groups;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>A query that runs: what it computes and where its rows go.</summary>
/// <param name="Place">Where the statement starts.</param>
/// <param name="Source">What it computes; columns already cast to the sink's types.</param>
/// <param name="Sink">Table it inserts into; null for a bare SELECT.</param>
/// <param name="Outputs">Names and expressions of its output columns.</param>
internal sealed record BoundStatement(
    SourcePlace Place,
    Relation Source,
    TableEntry? Sink,
    IReadOnlyList<RelationColumn> Outputs)
{
    /// <summary>Whether it is a further input of the UNION ALL that is the statement before.</summary>
    public bool Continues { get; init; }

    /// <summary>How long groups of an unbounded aggregation live; <see langword="null"/> for ever.</summary>
    public TimeToLive? TimeToLive { get; init; }

    /// <summary>The setting of its late output that was in force; <see langword="null"/> for none.</summary>
    public SetStatement? LateSetting { get; init; }

    /// <summary>Table that its late rows go to; <see langword="null"/> when they are counted only.</summary>
    public TableEntry? LateSink { get; init; }

    /// <summary>How long it waits for a silent source; 0 for ever. Unit: ms of ingest time.</summary>
    public long TimeoutMs { get; init; }

    /// <summary>Whether it writes to a table.</summary>
    public bool WritesTo(TableEntry table) => ReferenceEquals(Sink, table) || ReferenceEquals(LateSink, table);
}
