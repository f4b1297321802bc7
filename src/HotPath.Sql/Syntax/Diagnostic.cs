namespace HotPath.Sql.Syntax;

/// <summary>One error or warning of a script. All of a script are reported at once.</summary>
/// <param name="Place">Where.</param>
/// <param name="Word">The offending word as written.</param>
/// <param name="Message">What is wrong, what was expected and what to do, in one sentence.</param>
/// <param name="Kind">Error, unsupported construct or warning.</param>
public sealed record Diagnostic(SourcePlace Place, string Word, string Message, DiagnosticKind Kind)
{
    /// <summary>The diagnostic as users see it.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{Place}: {(Kind == DiagnosticKind.Unsupported ? "not supported: " : string.Empty)}{Message}";
}
