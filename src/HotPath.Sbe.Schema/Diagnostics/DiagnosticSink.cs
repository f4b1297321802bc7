using System.Collections.Generic;

namespace HotPath.Sbe.Schema.Diagnostics;

/// <summary>Collects findings, so that all of them are told at once.</summary>
internal sealed class DiagnosticSink
{
    private readonly List<SchemaDiagnostic> _findings = [];

    public IReadOnlyList<SchemaDiagnostic> Findings => _findings;

    public bool HasErrors { get; private set; }

    /// <summary>Whether there are errors other than about the versions of members.</summary>
    public bool HasLayoutErrors { get; private set; }

    public void Error(SchemaRule rule, SourcePlace place, string message, string remedy)
    {
        HasErrors = true;
        HasLayoutErrors |= rule is not (SchemaRule.VersionOrder or SchemaRule.VersionMixed);
        Add(rule, SchemaSeverity.Error, place, message, remedy);
    }

    public void Warning(SchemaRule rule, SourcePlace place, string message, string remedy) =>
        Add(rule, SchemaSeverity.Warning, place, message, remedy);

    private void Add(SchemaRule rule, SchemaSeverity severity, SourcePlace place, string message, string remedy) =>
        _findings.Add(new SchemaDiagnostic
        {
            Rule = rule,
            Severity = severity,
            File = place.File ?? "",
            Line = place.Line,
            Column = place.Column,
            Message = message,
            Remedy = remedy,
        });
}
