using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>The rows of several queries, as UNION ALL puts them together.</summary>
/// <param name="Place">Where the word UNION stands.</param>
/// <param name="Queries">The queries, at least two.</param>
public sealed record UnionTableReference(SourcePlace Place, IReadOnlyList<SelectQuery> Queries)
    : TableReference(Place, Alias: null);
