using System.Collections.Generic;
using System.Linq;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds GROUP BY, HAVING and the SELECT list of an aggregation: windowed when it groups by both bounds of a window,
/// else unbounded.
/// </summary>
internal sealed class AggregationBinder(ScalarOptions options, DiagnosticBag diagnostics)
{
    /// <param name="query">The query, with one set of keys.</param>
    /// <param name="others">The keys of all its sets.</param>
    /// <param name="source">What FROM and WHERE gave; null when they failed: then only errors are looked for.</param>
    /// <param name="scope">Columns of FROM.</param>
    public Relation? Bind(
        SelectQuery query, IReadOnlyList<SqlExpression> others, Relation? source, IReadOnlyList<ScopeColumn> scope)
    {
        var input = new ExpressionBinder(scope, options, diagnostics);
        if (source?.Attached is not null && Groups(query, scope, WindowBound.Start, WindowBound.End))
        {
            if (source.HasProcessingTimeWindows)
            {
                diagnostics.Unsupported(query.Place, "GROUP BY", Relation.OfProcessingTime);
                return null;
            }

            source = source with { Window = WindowOfEnd(source) };
        }
        else if (source is not null
            && (source.Window is null || !Groups(query, scope, WindowBound.Start, WindowBound.End)))
        {
            if (source.Window is { Overlaps: true } window)
            {
                diagnostics.Unsupported(query.Place, "GROUP BY", Relation.NotGrouped(window));
                return null;
            }

            source = source with { Window = null };
        }

        var keyExpressions = new List<BoundExpression>();
        List<GroupKey>? keys = BindKeys(query, input, scope, keyExpressions, source);
        if (keys is null)
        {
            return null;
        }

        if (source?.Window is { Syntax.Call: not null } called)
        {
            source = source with { Window = called with { PartitionBy = keyExpressions } };
        }

        if (source?.Window?.IsPartitionedBy(keyExpressions) == false)
        {
            diagnostics.Unsupported(query.Place, "GROUP BY", Relation.OtherSessions);
            return null;
        }

        string? merged = source?.Window is { Overlaps: true } overlapping ? overlapping.Syntax.Function : null;
        var aggregates = new AggregateBinder(
            input, merged, source?.ReadsUpdates == true, options.Functions, diagnostics);
        List<GroupKey> all = [.. keys, .. Absent(others, keys, input)];
        var group = new GroupBinder(scope, options, diagnostics, input, aggregates, all)
        {
            Window = source?.Window?.Syntax.Call,
        };
        BoundExpression? having = query.Having is null ? null : group.BindCondition(query.Having, "HAVING");
        IReadOnlyList<RelationColumn>? columns = BindItems(
            query.Items, group, source?.Window is null ? [] : keys, source?.HasProcessingTimeWindows == true);
        if (source is null || columns is null || (query.Having is not null && having is null))
        {
            return null;
        }

        return source with
        {
            Columns = columns,
            Aggregation = new Aggregation(keyExpressions, aggregates.Calls),
            GroupFilters = having is null ? [] : [having],
        };
    }

    /// <summary>Windows over rows that have the bounds of earlier ones: all of an end fire together.</summary>
    /// <remarks>A window of 1 ms for each end, whose groups are told apart by the bounds as by any other key.</remarks>
    public static BoundWindow WindowOfEnd(Relation source)
    {
        BoundWindow windows = source.Attached!;
        BoundExpression end = source.Columns.First(static column => column.Bound == WindowBound.End).Expression;
        return windows with
        {
            Time = WindowBinder.TimeOfEnd(end),
            Specification = SpecificationOfEnds(windows),
            PartitionBy = [],
            IsOfEnds = true,
        };
    }

    /// <summary>A window of 1 ms for each end.</summary>
    public static WindowSpecification SpecificationOfEnds(BoundWindow windows) =>
        new(WindowKind.Tumble, 1, 1, 0, windows.Specification.Zone) { IsOfEnds = true };

    // With one bound alone the window is a value like any other, and nothing is late.
    private static bool Groups(SelectQuery query, IReadOnlyList<ScopeColumn> scope, params WindowBound[] bounds) =>
        System.Array.TrueForAll(bounds, bound => query.GroupBy.Any(key =>
            key is NameExpression name && scope.Any(c => c.Name == name.Parts[^1] && c.Column.Bound == bound)));

    // Keys of other sets only: NULL in this one.
    private static IEnumerable<GroupKey> Absent(
        IReadOnlyList<SqlExpression> others, List<GroupKey> keys, ExpressionBinder input)
    {
        foreach (SqlExpression other in others)
        {
            if (input.Bind(other) is { } bound && !keys.Exists(key => key.OverInput.IsSameAs(bound)))
            {
                yield return new GroupKey(bound, new BoundLiteral(null, bound.Type), WindowBound.None)
                {
                    IsAbsent = true,
                };
            }
        }
    }

    private List<GroupKey>? BindKeys(
        SelectQuery query,
        ExpressionBinder input,
        IReadOnlyList<ScopeColumn> scope,
        List<BoundExpression> keyExpressions,
        Relation? source)
    {
        var keys = new List<GroupKey>();
        bool failed = false;
        foreach (SqlExpression syntax in query.GroupBy)
        {
            if (AggregateBinder.Contains(syntax, options.Functions))
            {
                diagnostics.Error(syntax.Place, "GROUP BY", "an aggregate cannot be a GROUP BY key");
                failed = true;
                continue;
            }

            if (input.BindTyped(syntax) is not { } bound)
            {
                failed = true;
                continue;
            }

            WindowBound role = syntax is NameExpression name
                ? scope.First(c => c.Name == name.Parts[^1] && ReferenceEquals(c.Column.Expression, bound)).Column.Bound
                : WindowBound.None;
            if (role != WindowBound.None && source?.Window is { IsOfEnds: false })
            {
                keys.Add(new GroupKey(bound, new BoundWindowBound(role, bound.Type), role));
                continue;
            }

            keys.Add(new GroupKey(bound, new BoundKey(keyExpressions.Count, bound.Type), role));
            keyExpressions.Add(bound);
        }

        return failed ? null : keys;
    }

    private List<RelationColumn>? BindItems(
        IReadOnlyList<SelectItem> items,
        GroupBinder group,
        IReadOnlyList<GroupKey> windowKeys,
        bool isProcessingTime)
    {
        var columns = new List<RelationColumn>();
        bool failed = false;
        foreach (SelectItem item in items)
        {
            if (item.Expression is StarExpression star)
            {
                diagnostics.Error(
                    star.Place, "*", "'*' cannot stand in the SELECT list of an aggregation; name the columns");
                failed = true;
                continue;
            }

            if (group.BindTyped(item.Expression) is not { } bound)
            {
                failed = true;
                continue;
            }

            string name = item.Alias
                ?? (item.Expression is NameExpression reference ? reference.Parts[^1] : $"EXPR${columns.Count}");
            WindowBound role =
                windowKeys.FirstOrDefault(key => ReferenceEquals(key.OverGroup, bound))?.Role ?? WindowBound.None;
            bool isTime = role == WindowBound.Time;
            columns.Add(new RelationColumn(name, bound, IsTimeAttribute: isTime && !isProcessingTime, Bound: role)
            {
                IsProcessingTime = isTime && isProcessingTime,
            });
        }

        return failed ? null : columns;
    }
}
