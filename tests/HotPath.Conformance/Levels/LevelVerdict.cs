using System.Collections.Generic;

namespace HotPath.Conformance.Levels;

/// <summary>Outcome of comparing a result with an expectation.</summary>
/// <param name="Reached">Prescribed levels that hold.</param>
/// <param name="Failed">First prescribed level that does not hold, or <see langword="null"/>.</param>
/// <param name="Differences">First differences at that level, ready to print.</param>
public sealed record LevelVerdict(string Reached, char? Failed, IReadOnlyList<string> Differences)
{
    /// <summary>Whether every prescribed level holds.</summary>
    public bool IsPass => Failed is null;
}
