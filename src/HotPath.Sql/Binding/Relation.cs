using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sql.Binding;

/// <summary>
/// What a query computes, flattened onto the table it scans: conditions and columns over the stored row and, behind an
/// aggregation, over the group. Views and subqueries dissolve into it, so a statement of any nesting is at most scan,
/// window, project.
/// </summary>
internal sealed record Relation
{
    public required TableEntry Table { get; init; }

    /// <summary>Conditions over the stored row, in the order in which they apply.</summary>
    public required IReadOnlyList<BoundExpression> Filters { get; init; }

    public required IReadOnlyList<RelationColumn> Columns { get; init; }

    public BoundWindow? Window { get; init; }

    public Aggregation? Aggregation { get; init; }

    /// <summary>Whether rows that came out are changed later: an aggregation without a window.</summary>
    public bool IsUpdating => Aggregation is not null && Window is null;

    /// <summary>Conditions over the group, in the order in which they apply.</summary>
    public IReadOnlyList<BoundExpression> GroupFilters { get; init; } = [];

    /// <summary>Whether a stored column itself is a GROUP BY key.</summary>
    public bool IsGroupedBy(int column) =>
        Aggregation is not null && Aggregation.Keys.Any(key => key is BoundColumn bound && bound.Index == column);

    /// <summary>What is refused of windows that no aggregation groups by.</summary>
    public static string NotGrouped(BoundWindow window) =>
        $"{window.Syntax.Function} windows without GROUP BY window_start, window_end";

    /// <summary>What is refused of sessions that are not those of the groups.</summary>
    public const string OtherSessions =
        "SESSION windows whose PARTITION BY columns are not the other keys of GROUP BY (or SELECT DISTINCT)";

    public Relation WithFilter(BoundExpression condition) => Aggregation is null
        ? this with { Filters = [.. Filters, condition] }
        : this with { GroupFilters = [.. GroupFilters, condition] };
}
