using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>Collects the changes between two schemas.</summary>
internal sealed class FindingList(int oldVersion)
{
    private readonly List<EvolutionFinding> _findings = [];

    public IReadOnlyList<EvolutionFinding> Findings => _findings;

    /// <summary>Version of the old schema: what is new must say that it came after it.</summary>
    public int OldVersion { get; } = oldVersion;

    public void Breaks(
        EvolutionRule rule, EvolutionDirections directions, SourcePlace place, string path, string reason,
        string alternative) =>
        Add(rule, EvolutionSeverity.Breaking, directions, place, path, reason, alternative);

    public void Warns(
        EvolutionRule rule, EvolutionDirections directions, SourcePlace place, string path, string reason,
        string alternative) =>
        Add(rule, EvolutionSeverity.Warning, directions, place, path, reason, alternative);

    public void Notes(EvolutionRule rule, SourcePlace place, string path, string reason, string alternative) =>
        Add(rule, EvolutionSeverity.Compatible, EvolutionDirections.Full, place, path, reason, alternative);

    private void Add(
        EvolutionRule rule, EvolutionSeverity severity, EvolutionDirections directions, SourcePlace place, string path,
        string reason, string alternative) => _findings.Add(new EvolutionFinding
        {
            Rule = rule,
            Severity = severity,
            Directions = directions,
            Place = place,
            Path = path,
            Reason = reason,
            Alternative = alternative,
        });
}
