using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;

namespace HotPath.Sql.Binding;

/// <summary>Makes the rows of one relation those that another reads: the next stage of a statement.</summary>
internal sealed class StageBinder(DiagnosticBag diagnostics)
{
    /// <summary>A relation over the rows of another; one without an operator stays what it is.</summary>
    /// <param name="source">What gives the rows.</param>
    /// <param name="place">Where the next operator stands.</param>
    /// <returns>Null when it was refused.</returns>
    public Relation? Behind(Relation source, Syntax.SourcePlace place)
    {
        if (source.Ranking is { Last: 0 } ranking)
        {
            RefuseUnbounded(ranking, place);
            return null;
        }

        if (source.Branches.Count > 0)
        {
            return Read(source, source.Branches, source.Attached);
        }

        return source.HasOperator ? Read(source, [source], source.Window ?? source.Attached) : source;
    }

    /// <summary>The rows of overlapping windows, one for each window that a row is in.</summary>
    public static Relation WindowRows(Relation source)
    {
        RelationColumn[] columns =
        [
            .. source.Columns.Select(static column => column.Expression is BoundRowBound
                ? column with { Expression = new BoundWindowBound(column.Bound, column.Expression.Type) }
                : column),
        ];
        Relation rows = source with { Columns = columns };
        return Read(rows, [rows], source.Window);
    }

    /// <summary>Refuses ranks that nothing bounds.</summary>
    /// <param name="ranking">The ranking, with the condition that should have.</param>
    /// <param name="place">Of the query, when there is no condition.</param>
    public void RefuseUnbounded(Ranking ranking, Syntax.SourcePlace place) => diagnostics.Unsupported(
        ranking.Condition ?? place,
        "ROW_NUMBER",
        ranking.IsEmpty
            ? "ROW_NUMBER that no row can have; ranks begin at 1, filter them as in WHERE rn <= 10"
            : ranking.Condition is null
                ? "ROW_NUMBER without an upper bound; filter it in the query around it, as in WHERE rn <= 10"
                : "ROW_NUMBER without an upper bound that this condition shows: a whole number behind <, <=, = or "
                    + "BETWEEN; add one to it, as in WHERE rn <= 10 AND (...)");

    private static Relation Read(Relation source, IReadOnlyList<Relation> inputs, BoundWindow? windows)
    {
        TableEntry table = inputs[0].Scanned[0];
        var stored = new List<Column>();
        var columns = new List<RelationColumn>();
        foreach (RelationColumn column in source.Columns)
        {
            SqlType type = column.Expression.Type;
            columns.Add(column with { Expression = new BoundColumn(stored.Count, type) });
            bool isTaken = stored.Exists(other => other.Name == column.Name);
            stored.Add(new Column(isTaken ? $"{column.Name}#{stored.Count}" : column.Name, type));
        }

        bool hasBounds = columns.Exists(static column => column.Bound == WindowBound.Start)
            && columns.Exists(static column => column.Bound == WindowBound.End);
        return new Relation
        {
            Table = table with
            {
                Schema = new RowSchema(table.Name, templateId: 0, stored),
                Columns = columns,
            },
            Inputs = inputs,
            Filters = [],
            Columns = columns,
            Attached = hasBounds ? windows : null,
        };
    }
}
