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
    /// <summary>Layout of the rows that are read: a table's, or those of <see cref="Input"/>.</summary>
    public required TableEntry Table { get; init; }

    /// <summary>What gives the rows, if it is no table of the script.</summary>
    public Relation? Input { get; init; }

    /// <summary>The table of the script at the bottom.</summary>
    public TableEntry Scanned => Input?.Scanned ?? Table;

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
        : Ranking?.IsUpdating == true;

    /// <summary>Whether rows may come too late for it.</summary>
    public bool DropsLateRows => Aggregation is not null
        ? Window is not null
        : Ranking is { } ranking && (ranking.KeepsFirstRows || ranking.IsWindowed);

    /// <summary>Whether the bounds of its windows are columns of the rows that are read.</summary>
    public bool HasBoundsOfInput => Input is not null && (Ranking?.IsWindowed == true || Window?.IsOfEnds == true);

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
    public bool ReadsUpdates => Input?.IsUpdating == true;

    /// <summary>Conditions over the group or the ranked row, in the order in which they apply.</summary>
    public IReadOnlyList<BoundExpression> GroupFilters { get; init; } = [];

    /// <summary>The stages from the table on; the last is this one.</summary>
    public IReadOnlyList<Relation> Stages => Input is null ? [this] : [.. Input.Stages, this];

    /// <summary>What the groups or partitions are told apart by, over the stored row.</summary>
    public IReadOnlyList<BoundExpression> Keys => Aggregation?.Keys ?? Ranking?.Partition ?? [];

    /// <summary>Whether the keys of every operator contain a stored column of the scanned table.</summary>
    public bool IsKeyedBy(int column) => Stages.All(stage => !stage.HasOperator || stage.KeysHold(column));

    /// <summary>What is refused of windows that no aggregation groups by.</summary>
    public static string NotGrouped(BoundWindow window) =>
        $"{window.Syntax.Function} windows without GROUP BY window_start, window_end";

    /// <summary>What is refused of sessions that are not those of the groups.</summary>
    public const string OtherSessions =
        "SESSION windows whose PARTITION BY columns are not the other keys of GROUP BY (or SELECT DISTINCT)";

    public Relation WithFilter(BoundExpression condition) => HasOperator
        ? this with { GroupFilters = [.. GroupFilters, condition] }
        : this with { Filters = [.. Filters, condition] };

    private bool KeysHold(int column) => Keys.Any(key => Holds(key, column));

    // Whether an expression over the rows that are read is a stored column of the scanned table itself.
    private bool Holds(BoundExpression expression, int column) => expression is BoundColumn bound
        && (Input is null ? bound.Index == column : Input.Gives(bound.Index, column));

    private bool Gives(int output, int column) => Columns[output].Expression switch
    {
        BoundKey key => Holds(Aggregation!.Keys[key.Index], column),
        BoundRanked ranked => Holds(Ranking!.Stored[ranked.Index], column),
        BoundColumn bound => Holds(bound, column),
        _ => false,
    };
}
