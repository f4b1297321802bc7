namespace HotPath.Conformance.Running;

/// <summary>What running a case came to.</summary>
/// <param name="Case">Name of the case.</param>
/// <param name="Kind">Passed, failed or unsupported.</param>
/// <param name="Text">Levels reached, what failed with the first differing rows, or what is unsupported and
/// where.</param>
public sealed record CaseOutcome(string Case, CaseOutcomeKind Kind, string Text)
{
    /// <summary>The outcome as one line (and, for a failure, the differing rows below it).</summary>
    /// <returns>For example <c>PASS 01-tumble-boundaries (F N C T)</c>.</returns>
    public override string ToString() => Kind switch
    {
        CaseOutcomeKind.Passed => $"PASS {Case} ({Text})",
        CaseOutcomeKind.Failed => $"FAIL {Case}: {Text}",
        _ => $"UNSUPPORTED {Case}: {Text}",
    };
}
