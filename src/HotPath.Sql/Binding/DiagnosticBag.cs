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

    /// <summary>
    /// Those added since a count was taken, if all of them are constructs outside the dialect; else none.
    /// </summary>
    public IReadOnlyList<Diagnostic> RefusalsSince(int count)
    {
        List<Diagnostic> since = _all.GetRange(count, _all.Count - count);
        return since.TrueForAll(static d => d.Kind == DiagnosticKind.Unsupported) ? since : [];
    }

    /// <summary>Turns refusals of a view that nothing uses into warnings.</summary>
    public void Downgrade(BrokenName view)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            if (view.Refusals.Contains(_all[i]))
            {
                _all[i] = _all[i] with
                {
                    Kind = DiagnosticKind.Warning,
                    Message = $"view '{view.Name}' cannot be used: not supported: {_all[i].Message}",
                };
            }
        }
    }

    /// <summary>Forgets what was added since a count was taken: for attempts.</summary>
    public void RollBackTo(int count) => _all.RemoveRange(count, _all.Count - count);
}
