using System;
using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// The tokens of a script and the way errors unwind. After the first syntax error of a statement the stream plays dead:
/// every further token is the end, every further complaint is dropped, so that parsing methods run out by themselves
/// without exceptions, and <see cref="Recover"/> goes on behind the statement.
/// </summary>
internal sealed class TokenStream
{
    /// <summary>Deepest nesting of expressions, queries and types. Unit: levels.</summary>
    public const int NestingMax = 200;

    private readonly IReadOnlyList<Token> _tokens;
    private readonly string _text;
    private readonly DiagnosticList _diagnostics;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly Token _end;
    private int _index;
    private int _statementStart;
    private int _nesting;

    /// <summary>Starts before the first token.</summary>
    /// <param name="tokens">Tokens, the end last.</param>
    /// <param name="text">Text they were read from.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    public TokenStream(IReadOnlyList<Token> tokens, string text, DiagnosticList diagnostics)
    {
        _tokens = tokens;
        _text = text;
        _diagnostics = diagnostics;
        _end = tokens[^1];
        SkipHints();
    }

    /// <summary>Whether the current statement has a syntax error.</summary>
    public bool IsFailed { get; private set; }

    /// <summary>Complaints and failures so far, to tell whether a statement added one. Unit: complaints.</summary>
    public int ComplaintCount { get; private set; }

    /// <summary>The token to look at.</summary>
    public Token Current => IsFailed ? _end : _tokens[_index];

    /// <summary>Where the current token starts.</summary>
    public SourcePlace Place => Current.Place;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Current.Kind == TokenKind.End;

    /// <summary>A token further on.</summary>
    /// <param name="ahead">1 is the next one. Unit: tokens.</param>
    /// <returns>The token, or the end.</returns>
    public Token Peek(int ahead) => IsFailed ? _end : _tokens[Math.Min(_index + ahead, _tokens.Count - 1)];

    /// <summary>Whether the current token is this keyword.</summary>
    /// <param name="keyword">Upper case.</param>
    /// <returns>True if so.</returns>
    public bool Is(string keyword) => Current.IsWord(keyword);

    /// <summary>Whether the current token is this operator or mark.</summary>
    /// <param name="symbol">As written.</param>
    /// <returns>True if so.</returns>
    public bool IsSymbol(string symbol) => Current.IsSymbol(symbol);

    /// <summary>Takes the current token.</summary>
    /// <returns>The token.</returns>
    public Token Take()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
        {
            _index++;
            SkipHints();
        }

