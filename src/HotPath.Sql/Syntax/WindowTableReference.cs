using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>
/// A window table function: <c>TABLE(TUMBLE(TABLE t, DESCRIPTOR(c), INTERVAL ...[, offset]))</c>, with or without
/// TABLE(), arguments by place or name.
/// </summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Function">TUMBLE, HOP, CUMULATE or SESSION.</param>
/// <param name="Input">Table, view or subquery that is windowed.</param>
/// <param name="TimeColumn">Column of the DESCRIPTOR.</param>
/// <param name="Step">Slide of HOP or step of CUMULATE, an interval literal; null for TUMBLE and SESSION.</param>
/// <param name="Size">Window size, an interval literal; of SESSION the gap.</param>
/// <param name="Offset">Offset, an interval literal, if given.</param>
/// <param name="Alias">Alias, if any.</param>
public sealed record WindowTableReference(
    SourcePlace Place,
    string Function,
    TableReference Input,
    NameExpression TimeColumn,
    LiteralExpression? Step,
    LiteralExpression Size,
    LiteralExpression? Offset,
    string? Alias) : TableReference(Place, Alias)
{
    /// <summary>The call in GROUP BY that it was written as; null for a window table function.</summary>
    public FunctionExpression? Call { get; init; }

    /// <summary>Columns of PARTITION BY: SESSION alone has them.</summary>
    public IReadOnlyList<NameExpression> PartitionBy { get; init; } = [];
}
