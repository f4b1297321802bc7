using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Binding;
using HotPath.Sql.Parsing;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Planning;

/// <summary>
/// A script without what cannot change a result: comments, white space, the case of reserved words, tables that nothing
/// uses, where tables and SETs stand, SETs that say only how a node is kept. Two scripts with equal lines are the same.
/// </summary>
/// <remarks>Token by token, and in doubt different: no meaning is compared, so none can be mistaken.</remarks>
internal static class CanonicalScript
{
    private const string StatementEnd = ";";

    /// <summary>The lines: SETs by key, tables in order, then everything else in order.</summary>
    public static IReadOnlyList<string> Lines(string script, BoundSession session, IEnumerable<string> usedTables)
    {
        HashSet<string> used = [.. usedTables];
        var tables = new List<string>();
        var others = new List<string>();
        foreach (List<Token> statement in Statements(script))
        {
            if (statement[0].IsWord("SET"))
            {
                continue;
            }

            if (!statement[0].IsWord("CREATE") || TableOf(statement) is not { } table)
            {
                others.Add(Text(statement));
            }
            else if (used.Contains(table) || session.Catalog.FindTable(table) is null)
            {
                tables.Add(Text(statement));
            }
        }

        IEnumerable<string> settings = session.Settings.Values
            .Where(static setting => SessionSettings.MayChangeResults(setting.Key))
            .OrderBy(static setting => setting.Key, StringComparer.Ordinal)
            .Select(static setting => $"SET '{setting.Key}' = '{setting.Value}'");
        return [.. settings, .. tables, .. others];
    }

    private static IEnumerable<List<Token>> Statements(string script)
    {
        DiagnosticList ignored = new();
        SubstitutedScript text = ScriptSubstitution.Apply(new ScriptText("plan", script), variables: null, ignored);
        var statement = new List<Token>();
        foreach (Token token in Lexer.Read(text, ignored))
        {
            if (!token.IsSymbol(StatementEnd) && token.Kind != TokenKind.End)
            {
                statement.Add(token);
            }
            else if (statement.Count > 0)
            {
                yield return statement;
                statement = [];
            }
        }
    }

    private static string? TableOf(List<Token> statement)
    {
        int at = 1;
        at += at < statement.Count && statement[at].IsWord("TEMPORARY") ? 1 : 0;
        if (at >= statement.Count || !statement[at].IsWord("TABLE"))
        {
            return null;
        }

        at++;
        at += at < statement.Count && statement[at].IsWord("IF") ? 3 : 0;
        return at < statement.Count ? statement[at].Text : null;
    }

    private static string Text(List<Token> statement) => string.Join(' ', statement.Select(Text));

    private static string Text(Token token) => token.Kind switch
    {
        TokenKind.Word => ReservedWords.IsReserved(token.Keyword!) ? token.Keyword! : token.Text,
        TokenKind.QuotedName => $"`{token.Text}`",
        TokenKind.Text => $"'{token.Text}'",
        _ => token.Text,
    };
}
