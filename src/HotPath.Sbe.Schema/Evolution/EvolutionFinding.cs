using System.Globalization;
using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Evolution;

/// <summary>One change between two versions of a schema, with what it does and what to do instead.</summary>
public sealed record EvolutionFinding
{
    /// <summary>Kind of change.</summary>
    public required EvolutionRule Rule { get; init; }

    /// <summary>What it does, in the directions of <see cref="Directions"/>.</summary>
    public required EvolutionSeverity Severity { get; init; }

    /// <summary>Who is concerned.</summary>
    public required EvolutionDirections Directions { get; init; }

    /// <summary>What changed, for example <c>OrderPlaced.items.quantity</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Where it stands in the new schema; in the old one when it is gone.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>What changed and why that matters; no full stop.</summary>
    public required string Reason { get; init; }

    /// <summary>How to get the same without harm; no full stop.</summary>
    public required string Alternative { get; init; }

    /// <summary>Stable number of the rule, as compilers print it.</summary>
    public string Code => "SBE" + ((int)Rule).ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>The finding in one line, as compilers print it.</summary>
    /// <returns><c>file(line,column): breaking SBE1204 (backward, forward): path: reason; alternative</c>.</returns>
    public override string ToString()
    {
        string directions = Directions switch
        {
            EvolutionDirections.Backward => "backward",
            EvolutionDirections.Forward => "forward",
            _ => "backward, forward",
        };
        string severity = Severity switch
        {
            EvolutionSeverity.Breaking => "breaking",
            EvolutionSeverity.Warning => "warning",
            _ => "compatible",
        };
        return $"{Place}: {severity} {Code} ({directions}): {Path}: {Reason}; {Alternative}";
    }
}
