using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>What operators join: literals, names, calls, CASE, CAST and parentheses.</summary>
internal sealed class PrimaryParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly QueryParser _queries;
    private readonly FunctionParser _functions;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="expressions">Reads what stands inside.</param>
    /// <param name="queries">Reads the subqueries that are refused.</param>
    public PrimaryParser(TokenStream tokens, ExpressionParser expressions, QueryParser queries)
    {
        _tokens = tokens;
        _expressions = expressions;
        _queries = queries;
        _functions = new FunctionParser(tokens, expressions);
    }

    /// <summary>Reads one primary with what hangs on it.</summary>
    /// <returns>The expression; NULL where reading failed.</returns>
    public SqlExpression Read()
    {
        SqlExpression primary = ReadAtom();
        while (!_tokens.IsFailed)
        {
            if (_tokens.IsSymbol("["))
            {
                _tokens.Refuse(_tokens.Take(), "subscripts of arrays and maps");
                _expressions.Read();
                _tokens.ExpectSymbol("]");
            }
            else if (_tokens.IsSymbol(".") && primary is not NameExpression)
            {
                _tokens.Refuse(_tokens.Take(), "fields of ROW values");
                NameParser.Read(_tokens, "a field name");
            }
            else
            {
                return primary;
            }
        }

        return primary;
    }

    /// <summary>Reads a parenthesised query at the current token, if there is one, only to refuse it.</summary>
    /// <param name="name">What it is called.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRefuseSubquery(string name)
    {
        if (!_tokens.IsSymbol("(") || _tokens.Peek(1).Keyword is not ("SELECT" or "WITH" or "VALUES"))
        {
            return false;
        }

        _tokens.Refuse(_tokens.Peek(1), name);
        _tokens.Take();
        _queries.Read();
        _tokens.ExpectSymbol(")");
        return true;
    }

    private SqlExpression ReadAtom()
    {
        Token token = _tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Text: return Literal(LiteralKind.String);
            case TokenKind.Integer: return Literal(LiteralKind.Integer);
            case TokenKind.Decimal: return Literal(LiteralKind.Decimal);
            case TokenKind.Approximate: return Literal(LiteralKind.Approximate);
            case TokenKind.QuotedName: return ReadNameOrCall(token);
            case TokenKind.Word: return ReadWord(token);
            default:
                return _tokens.IsSymbol("(") ? ReadParenthesis(token) : NoExpression(token);
        }
    }

    private LiteralExpression Literal(LiteralKind kind)
    {
        Token token = _tokens.Take();
        return new LiteralExpression(token.Place, kind, token.Text);
    }

    private LiteralExpression NoExpression(Token token)
    {
        _tokens.Fail("an expression");
        return ExpressionParser.Nothing(token.Place);
    }

    private SqlExpression ReadWord(Token word)
    {
        switch (word.Keyword)
        {
            case "NULL":
                _tokens.Take();
                return ExpressionParser.Nothing(word.Place);
            case "TRUE" or "FALSE":
                _tokens.Take();
                return new LiteralExpression(word.Place, LiteralKind.Boolean, word.Keyword);
            case "INTERVAL": return IntervalParser.Read(_tokens, isNegative: false);
            case "CASE": return ReadCase();
            case "CAST" or "TRY_CAST": return ReadCast();
            case "DATE" or "TIME" or "TIMESTAMP" when _tokens.Peek(1).Kind == TokenKind.Text:
                _tokens.Take();
                return DateTimeLiterals.Read(_tokens, word);
            case "EXISTS" or "UNIQUE" when _tokens.Peek(1).IsSymbol("("):
                _tokens.Take();
                return TryRefuseSubquery(word.Keyword) ? ExpressionParser.Nothing(word.Place) : NoExpression(word);
            case "ARRAY" or "MAP" or "ROW" or "MULTISET" when IsBracket(_tokens.Peek(1)):
                return RefuseConstructor(word);
            case "CURRENT_TIMESTAMP" or "LOCALTIMESTAMP" or "CURRENT_DATE" or "CURRENT_TIME" or "LOCALTIME"
                or "CURRENT_USER" or "SESSION_USER" or "SYSTEM_USER" or "USER" or "CURRENT_CATALOG" or "CURRENT_SCHEMA"
                or "CURRENT_PATH" or "CURRENT_ROLE" when !_tokens.Peek(1).IsSymbol("("):
                _tokens.Take();
                return new FunctionExpression(word.Place, word.Keyword, []);
            default:
                return RefusePrefixedLiteral(word) ? ExpressionParser.Nothing(word.Place) : ReadNameOrCall(word);
        }
    }

    private SqlExpression ReadNameOrCall(Token start)
    {
        if (_tokens.Peek(1).IsSymbol("(") && (start.Keyword is null || ReservedWords.IsCallable(start.Keyword)))
        {
            return _functions.Read();
        }

        if (start.Keyword is { } word && ReservedWords.IsStructural(word))
        {
            return NoExpression(start);
        }

        return NameParser.ReadQualified(_tokens, "an expression");
    }

    /// <summary>Refuses literals with letters before the quote: binary, Unicode escapes, character sets.</summary>
    private bool RefusePrefixedLiteral(Token word)
    {
        Token next = _tokens.Peek(1);
        if (word.IsWord("U") && next.IsSymbol("&") && _tokens.Peek(2).Kind == TokenKind.Text)
        {
            _tokens.Refuse(word, "literals with Unicode escapes (U&'...'); write the characters themselves");
            _tokens.Take();
            _tokens.Take();
            _tokens.Take();
            return true;
        }

        if (next.Kind != TokenKind.Text || next.Offset != word.Offset + word.Length)
        {
            return false;
        }

        bool isBinary = word.IsWord("X");
        _tokens.Refuse(word, isBinary ? "binary literals (X'...')" : $"literals with a prefix ({word.Text}'...')");
        _tokens.Take();
        _tokens.Take();
        return true;
    }

    private LiteralExpression RefuseConstructor(Token word)
    {
        _tokens.Refuse(word, $"{word.Keyword} constructors");
        _tokens.Take();
        string close = _tokens.IsSymbol("[") ? "]" : ")";
        _tokens.Take();
        if (!TryRefuseSubquery("scalar subquery") && !_tokens.IsSymbol(close))
        {
            do
            {
                _expressions.Read();
            }
            while (_tokens.AcceptSymbol(","));
        }

        _tokens.ExpectSymbol(close);
        return ExpressionParser.Nothing(word.Place);
    }

    private SqlExpression ReadParenthesis(Token open)
    {
        if (TryRefuseSubquery("scalar subquery"))
        {
            return ExpressionParser.Nothing(open.Place);
        }

        _tokens.Take();
        SqlExpression inner = _expressions.Read();
        if (_tokens.IsSymbol(","))
        {
            _tokens.Refuse(open, "ROW constructors");
            while (_tokens.AcceptSymbol(","))
            {
                _expressions.Read();
            }
        }

        if (!_tokens.AcceptSymbol(")"))
        {
            _tokens.Fail("')'", "an operator");
        }

        return inner;
    }

    private static bool IsBracket(Token token) => token.IsSymbol("[") || token.IsSymbol("(");

    private CaseExpression ReadCase()
    {
        SourcePlace place = _tokens.Take().Place;
        SqlExpression? operand = _tokens.Is("WHEN") ? null : _expressions.Read();
        List<CaseBranch> branches = [];
        if (!_tokens.Is("WHEN"))
        {
            _tokens.Fail("WHEN");
        }

        while (_tokens.Accept("WHEN"))
        {
            SqlExpression when = _expressions.Read();
            _tokens.Expect("THEN");
            branches.Add(new CaseBranch(when, _expressions.Read()));
        }

        SqlExpression? otherwise = _tokens.Accept("ELSE") ? _expressions.Read() : null;
        if (!_tokens.Accept("END"))
        {
            _tokens.Fail(otherwise is null ? ["WHEN", "ELSE", "END"] : ["END"]);
        }

        return new CaseExpression(place, operand, branches, otherwise);
    }

    private CastExpression ReadCast()
    {
        Token word = _tokens.Take();
        _tokens.ExpectSymbol("(");
        SqlExpression operand = _expressions.Read();
        _tokens.Expect("AS");
        var type = TypeParser.Read(_tokens);
        if (_tokens.Is("FORMAT"))
        {
            _tokens.Refuse(_tokens.Take(), "CAST ... FORMAT");
            _expressions.Read();
        }

        _tokens.ExpectSymbol(")");
        return new CastExpression(word.Place, operand, type, word.IsWord("TRY_CAST"));
    }
}
