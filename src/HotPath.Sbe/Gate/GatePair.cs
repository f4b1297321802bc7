using System.Collections.Generic;
using HotPath.Sbe.Schema.Evolution;

namespace HotPath.Sbe.Gate;

/// <summary>What the gate says about two versions.</summary>
/// <param name="Old">Version that is in use.</param>
/// <param name="New">Version that is to follow it.</param>
/// <param name="Findings">Changes that matter in the mode asked for, harmless ones included.</param>
/// <param name="Verdict">The worst of them.</param>
public sealed record GatePair(
    PublishedSchema Old, PublishedSchema New, IReadOnlyList<EvolutionFinding> Findings, EvolutionSeverity Verdict);
