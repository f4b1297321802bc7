using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>EXECUTE STATEMENT SET BEGIN INSERT ...; INSERT ...; END.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Inserts">The INSERTs in order.</param>
public sealed record StatementSetStatement(SourcePlace Place, IReadOnlyList<InsertStatement> Inserts)
    : SqlStatement(Place);
