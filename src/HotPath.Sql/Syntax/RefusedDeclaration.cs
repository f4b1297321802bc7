using System.Collections.Generic;

namespace HotPath.Sql.Syntax;

/// <summary>
/// A table or view whose CREATE was refused: its name is known, so that its uses are not reported a second time.
/// </summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Name">Name it would have had.</param>
/// <param name="Refusals">
/// For a view with nothing wrong but constructs outside the dialect: these. They stop a script only when a statement
/// uses the view.
/// </param>
public sealed record RefusedDeclaration(SourcePlace Place, string Name, IReadOnlyList<Diagnostic> Refusals)
    : SqlStatement(Place);
