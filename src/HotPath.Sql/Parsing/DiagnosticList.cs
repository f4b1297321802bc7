using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>The diagnostics of one script as they are found.</summary>
internal sealed class DiagnosticList
{
    private readonly List<Diagnostic> _found = [];

    /// <summary>How many there are. Unit: diagnostics.</summary>
    public int Count => _found.Count;

    /// <summary>Notes one.</summary>
    /// <param name="place">Where.</param>
    /// <param name="word">Offending word as written.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="kind">How grave.</param>
    public void Add(SourcePlace place, string word, string message, DiagnosticKind kind) =>
        _found.Add(new Diagnostic(place, word, message, kind));

    /// <summary>Those found since a count was taken, if all of them are constructs outside the dialect.</summary>
    /// <param name="count">Count taken. Unit: diagnostics.</param>
    /// <returns>A new list; empty when one of them is an error.</returns>
    public IReadOnlyList<Diagnostic> RefusalsSince(int count)
    {
        List<Diagnostic> since = _found.GetRange(count, _found.Count - count);
        return since.TrueForAll(static d => d.Kind == DiagnosticKind.Unsupported) ? since : [];
    }

    /// <summary>All of them, in order of place; found order where places are equal.</summary>
    /// <returns>A new list.</returns>
    public IReadOnlyList<Diagnostic> InOrder()
    {
        List<(Diagnostic Found, int Index)> sorted = [];
        for (int i = 0; i < _found.Count; i++)
        {
            sorted.Add((_found[i], i));
        }

        sorted.Sort(static (a, b) =>
        {
            int byLine = a.Found.Place.Line.CompareTo(b.Found.Place.Line);
            int byColumn = byLine != 0 ? byLine : a.Found.Place.Column.CompareTo(b.Found.Place.Column);
            return byColumn != 0 ? byColumn : a.Index.CompareTo(b.Index);
        });
        return sorted.ConvertAll(static entry => entry.Found);
    }
}
