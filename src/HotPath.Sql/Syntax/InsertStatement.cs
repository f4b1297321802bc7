using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>INSERT INTO table [(columns)] query. Inside a statement set each INSERT is one of these.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="TablePlace">Where the table's name stands.</param>
/// <param name="Table">Table name.</param>
/// <param name="ColumnNames">Target columns given in parentheses; empty when there are none.</param>
/// <param name="Query">The query.</param>
public sealed record InsertStatement(
    SourcePlace Place,
    SourcePlace TablePlace,
    string Table,
    IReadOnlyList<string> ColumnNames,
    SelectQuery Query) : SqlStatement(Place);
