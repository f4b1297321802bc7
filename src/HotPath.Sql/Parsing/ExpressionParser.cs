using System;
using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// Expressions, one method a level of precedence. From loose to tight: OR, AND, NOT, IS and comparisons, BETWEEN / IN /
/// LIKE, <c>+ -</c>, <c>* / % ||</c>, signs. Operators of one level group from the left.
/// </summary>
/// <remarks>Source: the operator table of Apache Calcite, which parses for Flink.</remarks>
internal sealed class ExpressionParser
{
    /// <summary>
    /// Tallest tree. A chain of operators makes a tree as tall as the chain is long, and those who walk trees recurse.
    /// Unit: levels.
    /// </summary>
    private const int HeightMax = 1000;

    private readonly TokenStream _tokens;
    private readonly PrimaryParser _primaries;
    private int _height;
    private int _tallestInside;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="queries">Reads the subqueries that are refused.</param>
    public ExpressionParser(TokenStream tokens, QueryParser queries)
    {
        _tokens = tokens;
        _primaries = new PrimaryParser(tokens, this, queries);
    }

    /// <summary>Reads an expression.</summary>
    /// <returns>The expression; NULL where reading failed.</returns>
    public SqlExpression Read() => ReadInside(isOperand: false);

    /// <summary>Reads an expression up to a comparison or predicate.</summary>
    /// <returns>The expression; NULL where reading failed.</returns>
    public SqlExpression ReadOperand() => ReadInside(isOperand: true);

    /// <summary>What stands for an expression that could not be read.</summary>
    /// <param name="place">Place.</param>
    /// <returns>NULL.</returns>
    public static LiteralExpression Nothing(SourcePlace place) => new(place, LiteralKind.Null, string.Empty);

    private SqlExpression ReadInside(bool isOperand)
    {
        if (!_tokens.TryEnter())
        {
            return Nothing(_tokens.Place);
        }

        SqlExpression expression = isOperand ? ReadSum() : ReadOr();
        _tallestInside = Math.Max(_tallestInside, _height);
        _tokens.Leave();
        return expression;
    }

    private SqlExpression ReadOr()
    {
        SqlExpression left = ReadAnd();
        while (_tokens.Accept("OR"))
        {
            int height = _height;
            left = Join("OR", left, height, ReadAnd());
        }

        return left;
    }

    private SqlExpression ReadAnd()
    {
        SqlExpression left = ReadNot();
        while (_tokens.Accept("AND"))
        {
            int height = _height;
            left = Join("AND", left, height, ReadNot());
        }

        return left;
    }

    private SqlExpression ReadNot()
    {
        if (!_tokens.Is("NOT"))
        {
            return ReadPredicate();
        }

        SourcePlace place = _tokens.Place;
        if (!_tokens.TryEnter())
        {
            return Nothing(place);
        }

        _tokens.Take();
        SqlExpression operand = ReadNot();
        _tokens.Leave();
        Grow(_height);
        return new UnaryExpression(place, "NOT", operand);
    }

    /// <summary>Comparisons and IS, which group from the left among themselves.</summary>
    private SqlExpression ReadPredicate()
    {
        SqlExpression left = ReadRange();
        while (!_tokens.IsFailed)
        {
            int height = _height;
            if (_tokens.Is("IS"))
            {
                left = ReadIs(left, height);
            }
            else if (Comparison(_tokens.Current) is { } comparison)
            {
                Token token = _tokens.Take();
                if (token.Text != comparison)
                {
                    _tokens.Refuse(token, $"{token.Text}, which Flink does not take; write {comparison}");
                }

                left = Join(comparison, left, height, ReadComparand());
            }
            else
            {
                return left;
            }
        }

        return left;
    }

    private SqlExpression ReadComparand()
    {
        if (_tokens.Current.Keyword is "ANY" or "SOME" or "ALL" && _tokens.Peek(1).IsSymbol("("))
        {
            _tokens.Refuse(_tokens.Take(), "comparisons with ANY, SOME or ALL");
        }

        return ReadRange();
    }

    private static string? Comparison(Token token) => token.Kind == TokenKind.Symbol
        ? token.Text switch
        {
            "=" or "<" or "<=" or ">" or ">=" or "<>" => token.Text,
            "!=" => "<>",
            _ => null,
        }
        : null;

    private SqlExpression ReadIs(SqlExpression operand, int height)
    {
        _tokens.Expect("IS");
        string not = _tokens.Accept("NOT") ? "NOT " : string.Empty;
        if (_tokens.Accept("DISTINCT"))
        {
            _tokens.Expect("FROM");
            return Join($"IS {not}DISTINCT FROM", operand, height, ReadRange());
        }

        Token word = _tokens.Current;
        Grow(height);
        switch (word.Keyword)
        {
            case "NULL" or "TRUE" or "FALSE" or "UNKNOWN":
                _tokens.Take();
                return new UnaryExpression(operand.Place, $"IS {not}{word.Keyword}", operand);
            case "JSON":
                _tokens.Refuse(_tokens.Take(), "IS JSON");
                _ = _tokens.Current.Keyword is "VALUE" or "ARRAY" or "OBJECT" or "SCALAR" && _tokens.Take().Length > 0;
                return operand;
            default:
                _tokens.Fail("NULL", "NOT NULL", "TRUE", "FALSE", "UNKNOWN", "DISTINCT FROM");
                return operand;
        }
    }

