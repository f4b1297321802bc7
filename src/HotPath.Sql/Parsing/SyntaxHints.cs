using System;
using System.Collections.Generic;

namespace HotPath.Sql.Parsing;

/// <summary>Guesses what went wrong before a syntax error, from the tokens around it.</summary>
internal static class SyntaxHints
{
    /// <summary>The advice that fits best.</summary>
    /// <param name="tokens">All tokens.</param>
    /// <param name="start">First token of the statement. Unit: tokens.</param>
    /// <param name="at">Offending token. Unit: tokens.</param>
    /// <param name="meant">Keywords that could stand there.</param>
    /// <param name="hint">The advice.</param>
    /// <returns>Whether there is any.</returns>
    public static bool For(
        IReadOnlyList<Token> tokens,
        int start,
        int at,
        ReadOnlySpan<string> meant,
        out string? hint)
    {
        Token found = tokens[at];
        hint = ForToken(found) ?? ForMistyped(tokens, start, at, meant) ?? ForOpenQuote(tokens, start, at);
        if (hint is null && (found.Kind == TokenKind.End || found.IsSymbol(";")))
        {
            hint = ForOpenParenthesis(tokens, start, at);
        }

        return hint is not null;
    }

    private static string? ForToken(Token found) => found.Kind != TokenKind.Symbol
        ? null
        : found.Text switch
        {
            "\"" => "text stands in 'single quotes', a name in `backticks`",
            "\u2018" or "\u2019" or "\u201C" or "\u201D" => "this is a typographic quote; write '",
            "$" or "{" => "a variable is written ${NAME}",
            "?" => "a parameter is written ${NAME} and passed with --set",
            "=" => "equality is a single =",
            _ => null,
        };

    private static string? ForMistyped(IReadOnlyList<Token> tokens, int start, int at, ReadOnlySpan<string> meant)
    {
        if (tokens[at].Keyword is { } word && !ReservedWords.IsReserved(word)
            && NearMiss.Find(word, meant) is { } direct)
        {
            return $"did you mean {direct}?";
        }

        // A mistyped keyword is often taken for an alias, and the word behind it is what cannot be read.
        if (at > start && tokens[at - 1].Keyword is { } before && !ReservedWords.IsReserved(before)
            && NearMiss.Find(before, meant) is { } earlier)
        {
            return $"did you mean {earlier} where '{SyntaxMessages.Cut(tokens[at - 1].Text)}' stands?";
        }

        return null;
    }

    private static string? ForOpenQuote(IReadOnlyList<Token> tokens, int start, int at)
    {
        for (int i = at; i >= start && i >= at - 2; i--)
        {
            if (tokens[i].Kind == TokenKind.Text && tokens[i].Text.Contains('\n', StringComparison.Ordinal))
            {
                return $"the text literal opened at line {tokens[i].Place.Line}, column {tokens[i].Place.Column} "
                    + "runs over several lines: perhaps its closing quote is missing";
            }
        }

        return null;
    }

    private static string? ForOpenParenthesis(IReadOnlyList<Token> tokens, int start, int at)
    {
        int closed = 0;
        for (int i = at - 1; i >= start; i--)
        {
            closed += tokens[i].IsSymbol(")") ? 1 : tokens[i].IsSymbol("(") ? -1 : 0;
            if (closed < 0)
            {
                return $"the parenthesis opened at line {tokens[i].Place.Line}, column {tokens[i].Place.Column} "
                    + "is never closed";
            }
        }

        return null;
    }
}
