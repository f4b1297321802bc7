using System;
using System.Collections.Generic;
using System.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// Splits a substituted script into tokens. Never fails: what cannot be a token is noted and becomes a
/// <see cref="TokenKind.Broken"/> one, and reading goes on behind it.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] TwoCharSymbols = ["<>", "!=", "<=", ">=", "||", "=>"];

    private readonly SubstitutedScript _script;
    private readonly string _text;
    private readonly DiagnosticList _diagnostics;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Lexer(SubstitutedScript script, DiagnosticList diagnostics)
    {
        _script = script;
        _text = script.Text;
        _diagnostics = diagnostics;
    }

    /// <summary>All tokens of a script; the last one is <see cref="TokenKind.End"/>.</summary>
    /// <param name="script">Script.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    /// <returns>Tokens in order.</returns>
    public static IReadOnlyList<Token> Read(SubstitutedScript script, DiagnosticList diagnostics)
    {
        Lexer lexer = new(script, diagnostics);
        while (lexer.SkipBlank())
        {
            lexer.ReadToken();
        }

        lexer.AddEnd();
        return lexer._tokens;
    }

    private bool SkipBlank()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF')
            {
                _at++;
            }
            else if (StartsWith("--"))
            {
                int end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end + 1;
            }
            else if (StartsWith("/*") && !StartsWith("/*+"))
            {
                SkipBlockComment();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void SkipBlockComment()
    {
        int end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            Report(_at, "/*", "the comment is never closed; end it with */");
            AddToken(TokenKind.Broken, string.Empty, _text.Length - _at);
            return;
        }

        _at = end + 2;
    }

    private void ReadToken()
    {
        char c = _text[_at];
        if (c == '\'')
        {
            ReadQuoted('\'', TokenKind.Text);
        }
        else if (c == '`')
        {
            ReadQuoted('`', TokenKind.QuotedName);
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(1)) && !FollowsName()))
        {
            ReadNumber();
        }
        else if (_script.IsUnresolved(_at) && VariableReference.TryRead(_text, _at, out VariableReference reference))
        {
            AddToken(TokenKind.Broken, reference.Key, reference.Length);
        }
        else if (IsWordStart(_at))
        {
            ReadWord();
        }
        else
        {
            ReadSymbol();
        }
    }

    private void ReadWord()
    {
        int end = _at;
        while (end < _text.Length && (IsWordStart(end) || char.IsDigit(_text[end])))
        {
            end += char.IsSurrogatePair(_text, end) ? 2 : 1;
        }

        AddToken(TokenKind.Word, _text[_at..end], end - _at);
    }

    private void ReadNumber()
    {
        int end = SkipDigits(_at);
        TokenKind kind = TokenKind.Integer;
        if (end < _text.Length && _text[end] == '.')
        {
            kind = TokenKind.Decimal;
            end = SkipDigits(end + 1);
        }

        if (end < _text.Length && _text[end] is 'e' or 'E')
        {
            int digits = end + 1 < _text.Length && _text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            int after = SkipDigits(digits);
            (kind, end) = after > digits ? (TokenKind.Approximate, after) : (kind, end);
        }

        if (end < _text.Length && IsWordStart(end))
        {
            int start = end;
            while (end < _text.Length && (IsWordStart(end) || char.IsDigit(_text[end])))
            {
                end++;
            }

            string word = _text[_at..end];
            Report(_at, word, $"'{SyntaxMessages.Cut(word)}' is neither a number nor a name; separate "
                + $"'{SyntaxMessages.Cut(_text[start..end])}' or write the name in backticks");
            AddToken(TokenKind.Broken, word, end - _at);
            return;
        }

        AddToken(kind, _text[_at..end], end - _at);
    }

    private int SkipDigits(int from)
    {
        while (from < _text.Length && char.IsAsciiDigit(_text[from]))
        {
            from++;
        }

        return from;
    }

    private void ReadQuoted(char quote, TokenKind kind)
    {
        StringBuilder content = new();
        for (int end = _at + 1; end < _text.Length; end++)
        {
            if (_text[end] != quote)
            {
                if (_text[end] == '\n' && kind == TokenKind.QuotedName)
                {
                    break;
                }

                content.Append(_text[end]);
            }
            else if (end + 1 < _text.Length && _text[end + 1] == quote)
            {
                content.Append(quote);
                end++;
            }
            else
            {
                AddToken(kind, content.ToString(), end + 1 - _at);
                return;
            }
        }

        ReportUnclosed(kind);
    }

    private void ReportUnclosed(TokenKind kind)
    {
        string message = kind == TokenKind.QuotedName
            ? "the name in backticks is not closed on its line; add the closing backtick"
            : "the text literal is never closed; add the closing ' (a quote inside a literal is doubled: '')";
        if (kind == TokenKind.Text && _tokens.Count > 0 && LastTextOverLines() is { } earlier)
        {
            message += $"; the literal opened at line {earlier.Line}, column {earlier.Column} runs over several lines: "
                + "perhaps its closing quote is the missing one";
        }

        Report(_at, _text[_at].ToString(), message);
        int end = _text.IndexOf('\n', _at);
        AddToken(TokenKind.Broken, string.Empty, (end < 0 ? _text.Length : end) - _at);
    }

    private SourcePlace? LastTextOverLines()
    {
        for (int i = _tokens.Count - 1; i >= 0; i--)
        {
            if (_tokens[i].Kind == TokenKind.Text && _tokens[i].Text.Contains('\n', StringComparison.Ordinal))
            {
                return _tokens[i].Place;
            }
        }

        return null;
    }

    private void ReadSymbol()
    {
        if (StartsWith("/*+"))
        {
            int close = _text.IndexOf("*/", _at, StringComparison.Ordinal);
            AddToken(TokenKind.Hint, "/*+", (close < 0 ? _text.Length : close + 2) - _at);
            return;
        }

        foreach (string symbol in TwoCharSymbols)
        {
            if (StartsWith(symbol))
            {
                AddToken(TokenKind.Symbol, symbol, 2);
                return;
            }
        }

        int length = char.IsSurrogatePair(_text, _at) ? 2 : 1;
        AddToken(TokenKind.Symbol, _text.Substring(_at, length), length);
    }

    private void AddToken(TokenKind kind, string content, int length)
    {
        string? keyword = kind == TokenKind.Word ? content.ToUpperInvariant() : null;
        _tokens.Add(new Token(kind, content, keyword, _at, length, _script.PlaceAt(_at)));
        _at += length;
    }

    /// <summary>The end stands right behind the last token, where something is missing, not behind comments.</summary>
    private void AddEnd()
    {
        int end = _tokens.Count == 0 ? 0 : _tokens[^1].Offset + _tokens[^1].Length;
        _tokens.Add(new Token(TokenKind.End, string.Empty, null, end, 0, _script.PlaceAt(end)));
    }

    /// <summary>In <c>t.1</c> the point separates; in <c>t .5</c> it begins a number, as Calcite reads it.</summary>
    private bool FollowsName() =>
        _tokens.Count > 0
        && _tokens[^1].Kind is TokenKind.Word or TokenKind.QuotedName
        && _tokens[^1].Offset + _tokens[^1].Length == _at;

    private bool IsWordStart(int at)
    {
        char c = _text[at];
        return char.IsAsciiLetter(c) || c == '_' || (c == '$' && !IsBrace(at + 1)) || (c > '\u007F' && IsLetter(at));
    }

    private bool IsBrace(int at) => at < _text.Length && _text[at] == '{';

    private bool IsLetter(int at) => char.IsLetter(_text, at) && !(char.IsLowSurrogate(_text[at]) && at > 0);

    private char At(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool StartsWith(string mark) => string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;

    private void Report(int at, string word, string message) =>
        _diagnostics.Add(_script.PlaceAt(at), word, message, DiagnosticKind.Error);
}
