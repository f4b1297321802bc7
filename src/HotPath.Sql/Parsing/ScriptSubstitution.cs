using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// Replaces <c>${NAME}</c>. Inside quotes a value is inserted with that quote doubled, so that it can hold anything and
/// cannot end the literal; outside quotes it is inserted as it is and must not leave a quote or a comment open.
/// Comments are left alone.
/// </summary>
internal sealed class ScriptSubstitution
{
    private readonly ScriptText _script;
    private readonly IReadOnlyDictionary<string, string>? _variables;
    private readonly DiagnosticList _diagnostics;
    private readonly PlaceFinder _places;
    private readonly StringBuilder _output = new();
    private readonly HashSet<int> _unresolved = [];
    private readonly List<SubstitutedScript.Piece> _pieces = [new(0, 0, false)];
    private RegionScanner _scanner;

    private ScriptSubstitution(
        ScriptText script,
        IReadOnlyDictionary<string, string>? variables,
        DiagnosticList diagnostics)
    {
        _script = script;
        _variables = variables;
        _diagnostics = diagnostics;
        _places = new PlaceFinder(script);
    }

    /// <summary>Substitutes one script. A reference that cannot be replaced is noted and left as it stands.</summary>
    /// <param name="script">Script.</param>
    /// <param name="variables">Values by NAME or NAME:ARG; null leaves everything as it stands.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    /// <returns>The text with its way back to the script's places.</returns>
    public static SubstitutedScript Apply(
        ScriptText script,
        IReadOnlyDictionary<string, string>? variables,
        DiagnosticList diagnostics) => new ScriptSubstitution(script, variables, diagnostics).Run();

    private SubstitutedScript Run()
    {
        string text = _script.Text;
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] == '$' && !IsComment(_scanner.Region) && VariableReference.TryRead(text, at, out var reference)
                && TryInsert(reference, at))
            {
                at += reference.Length;
                _pieces.Add(new(_output.Length, at, false));
                continue;
            }

            _scanner.Take(text[at]);
            _output.Append(text[at]);
            at++;
        }

        return new SubstitutedScript(_script, _output.ToString(), _pieces, _unresolved);
    }

    private bool TryInsert(VariableReference reference, int at)
    {
        if (_variables is null)
        {
            return false;
        }

        if (!_variables.TryGetValue(reference.Key, out string? value))
        {
            Report(reference, at, $"the variable {reference.Key} has no value; pass --set {reference.Key}=VALUE");
            return false;
        }

        RegionScanner after = _scanner;
        if (_scanner.Region == TextRegion.Code && !EndsInCode(value, ref after))
        {
            string left = IsComment(after.Region) ? "a comment" : "a quote";
            string message = $"the value of {reference.Key} leaves {left} open; put the reference inside the quotes";
            Report(reference, at, message);
            return false;
        }

        _pieces.Add(new(_output.Length, at, true));
        _output.Append(_scanner.Region switch
        {
            TextRegion.Text => value.Replace("'", "''", StringComparison.Ordinal),
            TextRegion.QuotedName => value.Replace("`", "``", StringComparison.Ordinal),
            _ => value,
        });
        _scanner = after;
        return true;
    }

    private static bool EndsInCode(string value, ref RegionScanner scanner)
    {
        foreach (char c in value)
        {
            scanner.Take(c);
        }

        return scanner.Region == TextRegion.Code;
    }

    private void Report(VariableReference reference, int at, string message)
    {
        _unresolved.Add(_output.Length);
        _diagnostics.Add(_places.At(at), $"${{{reference.Key}}}", message, DiagnosticKind.Error);
    }

    private static bool IsComment(TextRegion region) => region is TextRegion.LineComment or TextRegion.BlockComment;
}
