using System.Collections.Generic;

namespace HotPath.Sql.Binding;

/// <summary>A bound script: tables, statements in script order, settings.</summary>
internal sealed record BoundSession(
    SessionCatalog Catalog,
    IReadOnlyList<BoundStatement> Statements,
    SessionSettings Settings);
