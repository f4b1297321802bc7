using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Operators.Windows;

namespace HotPath.Sql.Binding;

/// <summary>
/// What a query computes, flattened onto the rows it reads: conditions and columns over the stored row and, behind an
/// aggregation or a ranking, over the group or the ranked row. Views and subqueries dissolve into it, so a query of any
/// nesting is a chain of relations with one operator each.
/// </summary>
internal sealed record Relation
{
    /// <summary>Layout of the rows that are read: a table's, or those of <see cref="Inputs"/>.</summary>
    public required TableEntry Table { get; init; }

    /// <summary>What gives the rows, if it is no table of the script; several of a UNION ALL.</summary>
    public IReadOnlyList<Relation> Inputs { get; init; } = [];

    /// <summary>
    /// The inputs of a UNION ALL that no operator reads yet: what is done to its rows is done to those of each.
    /// </summary>
    public IReadOnlyList<Relation> Branches { get; init; } = [];

    /// <summary>The tables of the script at the bottom, each as often as it is read.</summary>
    public IReadOnlyList<TableEntry> Scanned => Inputs.Count == 0 ? [Table] : [.. Inputs.SelectMany(i => i.Scanned)];

    /// <summary>Conditions over the stored row, in the order in which they apply.</summary>
    public required IReadOnlyList<BoundExpression> Filters { get; init; }

    public required IReadOnlyList<RelationColumn> Columns { get; init; }

    public BoundWindow? Window { get; init; }

    /// <summary>The windows whose bounds are columns of the rows that are read.</summary>
    public BoundWindow? Attached { get; init; }

    public Aggregation? Aggregation { get; init; }

    public Ranking? Ranking { get; init; }

    /// <summary>For how long windows that have fired are kept; <see langword="null"/> where they go.</summary>
    public AllowedLateness? Lateness { get; init; }

    /// <summary>Whether rows are turned into something else than rows of them.</summary>
    public bool HasOperator => Aggregation is not null || Ranking is not null;

    /// <summary>Whether rows that came out are changed later.</summary>
    public bool IsUpdating => Aggregation is not null
        ? Window is null || Lateness is not null
        : Ranking is not null
            ? Ranking.IsUpdating || Lateness is not null
            : ReadsUpdates || Branches.Any(static branch => branch.IsUpdating);

    /// <summary>Whether rows that came out are changed later also where no window is kept: in Flink too.</summary>
    public bool ChangesRows => Aggregation is not null
        ? Window is null
        : Ranking?.IsUpdating ?? Inputs.Concat(Branches).Any(static input => input.ChangesRows);

    /// <summary>Whether it takes the rows of several others.</summary>
    public bool IsUnion => Inputs.Count > 1;

    /// <summary>Whether rows may come too late for it.</summary>
    public bool DropsLateRows => Aggregation is not null
        ? Window is not null
        : Ranking is { } ranking && (ranking.KeepsFirstRows || ranking.IsWindowed);

    /// <summary>Whether the bounds of its windows are columns of the rows that are read.</summary>
    public bool HasBoundsOfInput => Inputs.Count > 0 && (Ranking?.IsWindowed == true || Window?.IsOfEnds == true);

    /// <summary>Index of the column that holds a bound of a window, or -1.</summary>
    public int IndexOf(WindowBound bound)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Bound == bound)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether its groups do not end by themselves.</summary>
    public bool KeepsForEver => HasOperator && Window is null && Ranking?.IsWindowed != true;

    /// <summary>Whether rows that are read are changed later.</summary>
    public bool ReadsUpdates => Inputs.Any(static input => input.IsUpdating);

    /// <summary>Conditions over the group or the ranked row, in the order in which they apply.</summary>
    public IReadOnlyList<BoundExpression> GroupFilters { get; init; } = [];

    /// <summary>The stages from the tables on; the last is this one.</summary>
    public IReadOnlyList<Relation> Stages => [.. Inputs.SelectMany(static input => input.Stages), this];

    /// <summary>How many stages a row may pass before it comes to this one.</summary>
    public int Depth => Inputs.Count == 0 ? 0 : 1 + Inputs.Max(static input => input.Depth);

    /// <summary>What the groups or partitions are told apart by, over the stored row.</summary>
    public IReadOnlyList<BoundExpression> Keys => Aggregation?.Keys ?? Ranking?.Partition ?? [];

    /// <summary>Whether the keys of every operator contain a stored column of every scanned table.</summary>
    /// <param name="column">Index of a table's column, below 0 where it has none.</param>
    public bool IsKeyedBy(Func<TableEntry, int> column) =>
        Scanned.All(table => column(table) >= 0)
        && Stages.All(stage => !stage.HasOperator || stage.Keys.Any(key => stage.Holds(key, column)));

    /// <summary>What is refused of windows that no aggregation groups by.</summary>
    public static string NotGrouped(BoundWindow window) =>
        $"{window.Syntax.Function} windows without GROUP BY window_start, window_end";

    /// <summary>What is refused of the rows of windows that processing time ends.</summary>
    public const string OfProcessingTime = "ROW_NUMBER, GROUP BY or DISTINCT over the rows of processing-time windows";

    /// <summary>Whether the windows of the rows are those of processing time.</summary>
    public bool HasProcessingTimeWindows => (Window ?? Attached)?.Specification.IsProcessingTime == true;

    /// <summary>What is refused of sessions that are not those of the groups.</summary>
    public const string OtherSessions =
        "SESSION windows whose PARTITION BY columns are not the other keys of GROUP BY (or SELECT DISTINCT)";

    public Relation WithFilter(BoundExpression condition) => HasOperator
        ? this with { GroupFilters = [.. GroupFilters, condition] }
        : this with { Filters = [.. Filters, condition] };

    // Whether an expression over the rows that are read is a stored column of the scanned tables themselves.
    private bool Holds(BoundExpression expression, Func<TableEntry, int> column) => expression is BoundColumn bound
        && (Inputs.Count == 0
            ? bound.Index == column(Table)
            : Inputs.All(input => input.Gives(bound.Index, column)));

    private bool Gives(int output, Func<TableEntry, int> column) => Columns[output].Expression switch
    {
        BoundKey key => Holds(Aggregation!.Keys[key.Index], column),
        BoundRanked ranked => Holds(Ranking!.Stored[ranked.Index], column),
        BoundColumn bound => Holds(bound, column),
        _ => false,
    };
}
