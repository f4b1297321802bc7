using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Daemon.Errors;

/// <summary>Prints what is wrong with a script: all of it at once, each with its place, the line and a caret.</summary>
internal static class DiagnosticPrinter
{
    private const int LineLengthMax = 160;

    /// <summary>Prints every diagnostic in the order of the scripts.</summary>
    /// <param name="diagnostics">What the compiler found.</param>
    /// <param name="scripts">The scripts, for the source lines.</param>
    /// <param name="messages">Where it goes.</param>
    public static void Print(
        IReadOnlyList<Diagnostic> diagnostics, IReadOnlyList<ScriptText> scripts, TextWriter messages)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            messages.WriteLine($"{diagnostic.Place}: {Severity(diagnostic.Kind)}: {diagnostic.Message}");
            if (SourceLine(scripts, diagnostic.Place) is { } line)
            {
                Excerpt(line, diagnostic.Place.Column - 1, diagnostic.Word.Length, messages);
            }
        }
    }

    private static string Severity(DiagnosticKind kind) => kind switch
    {
        DiagnosticKind.Warning => "warning",
        DiagnosticKind.Unsupported => "not supported",
        _ => "error",
    };

    private static string? SourceLine(IReadOnlyList<ScriptText> scripts, SourcePlace place)
    {
        foreach (ScriptText script in scripts)
        {
            if (script.File != place.File)
            {
                continue;
            }

            int line = 1;
            foreach (ReadOnlySpan<char> text in script.Text.AsSpan().EnumerateLines())
            {
                if (line++ == place.Line)
                {
                    return text.ToString();
                }
            }
        }

        return null;
    }

    private static void Excerpt(string line, int index, int wordLength, TextWriter messages)
    {
        if (index < 0 || index > line.Length)
        {
            return;
        }

        int start = index > LineLengthMax / 2 ? index - (LineLengthMax / 2) : 0;
        ReadOnlySpan<char> shown = line.AsSpan(start, Math.Min(LineLengthMax, line.Length - start));
        var caret = new StringBuilder("  ");
        foreach (char c in shown[..(index - start)])
        {
            caret.Append(c == '\t' ? '\t' : ' '); // the caret stands under its word whatever the tab width is
        }

        int underlined = Math.Clamp(wordLength, 1, Math.Max(1, shown.Length - (index - start)));
        caret.Append('^').Append('~', underlined - 1);
        messages.WriteLine($"  {shown}");
        messages.WriteLine(caret);
    }
}
