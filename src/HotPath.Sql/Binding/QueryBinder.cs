using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Text;
using HotPath.Operators.Scalars;
using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds a SELECT to a relation: resolves FROM, then WHERE, then either the plain SELECT list or an
/// aggregation.
/// </summary>
internal sealed class QueryBinder(
    SessionCatalog catalog,
    ScalarOptions options,
    LatenessSettings lateness,
    Func<TableEntry, int> tenantColumn,
    DiagnosticBag diagnostics)
{
    private const int ViewDepthMax = 64;
    private const string LatenessOff = "put SET '" + LatenessSettings.Key + "' = '0 ms' before";

    private const string OverChangingRows = "over rows that change; only TUMBLE";

    private readonly StageBinder _stages = new(diagnostics);
    private int _viewDepth;

    public Relation? Bind(SelectQuery query)
    {
        if (GroupWindows.Rewrite(query, diagnostics) is not { } rewritten || BindFrom(rewritten.From) is not { } source)
        {
            return null;
        }

        query = rewritten;
        bool aggregates = query.HasGroupBy
            || query.Having is not null
            || query.Items.Any(item => AggregateBinder.Contains(item.Expression, options.Functions));
        RowNumberExpression[] ranks =
            [.. query.Items.Select(static item => item.Expression).OfType<RowNumberExpression>()];
        if (IsRefused(query, ranks, aggregates))
        {
            return null;
        }

        bool hasOperator = aggregates || query.IsDistinct || ranks.Length > 0;
        if (source.Branches.Count == 0)
        {
            return Bind(query, source, aggregates, ranks);
        }

        return hasOperator
            ? _stages.Behind(source, query.Place) is { } read ? Bind(query, read, aggregates, ranks) : null
            : BindBranches(query, source);
    }

    // What has no operator is done to the rows of each input by itself.
    private Relation? BindBranches(SelectQuery query, Relation union)
    {
        var branches = new List<Relation>();
        foreach (Relation branch in union.Branches)
        {
            if (Bind(query, UnionBinder.Named(branch, union), aggregates: false, []) is not { } bound)
            {
                return null;
            }

            branches.Add(bound);
        }

        return UnionBinder.Of(branches);
    }

    private Relation? Bind(SelectQuery query, Relation source, bool aggregates, RowNumberExpression[] ranks)
    {
        IReadOnlyList<ScopeColumn> scope = ScopeOf(source, query.From);
        var input = new ExpressionBinder(scope, options, diagnostics);
        (source, SqlExpression? where) = RankLimits.Take(source, query.Where, scope);
        Relation? filtered = where is null ? source : Filter(source, where, input);
        if ((aggregates || query.IsDistinct || ranks.Length > 0) && filtered is not null)
        {
            if (_stages.Behind(filtered, query.Place) is not { } behind)
            {
                return null;
            }

            filtered = ranks.Length > 0 && behind.Window is { Overlaps: true } window ? RowsOf(behind, window) : behind;
            if (filtered is null)
            {
                return null;
            }

            scope = ScopeOf(filtered, query.From);
            input = new ExpressionBinder(scope, options, diagnostics);
        }

        if (aggregates)
        {
            return BindAggregation(query, filtered, scope);
        }

        IReadOnlyList<RelationColumn>? columns = BindItems(query.Items, scope, input);
        if (filtered is null || columns is null)
        {
            return null;
        }

        return ranks.Length > 0
            ? Kept(query, new RankBinder(filtered, scope, input, diagnostics).Bind(ranks[0], columns))
            : query.IsDistinct
                ? Kept(query, Distinct(query, filtered with { Columns = columns }))
                : filtered with { Columns = columns };
    }

    // Rows grouped by several sets of keys are a union: each set by itself, the keys of the others NULL.
    private Relation? BindAggregation(SelectQuery query, Relation? source, IReadOnlyList<ScopeColumn> scope)
    {
        var sets = new List<Relation>();
        SqlExpression[] keys = [.. query.GroupingSets.SelectMany(static set => set)];
        foreach (IReadOnlyList<SqlExpression> set in query.GroupingSets)
        {
            SelectQuery one = query with { GroupBy = set, GroupingSets = [set] };
            Relation? aggregation = new AggregationBinder(options, diagnostics).Bind(one, keys, source, scope);
            if (Kept(query, aggregation) is not { } bound)
            {
                return null;
            }

            sets.Add(bound);
        }

        if (sets.Exists(set => set.Window is null != sets[0].Window is null))
        {
            diagnostics.Unsupported(query.Place, "GROUP BY", "grouping sets of which some have the bounds of a window");
            return null;
        }

        return sets.Count == 1 ? sets[0] : UnionBinder.Of(sets);
    }

    private Relation? Filter(Relation source, SqlExpression where, ExpressionBinder input)
    {
        if (AggregateBinder.Contains(where, options.Functions))
        {
            diagnostics.Error(where.Place, "WHERE", "an aggregate cannot stand in WHERE; use HAVING");
            return null;
        }

        BoundExpression? condition = input.BindCondition(where, "WHERE");
        return condition is null ? null : source.WithFilter(condition);
    }

    private bool IsRefused(SelectQuery query, RowNumberExpression[] ranks, bool aggregates)
    {
        if (query.IsDistinct && aggregates)
        {
            diagnostics.Unsupported(
                query.Place, "DISTINCT", "SELECT DISTINCT with GROUP BY or aggregates in one query");
            return true;
        }

        if (ranks.Length > 1 || (ranks.Length == 1 && (aggregates || query.IsDistinct)))
        {
            diagnostics.Unsupported(
                ranks[^1].Place,
                "ROW_NUMBER",
                ranks.Length > 1
                    ? "several ROW_NUMBERs in one query"
                    : "ROW_NUMBER beside GROUP BY, aggregates or DISTINCT; rank the rows of a subquery");
            return true;
        }

        return false;
    }

    private Relation? RowsOf(Relation source, BoundWindow window)
    {
        if (window.Specification.Kind != WindowKind.Session)
        {
            return StageBinder.WindowRows(source);
        }

        diagnostics.Unsupported(window.Syntax.Place, window.Syntax.Function, Relation.NotGrouped(window));
        return null;
    }

    // What a window may be whose rows are corrected later, and what may stand over it.
    private Relation? Kept(SelectQuery query, Relation? relation)
    {
        bool isRanked = relation?.Ranking?.IsWindowed == true;
        if (relation is null || (!isRanked && (relation.Aggregation is null || relation.Window is null)))
        {
            return relation;
        }

        if (relation.ReadsUpdates && RefusalOfChangingRows(relation) is { } refusal)
        {
            diagnostics.Unsupported(query.Place, "SELECT", refusal);
            return null;
        }

        // Nothing is late by processing time.
        if (relation.HasProcessingTimeWindows)
        {
            return relation;
        }

        if (relation.Scanned.Select(lateness.Of).FirstOrDefault(static of => of is not null) is not { } kept)
        {
            return relation;
        }

        // What a tenant is allowed holds for windows that are its own.
        if (kept.Ms == 0 && !relation.IsKeyedBy(tenantColumn))
        {
            return relation;
        }

        if (relation.Stages.Any(static stage => stage.IsUnion))
        {
            diagnostics.Unsupported(query.Place, "UNION", $"allowed lateness behind UNION ALL; {LatenessOff}");
            return null;
        }

        return relation with { Lateness = kept };
    }

    // Rows of other windows would have to be taken out of what they share. Flink ranks rows of windows only where all
    // are new; those that late rows correct are ours alone.
    private static string? RefusalOfChangingRows(Relation relation) => relation switch
    {
        { HasProcessingTimeWindows: true } => $"processing-time windows {OverChangingRows} over row times",
        { Aggregation: not null, Window.Specification.Kind: not WindowKind.Tumble } =>
            $"{relation.Window.Syntax.Function} windows {OverChangingRows}",
        { Aggregation: null } when relation.Inputs.Any(static input => input.ChangesRows) =>
            "ROW_NUMBER of each window over rows that change",
        _ => null,
    };

    // A group a row, without aggregates; windowed when both bounds of a window are in it.
    private Relation? Distinct(SelectQuery query, Relation source)
    {
        bool Has(WindowBound bound) => source.Columns.Any(column => column.Bound == bound);
        bool isWindowed = source.Window is not null && Has(WindowBound.Start) && Has(WindowBound.End);
        if (source.Attached is not null && Has(WindowBound.Start) && Has(WindowBound.End))
        {
            if (source.HasProcessingTimeWindows)
            {
                diagnostics.Unsupported(query.Place, "DISTINCT", Relation.OfProcessingTime);
                return null;
            }

            source = source with { Window = AggregationBinder.WindowOfEnd(source) };
        }

        if (source.Window is { Overlaps: true } window && !isWindowed)
        {
            diagnostics.Unsupported(query.Place, "DISTINCT", Relation.NotGrouped(window));
            return null;
        }

        var keys = new List<BoundExpression>();
        var columns = new List<RelationColumn>();
        foreach (RelationColumn column in source.Columns)
        {
            if (isWindowed && column.Bound != WindowBound.None)
            {
                columns.Add(column with { Expression = new BoundWindowBound(column.Bound, column.Expression.Type) });
                continue;
            }

            BoundExpression key = column.Expression;
            columns.Add(new RelationColumn(column.Name, new BoundKey(keys.Count, key.Type)));
            keys.Add(key);
        }

        if (isWindowed && !source.Window!.IsPartitionedBy(keys))
        {
            diagnostics.Unsupported(query.Place, "DISTINCT", Relation.OtherSessions);
            return null;
        }

        return source with
        {
            Columns = columns,
            Window = isWindowed || source.Window?.IsOfEnds == true ? source.Window : null,
            Aggregation = new Aggregation(keys, []),
        };
    }

    private static IReadOnlyList<ScopeColumn> ScopeOf(Relation source, TableReference from)
    {
        string? qualifier = from.Alias ?? (from as NamedTableReference)?.Name;
        return [.. source.Columns.Select(column => new ScopeColumn(qualifier, column))];
    }

    private Relation? BindFrom(TableReference from) => from switch
    {
        NamedTableReference named => BindNamed(named),
        SubqueryTableReference subquery => Bind(subquery.Query),
        WindowTableReference window => BindWindow(window),
        UnionTableReference union => BindUnion(union),
        _ => null,
    };

    private Relation? BindUnion(UnionTableReference union)
    {
        Relation?[] inputs = [.. union.Queries.Select(Bind)];
        return inputs.All(static input => input is not null)
            ? new UnionBinder(options, diagnostics).Bind(union, inputs!)
            : null;
    }

    private Relation? BindNamed(NamedTableReference named)
    {
        if (catalog.FindTable(named.Name) is { } table)
        {
            return new Relation { Table = table, Filters = [], Columns = table.Columns };
        }

        if (catalog.FindView(named.Name) is { } view)
        {
            return BindView(view, named);
        }

        if (!catalog.UseBroken(named.Name))
        {
            diagnostics.Error(
                named.Place, named.Name,
                $"table or view '{named.Name}' not found; {NameSuggestions.For(named.Name, catalog.Names)}");
        }

        return null;
    }

    // A view's own errors were reported when it was created; here it only has to dissolve.
    private Relation? BindView(CreateViewStatement view, NamedTableReference named)
    {
        if (_viewDepth == ViewDepthMax)
        {
            diagnostics.Error(named.Place, named.Name, $"views nest deeper than {ViewDepthMax}");
            return null;
        }

        _viewDepth++;
        Relation? relation = Bind(view.Query);
        _viewDepth--;
        if (relation is null || view.ColumnNames.Count == 0)
        {
            return relation;
        }

        return relation with
        {
            Columns = [.. relation.Columns.Select((column, i) => column with { Name = view.ColumnNames[i] })],
        };
    }

    private Relation? BindWindow(WindowTableReference window)
    {
        if (BindFrom(window.Input) is not { } source)
        {
            return null;
        }

        if (source is { IsUpdating: true, Aggregation: not null, Lateness: null })
        {
            diagnostics.Unsupported(window.Place, window.Function, "a window over an unbounded GROUP BY");
            return null;
        }

        return _stages.Behind(source, window.Place) is { } behind
            ? new WindowBinder(diagnostics).Bind(window, behind)
            : null;
    }

    private List<RelationColumn>? BindItems(
        IReadOnlyList<SelectItem> items,
        IReadOnlyList<ScopeColumn> scope,
        ExpressionBinder input)
    {
        var columns = new List<RelationColumn>();
        bool failed = false;
        foreach (SelectItem item in items)
        {
            if (item.Expression is StarExpression star)
            {
                failed |= !AddStar(star, scope, columns);
                continue;
            }

            if (item.Expression is RowNumberExpression)
            {
                columns.Add(new RelationColumn(item.Alias ?? $"EXPR${columns.Count}", new BoundRank()));
                continue;
            }

            if (input.BindTyped(item.Expression) is not { } bound)
            {
                failed = true;
                continue;
            }

            columns.Add(Name(item, bound, columns.Count, scope));
        }

        return failed ? null : columns;
    }

    private bool AddStar(StarExpression star, IReadOnlyList<ScopeColumn> scope, List<RelationColumn> columns)
    {
        ScopeColumn[] found = [.. scope.Where(column => star.Qualifier is null || column.Qualifier == star.Qualifier)];
        if (found.Length == 0)
        {
            diagnostics.Error(star.Place, $"{star.Qualifier}.*", $"table or alias '{star.Qualifier}' not found");
            return false;
        }

        columns.AddRange(found.Select(static column => column.Column));
        return true;
    }

    // A bare reference keeps what the column is (time attribute, window bound); anything computed is only a value.
    private static RelationColumn Name(
        SelectItem item, BoundExpression bound, int index, IReadOnlyList<ScopeColumn> scope)
    {
        if (item.Expression is NameExpression name)
        {
            RelationColumn column =
                scope.First(c => c.Name == name.Parts[^1] && ReferenceEquals(c.Column.Expression, bound)).Column;
            return column with { Name = item.Alias ?? name.Parts[^1] };
        }

        return new RelationColumn(item.Alias ?? $"EXPR${index}", bound)
        {
            IsProcessingTime = item.Expression is FunctionExpression { Name: "PROCTIME" },
        };
    }
}
