using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Binds a SELECT with ROW_NUMBER: Top-N or deduplication, of windows when both their bounds are in PARTITION BY.
/// Source: flink-semantics.md 2.7.
/// </summary>
/// <param name="source">The rows, without an operator.</param>
/// <param name="scope">Their columns.</param>
/// <param name="input">Binds expressions over them.</param>
/// <param name="diagnostics">Takes errors.</param>
internal sealed class RankBinder(
    Relation source, IReadOnlyList<ScopeColumn> scope, ExpressionBinder input, DiagnosticBag diagnostics)
{
    private readonly List<BoundExpression> _stored = [];

    /// <param name="rank">The one ROW_NUMBER of the query.</param>
    /// <param name="columns">Columns of the query; where ROW_NUMBER stands, a <see cref="BoundRank"/>.</param>
    public Relation? Bind(RowNumberExpression rank, IReadOnlyList<RelationColumn> columns)
    {
        BoundExpression?[] partition = [.. rank.PartitionBy.Select(input.BindTyped)];
        BoundExpression?[] order = [.. rank.OrderBy.Select(item => input.BindTyped(item.Expression))];
        if (System.Array.IndexOf(partition, null) >= 0 || System.Array.IndexOf(order, null) >= 0)
        {
            return null;
        }

        BoundExpression? windowEnd = BoundIn(rank, WindowBound.End);
        bool hasStart = BoundIn(rank, WindowBound.Start) is not null;
        if (hasStart != windowEnd is not null)
        {
            diagnostics.Unsupported(
                rank.Place, "ROW_NUMBER", "ROW_NUMBER partitioned by one bound of a window; name both");
            return null;
        }

        if (windowEnd is not null && source.HasProcessingTimeWindows)
        {
            diagnostics.Unsupported(rank.Place, "ROW_NUMBER", Relation.OfProcessingTime);
            return null;
        }

        var ranking = new Ranking(
            partition!,
            [.. rank.OrderBy.Select((item, i) => new SortColumn(
                order[i]!,
                item.IsDescending,
                item.AreNullsFirst ?? !item.IsDescending))],
            _stored,
            TimeOf(rank),
            windowEnd,
            source.ReadsUpdates);
        return source with
        {
            Window = null,
            Attached = windowEnd is null ? null : source.Window ?? source.Attached,
            Ranking = ranking,
            Columns = [.. columns.Select(Stored)],
        };
    }

    private RelationColumn Stored(RelationColumn column)
    {
        if (column.Expression is BoundRank)
        {
            return column;
        }

        BoundExpression value = column.Expression;
        int index = _stored.FindIndex(value.IsSameAs);
        if (index < 0)
        {
            index = _stored.Count;
            _stored.Add(value);
        }

        return column with { Expression = new BoundRanked(index, value.Type) };
    }

    private RelationColumn? ColumnOf(SqlExpression expression) => expression is NameExpression name
        ? scope.FirstOrDefault(c => c.Name == name.Parts[^1]
            && (name.Parts.Count == 1 || c.Qualifier == name.Parts[^2]))?.Column
        : null;

    private BoundExpression? BoundIn(RowNumberExpression rank, WindowBound bound) => rank.PartitionBy
        .Select(ColumnOf)
        .FirstOrDefault(column => column?.Bound == bound)?.Expression;

    private RelationColumn? TimeOf(RowNumberExpression rank) =>
        rank.OrderBy is [var only]
        && ColumnOf(only.Expression) is { } column
        && (column.IsTimeAttribute || column.IsProcessingTime)
            ? column
            : null;
}
