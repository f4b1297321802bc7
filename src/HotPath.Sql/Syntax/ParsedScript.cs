using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>A session's statements in order, and everything that is wrong with the text.</summary>
/// <param name="Statements">Statements that could be parsed, and the names of refused tables and views, in order over
/// all scripts.</param>
/// <param name="Diagnostics">Errors and unsupported constructs, in order of place; empty for a good script.</param>
public sealed record ParsedScript(IReadOnlyList<SqlStatement> Statements, IReadOnlyList<Diagnostic> Diagnostics);
