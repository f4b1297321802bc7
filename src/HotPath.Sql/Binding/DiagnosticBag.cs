using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>Collects everything that is wrong with a script.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _all = [];

    public IReadOnlyList<Diagnostic> All => _all;

    public bool HasErrors => _all.Any(static d => d.Kind != DiagnosticKind.Warning);

    public int Count => _all.Count;

    public void Add(IEnumerable<Diagnostic> diagnostics) => _all.AddRange(diagnostics);

    public void Error(SourcePlace place, string word, string message) =>
        _all.Add(new Diagnostic(place, word, message, DiagnosticKind.Error));

    public void Unsupported(SourcePlace place, string word, string message) =>
        _all.Add(new Diagnostic(place, word, message, DiagnosticKind.Unsupported));

    public void Warning(SourcePlace place, string word, string message) =>
        _all.Add(new Diagnostic(place, word, message, DiagnosticKind.Warning));

    /// <summary>Forgets what was added since a count was taken: for attempts.</summary>
    public void RollBackTo(int count) => _all.RemoveRange(count, _all.Count - count);
}
