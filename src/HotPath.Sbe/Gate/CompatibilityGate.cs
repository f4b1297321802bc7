using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Evolution;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Gate;

/// <summary>
/// Decides whether a schema may be rolled out while old and new versions are in flight and in storage.
/// </summary>
public static class CompatibilityGate
{
    /// <summary>Judges one step.</summary>
    /// <param name="old">Version that is in use.</param>
    /// <param name="new">Version that is to follow it.</param>
    /// <param name="mode">What must not break.</param>
    /// <returns>The verdict with its findings.</returns>
    public static GatePair Check(PublishedSchema old, PublishedSchema @new, GateMode mode)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        EvolutionDirections directions = mode switch
        {
            GateMode.Backward => EvolutionDirections.Backward,
            GateMode.Forward => EvolutionDirections.Forward,
            _ => EvolutionDirections.Full,
        };
        ModelList<EvolutionFinding> findings = SchemaEvolution.Compare(old.Schema, @new.Schema);
        return new GatePair(
            old, @new,
            [.. findings.Where(finding => (finding.Directions & directions) != 0)],
            SchemaEvolution.Worst(findings, directions));
    }

    /// <summary>Judges published versions; schemas of different ids do not meet.</summary>
    /// <param name="schemas">Versions, older ones first.</param>
    /// <param name="mode">What must not break.</param>
    /// <returns>A verdict for each pair that the mode asks for.</returns>
    public static IReadOnlyList<GatePair> Check(IReadOnlyList<PublishedSchema> schemas, GateMode mode)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        var pairs = new List<GatePair>();
        foreach (IGrouping<int, PublishedSchema> versions in schemas.GroupBy(static schema => schema.Schema.Id))
        {
            PublishedSchema[] all = [.. versions];
            int first = mode == GateMode.Transitive ? 1 : all.Length - 1;
            for (int newer = Math.Max(first, 1); newer < all.Length; newer++)
            {
                for (int older = 0; older < newer; older++)
                {
                    pairs.Add(Check(all[older], all[newer], mode));
                }
            }
        }

        return pairs;
    }
}
