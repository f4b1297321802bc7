using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>CREATE [TEMPORARY] VIEW name [(columns)] AS query.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Name">View name.</param>
/// <param name="ColumnNames">Names given in parentheses; empty when there are none.</param>
/// <param name="Query">The query.</param>
/// <param name="IfNotExists">Whether IF NOT EXISTS was written.</param>
public sealed record CreateViewStatement(
    SourcePlace Place,
    string Name,
    IReadOnlyList<string> ColumnNames,
    SelectQuery Query,
    bool IfNotExists) : SqlStatement(Place);
