using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>What reading a schema gave.</summary>
/// <param name="Schema">The schema; null when there are errors.</param>
/// <param name="Diagnostics">All findings, in the order of the files.</param>
public sealed record SchemaReadResult(MessageSchema? Schema, ModelList<SchemaDiagnostic> Diagnostics)
{
    /// <summary>
    /// The schema also when its only errors are about versions of members: it cannot be used, but it can be compared
    /// with another one, which says what these errors do.
    /// </summary>
    public MessageSchema? LaidOut { get; init; }
}