        return token;
    }

    /// <summary>Takes the current token if it is this keyword.</summary>
    /// <param name="keyword">Upper case.</param>
    /// <returns>Whether it was.</returns>
    public bool Accept(string keyword)
    {
        bool found = Is(keyword);
        if (found)
        {
            Take();
        }

        return found;
    }

    /// <summary>Takes the current tokens if they are these keywords in a row.</summary>
    /// <param name="first">Upper case.</param>
    /// <param name="second">Upper case.</param>
    /// <returns>Whether they were.</returns>
    public bool Accept(string first, string second)
    {
        bool found = Is(first) && Peek(1).IsWord(second);
        if (found)
        {
            Take();
            Take();
        }

        return found;
    }

    /// <summary>Takes the current token if it is this operator or mark.</summary>
    /// <param name="symbol">As written.</param>
    /// <returns>Whether it was.</returns>
    public bool AcceptSymbol(string symbol)
    {
        bool found = IsSymbol(symbol);
        if (found)
        {
            Take();
        }

        return found;
    }

    /// <summary>Takes these keywords or fails.</summary>
    /// <param name="keywords">Upper case, in order.</param>
    public void Expect(params ReadOnlySpan<string> keywords)
    {
        foreach (string keyword in keywords)
        {
            if (!Accept(keyword))
            {
                Fail(keyword);
                return;
            }
        }
    }

    /// <summary>Takes this operator or mark or fails.</summary>
    /// <param name="symbol">As written.</param>
    public void ExpectSymbol(string symbol)
    {
        if (!AcceptSymbol(symbol))
        {
            Fail($"'{symbol}'");
        }
    }

    /// <summary>Takes text in single quotes or fails.</summary>
    /// <param name="what">What the text is, for the message.</param>
    /// <returns>Its content; empty after a failure.</returns>
    public string ExpectText(string what)
    {
        if (Current.Kind == TokenKind.Text)
        {
            return Take().Text;
        }

        Fail($"{what} in single quotes");
        return string.Empty;
    }

    /// <summary>Text from a token to the current one, as written.</summary>
    /// <param name="from">First token.</param>
    /// <returns>The text without surrounding blanks.</returns>
    public string WrittenSince(Token from) => _text[from.Offset..Math.Max(from.Offset, Current.Offset)].Trim();

    /// <summary>A token as written.</summary>
    /// <param name="token">Token.</param>
    /// <returns>With its quotes.</returns>
    public string Written(Token token) => _text.Substring(token.Offset, token.Length);

    /// <summary>Goes one level deeper; every true needs a <see cref="Leave"/>.</summary>
    /// <returns>False if the text is nested too deep, which is then a failure.</returns>
    public bool TryEnter()
    {
        if (_nesting >= NestingMax)
        {
            FailAt(Current, $"nested deeper than {NestingMax} levels; split it with views");
            return false;
        }

        _nesting++;
        return true;
    }

    /// <summary>Comes back from <see cref="TryEnter"/>.</summary>
    public void Leave() => _nesting--;

    /// <summary>Fails at the current token: says what was found and what could stand there.</summary>
    /// <param name="expected">Keywords in upper case, marks in quotes, or words for what is missing.</param>
    public void Fail(params ReadOnlySpan<string> expected) => Fail(expected, expected);

    /// <summary>Fails at the current token, with more keywords that a mistyped word may have meant.</summary>
    /// <param name="expected">What the message names.</param>
    /// <param name="meant">Keywords a near miss is looked for in.</param>
    public void Fail(ReadOnlySpan<string> expected, ReadOnlySpan<string> meant)
    {
        Token found = Current;
        if (IsFailed)
        {
            return;
        }

        bool isEnd = found.Kind == TokenKind.End;
        string hint = SyntaxHints.For(_tokens, _statementStart, _index, meant, out string? text) ? text! : string.Empty;
        string word = isEnd ? "end of script" : Written(found);
        string message = SyntaxMessages.Unexpected(word, isEnd, expected, hint.Length == 0 ? null : hint);
        FailAt(found, message);
    }

    /// <summary>Fails with a message of its own.</summary>
    /// <param name="at">Offending token.</param>
    /// <param name="message">One sentence.</param>
    public void FailAt(Token at, string message)
    {
        if (!IsFailed && at.Kind != TokenKind.Broken)
        {
            Report(at, message, DiagnosticKind.Error);
        }

        ComplaintCount++;
        IsFailed = true;
    }

    /// <summary>Notes an error after which the statement can still be read.</summary>
    /// <param name="at">Offending token.</param>
    /// <param name="message">One sentence.</param>
    public void Error(Token at, string message)
    {
        if (!IsFailed)
        {
            Report(at, message, DiagnosticKind.Error);
        }
    }

    /// <summary>Refuses a construct of Flink's by name, once a statement.</summary>
    /// <param name="at">Token it starts with.</param>
    /// <param name="name">Name, and what to do instead if there is something.</param>
    public void Refuse(Token at, string name)
    {
        if (!IsFailed && _refused.Add(name))
        {
            Report(at, name, DiagnosticKind.Unsupported);
        }
    }

    /// <summary>Passes over a parenthesis and all that is in it.</summary>
    public void SkipParentheses()
    {
        ExpectSymbol("(");
        for (int open = 1; open > 0 && !IsFailed;)
        {
            if (IsAtEnd || IsSymbol(";"))
            {
                Fail("')'");
                return;
            }

            Token token = Take();
            open += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
        }
    }

    /// <summary>Starts a statement at the current token.</summary>
    public void BeginStatement()
    {
        _statementStart = _index;
        _nesting = 0;
        _refused.Clear();
    }

    /// <summary>Goes on behind a failed statement: at its semicolon, or at the keyword that closes its block.</summary>
    /// <param name="closing">Keyword that ends the surrounding block, or null.</param>
    public void Recover(string? closing = null)
    {
        IsFailed = false;
        _index = closing is null ? _index : _statementStart;
        for (int cases = 0; !IsAtEnd && !IsSymbol(";"); _index++)
        {
            if (closing is not null && cases == 0 && Is(closing))
            {
                return;
            }

            cases += Is("CASE") ? 1 : Is("END") ? -1 : 0;
        }
    }

    private void SkipHints()
    {
        while (_tokens[_index].Kind == TokenKind.Hint)
        {
            Refuse(_tokens[_index], "optimizer hints (/*+ ... */)");
            _index++;
        }
    }

    private void Report(Token at, string message, DiagnosticKind kind)
    {
        string word = at.Kind == TokenKind.End ? "end of script" : SyntaxMessages.Cut(Written(at));
        _diagnostics.Add(at.Place, word, message, kind);
        ComplaintCount++;
    }
}