    private SqlExpression ReadRange()
    {
        SqlExpression left = ReadSum();
        while (!_tokens.IsFailed)
        {
            Token word = _tokens.Is("NOT") ? _tokens.Peek(1) : _tokens.Current;
            if (word.Keyword is not ("BETWEEN" or "IN" or "LIKE" or "SIMILAR" or "ILIKE" or "RLIKE"))
            {
                return left;
            }

            int height = _height;
            bool isNegated = _tokens.Accept("NOT");
            _tokens.Take();
            left = word.Keyword switch
            {
                "BETWEEN" => ReadBetween(left, isNegated),
                "IN" => ReadIn(left, isNegated),
                _ => ReadLike(left, isNegated, word),
            };
            Grow(Math.Max(height, _height));
        }

        return left;
    }

    private BetweenExpression ReadBetween(SqlExpression operand, bool isNegated)
    {
        if (_tokens.Is("SYMMETRIC"))
        {
            _tokens.Refuse(_tokens.Take(), "BETWEEN SYMMETRIC");
        }

        _tokens.Accept("ASYMMETRIC");
        SqlExpression low = ReadSum();
        int height = _height;
        _tokens.Expect("AND");
        SqlExpression high = ReadSum();
        _height = Math.Max(height, _height);
        return new BetweenExpression(operand.Place, operand, low, high, isNegated);
    }

    private InExpression ReadIn(SqlExpression operand, bool isNegated)
    {
        List<SqlExpression> items = [];
        int height = 0;
        if (_primaries.TryRefuseSubquery("IN (subquery)"))
        {
            return new InExpression(operand.Place, operand, [Nothing(operand.Place)], isNegated);
        }

        _tokens.ExpectSymbol("(");
        do
        {
            items.Add(Read());
            height = Math.Max(height, _height);
        }
        while (_tokens.AcceptSymbol(","));

        if (!_tokens.AcceptSymbol(")"))
        {
            _tokens.Fail("','", "')'");
        }

        _height = height;
        return new InExpression(operand.Place, operand, items, isNegated);
    }

    private LikeExpression ReadLike(SqlExpression operand, bool isNegated, Token word)
    {
        if (word.Keyword is "ILIKE" or "RLIKE")
        {
            _tokens.Refuse(word, word.Keyword);
        }
        else if (word.Keyword == "SIMILAR")
        {
            _tokens.Expect("TO");
            _tokens.Refuse(word, "SIMILAR TO; use LIKE or REGEXP");
        }

        SqlExpression pattern = ReadSum();
        int height = _height;
        SqlExpression? escape = _tokens.Accept("ESCAPE") ? ReadSum() : null;
        _height = Math.Max(height, _height);
        return new LikeExpression(operand.Place, operand, pattern, escape, isNegated);
    }

    private SqlExpression ReadSum()
    {
        SqlExpression left = ReadProduct();
        while (_tokens.IsSymbol("+") || _tokens.IsSymbol("-"))
        {
            int height = _height;
            left = Join(_tokens.Take().Text, left, height, ReadProduct());
        }

        return left;
    }

    private SqlExpression ReadProduct()
    {
        SqlExpression left = ReadSign();
        while (_tokens.Current is { Kind: TokenKind.Symbol, Text: "*" or "/" or "%" or "||" })
        {
            int height = _height;
            left = Join(_tokens.Take().Text, left, height, ReadSign());
        }

        return left;
    }

    private SqlExpression ReadSign()
    {
        Token sign = _tokens.Current;
        if (!sign.IsSymbol("-") && !sign.IsSymbol("+"))
        {
            return ReadPrimary();
        }

        if (sign.IsSymbol("-") && _tokens.Peek(1).IsWord("INTERVAL"))
        {
            _tokens.Take();
            _height = 1;
            return IntervalParser.Read(_tokens, isNegative: true) with { Place = sign.Place };
        }

        if (!_tokens.TryEnter())
        {
            return Nothing(sign.Place);
        }

        _tokens.Take();
        SqlExpression operand = ReadSign();
        _tokens.Leave();
        Grow(_height);
        return new UnaryExpression(sign.Place, sign.Text, operand);
    }

    /// <summary>Expressions inside the primary report their height through <see cref="_tallestInside"/>.</summary>
    private SqlExpression ReadPrimary()
    {
        int outside = _tallestInside;
        _tallestInside = 0;
        SqlExpression primary = _primaries.Read();
        _height = _tallestInside;
        _tallestInside = outside;
        Grow(_height);
        return primary;
    }

    private BinaryExpression Join(string name, SqlExpression left, int leftHeight, SqlExpression right)
    {
        Grow(Math.Max(leftHeight, _height));
        return new BinaryExpression(left.Place, name, left, right);
    }

    private void Grow(int below)
    {
        _height = below + 1;
        if (_height > HeightMax)
        {
            string message = $"the expression has more than {HeightMax} operators in a chain; split it with views";
            _tokens.FailAt(_tokens.Current, message);
        }
    }
}
