using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Time;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>A table of the session.</summary>
internal sealed record TableEntry
{
    public required int Id { get; init; }

    public required CreateTableStatement Syntax { get; init; }

    /// <summary>Physical columns and their layout.</summary>
    public required RowSchema Schema { get; init; }

    /// <summary>All columns in declared order, computed ones included.</summary>
    public required IReadOnlyList<RelationColumn> Columns { get; init; }

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Event time of a row, or null when the table declares no watermark.</summary>
    public BoundExpression? RowTime { get; init; }

    public BoundExpression? Watermark { get; init; }

    /// <summary>Session zone when the table was declared.</summary>
    public required ZoneRules Zone { get; init; }

    public string Name => Syntax.Name;

    /// <summary>Whether a stored column is NOT NULL, as those of a primary key are.</summary>
    /// <param name="column">Its name.</param>
    public bool IsRequired(string column) => Syntax.PrimaryKey.Contains(column)
        || Syntax.Columns.Any(declared => declared.IsNotNull && declared.Name == column);
}
