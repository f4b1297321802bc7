using System;
using System.Collections.Generic;
using HotPath.Foundation.Errors;
using HotPath.Sql.Parsing;

namespace HotPath.Sql.Syntax;

/// <summary>
/// Reads scripts into statements. A script is text with <c>${NAME}</c> references; substitution, tokens, statements
/// follow one another, and whatever goes wrong becomes a <see cref="Diagnostic"/> at its place in the file as the user
/// sees it. What is Flink's but outside the dialect is refused by name, never guessed. After an error reading goes on
/// behind the statement's semicolon, so that all errors of a session are known at once.
/// </summary>
/// <remarks>Threading: any; nothing is shared. Source: specs/flink-semantics.md 2.12.</remarks>
public static class SqlParser
{
    /// <summary>Reads a session of scripts. Never throws because of their text.</summary>
    /// <param name="scripts">Scripts in order.</param>
    /// <param name="variables">
    /// Values by NAME or NAME:ARG, as given with --set; null for text that is substituted already, whose values may
    /// look like references.
    /// </param>
    /// <returns>The good statements and all diagnostics.</returns>
    public static ParsedScript Parse(IReadOnlyList<ScriptText> scripts, IReadOnlyDictionary<string, string>? variables)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        List<SqlStatement> statements = [];
        List<Diagnostic> diagnostics = [];
        foreach (ScriptText script in scripts)
        {
            DiagnosticList found = new();
            SubstitutedScript substituted = ScriptSubstitution.Apply(script, variables, found);
            TokenStream tokens = new(Lexer.Read(substituted, found), substituted.Text, found);
            new StatementParser(tokens, found).ReadAll(statements);
            diagnostics.AddRange(found.InOrder());
        }

        return new ParsedScript(statements, diagnostics);
    }

    /// <summary>The text of a script after substitution, as the plan frame keeps it.</summary>
    /// <param name="script">Script.</param>
    /// <param name="variables">Values by NAME or NAME:ARG; null for text that is substituted already.</param>
    /// <returns>The substituted text.</returns>
    /// <exception cref="HotPathException">HP1002: a variable has no value, or a value breaks out of its
    /// place.</exception>
    public static string Substitute(ScriptText script, IReadOnlyDictionary<string, string>? variables)
    {
        ArgumentNullException.ThrowIfNull(script);
        DiagnosticList found = new();
        SubstitutedScript substituted = ScriptSubstitution.Apply(script, variables, found);
        return found.Count == 0
            ? substituted.Text
            : throw new HotPathException(ErrorCode.ScriptInvalid, found.InOrder()[0].ToString());
    }
}
