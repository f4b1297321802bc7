using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>Calls; keyword forms of the standard become the one form of <see cref="FunctionExpression"/>.</summary>
internal sealed class FunctionParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="expressions">Reads arguments.</param>
    public FunctionParser(TokenStream tokens, ExpressionParser expressions)
    {
        _tokens = tokens;
        _expressions = expressions;
    }

    /// <summary>Reads a call at its name; a parenthesis follows.</summary>
    /// <returns>The call.</returns>
    public SqlExpression Read()
    {
        Token word = _tokens.Take();
        string name = word.Text.ToUpperInvariant();
        if (UnsupportedSyntax.OfFunction(name) is { } refused)
        {
            _tokens.Refuse(word, refused);
        }

        _tokens.ExpectSymbol("(");
        FunctionExpression call = ReadArguments(word, name);
        return ReadSuffixes(word, call);
    }

    private FunctionExpression ReadArguments(Token word, string name)
    {
        List<SqlExpression> arguments = [];
        bool isDistinct = false;
        switch (name)
        {
            case "EXTRACT":
                arguments.Add(ReadUnit());
                _tokens.Expect("FROM");
                arguments.Add(_expressions.Read());
                break;
            case "TIMESTAMPDIFF" or "TIMESTAMPADD":
                arguments.Add(ReadUnit());
                _tokens.ExpectSymbol(",");
                ReadRest(arguments);
                break;
            case "TRIM":
                ReadTrim(word, arguments);
                break;
            case "COUNT" when _tokens.IsSymbol("*"):
                arguments.Add(new StarExpression(_tokens.Take().Place, null));
                break;
            default:
                isDistinct = _tokens.Accept("DISTINCT");
                _ = isDistinct || _tokens.Accept("ALL");
                ReadPlain(name, arguments);
                break;
        }

        if (!_tokens.AcceptSymbol(")"))
        {
            _tokens.Fail("','", "')'");
        }

        return new FunctionExpression(word.Place, name, arguments, isDistinct);
    }

    private void ReadPlain(string name, List<SqlExpression> arguments)
    {
        if (_tokens.IsSymbol(")"))
        {
            return;
        }

        if (_tokens.IsSymbol("*"))
        {
            _tokens.FailAt(_tokens.Current, $"* stands only in COUNT(*); {name} needs arguments");
            return;
        }

        if (name == "POSITION")
        {
            // Tighter than IN, which here is no predicate.
            arguments.Add(_expressions.ReadOperand());
        }
        else
        {
            ReadArgument(arguments);
        }

        switch (name)
        {
            case "FLOOR" or "CEIL" or "CEILING" when _tokens.Accept("TO"):
                arguments.Add(ReadUnit());
                return;
            case "POSITION" when _tokens.Accept("IN"):
                arguments.Add(_expressions.Read());
                return;
            case "SUBSTRING" when _tokens.Accept("FROM"):
                ReadFromFor(arguments);
                return;
            case "OVERLAY" when _tokens.Accept("PLACING"):
                arguments.Add(_expressions.Read());
                _tokens.Expect("FROM");
                ReadFromFor(arguments);
                return;
            default:
                if (_tokens.AcceptSymbol(","))
                {
                    ReadRest(arguments);
                }

                RefuseKeywords(name);
                return;
        }
    }

    private void ReadArgument(List<SqlExpression> arguments)
    {
        Token start = _tokens.Current;
        if (_tokens.Peek(1).IsSymbol("=>"))
        {
            _tokens.Refuse(start, "named arguments of functions; give them by position");
            _tokens.Take();
            _tokens.Take();
        }

        arguments.Add(_expressions.Read());
    }

    private void ReadRest(List<SqlExpression> arguments)
    {
        do
        {
            ReadArgument(arguments);
        }
        while (_tokens.AcceptSymbol(","));
    }

    private void ReadFromFor(List<SqlExpression> arguments)
    {
        arguments.Add(_expressions.Read());
        if (_tokens.Accept("FOR"))
        {
            arguments.Add(_expressions.Read());
        }
    }

    private void ReadTrim(Token word, List<SqlExpression> arguments)
    {
        bool hasSide = _tokens.Current.Keyword is "BOTH" or "LEADING" or "TRAILING";
        Token side = hasSide ? _tokens.Take() : word;
        SqlExpression blank = new LiteralExpression(side.Place, LiteralKind.String, " ");
        SqlExpression first = hasSide && _tokens.Is("FROM") ? blank : _expressions.Read();
        if (hasSide || _tokens.Is("FROM"))
        {
            _tokens.Expect("FROM");
            arguments.Add(new LiteralExpression(side.Place, LiteralKind.String, hasSide ? side.Keyword! : "BOTH"));
            arguments.Add(first);
            arguments.Add(_expressions.Read());
            return;
        }

        arguments.Add(new LiteralExpression(word.Place, LiteralKind.String, "BOTH"));
        arguments.Add(blank with { Place = word.Place });
        arguments.Add(first);
    }

    private LiteralExpression ReadUnit()
    {
        SourcePlace place = _tokens.Place;
        return new LiteralExpression(place, LiteralKind.String, TimeUnits.Read(_tokens));
    }

    /// <summary>Keywords behind the arguments, as in JSON_VALUE(x, '$.a' RETURNING INT).</summary>
    private void RefuseKeywords(string name)
    {
        if (_tokens.Current.Keyword is not ("RETURNING" or "NULL" or "ERROR" or "EMPTY" or "DEFAULT" or "WITH"
            or "WITHOUT" or "PASSING" or "ORDER" or "SEPARATOR" or "ABSENT" or "TRUE" or "FALSE" or "UNKNOWN"))
        {
            return;
        }

        _tokens.Refuse(_tokens.Current, $"{_tokens.Current.Keyword} inside {name}(...)");
        for (int open = 0; open > 0 || !_tokens.IsSymbol(")");)
        {
            if (_tokens.IsAtEnd || _tokens.IsSymbol(";"))
            {
                return;
            }

            Token token = _tokens.Take();
            open += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
        }
    }

    private SqlExpression ReadSuffixes(Token word, FunctionExpression call)
    {
        Token next = _tokens.Current;
        if (next.Keyword is "WITHIN")
        {
            _tokens.Refuse(next, "WITHIN GROUP (ORDER BY ...)");
            _tokens.Take();
            _tokens.Expect("GROUP");
            _tokens.SkipParentheses();
        }

        SqlExpression? filter = _tokens.Is("FILTER") ? ReadFilter() : null;
        if (_tokens.Current.Keyword is "IGNORE" or "RESPECT" && _tokens.Peek(1).IsWord("NULLS"))
        {
            _tokens.Refuse(_tokens.Take(), "IGNORE NULLS and RESPECT NULLS");
            _tokens.Take();
        }

        next = _tokens.Current;
        if (_tokens.Accept("OVER"))
        {
            if (call is { Name: "ROW_NUMBER", Arguments.Count: 0 } && _tokens.IsSymbol("("))
            {
                return ReadRanking(word);
            }

            bool isRank = call.Name is "RANK" or "DENSE_RANK";
            _tokens.Refuse(isRank ? word : next, isRank ? $"{call.Name}; use ROW_NUMBER" : "OVER windows");
            SkipWindow();
        }

        return filter is null ? call : call with { Filter = filter };
    }

    private RowNumberExpression ReadRanking(Token word)
    {
        _tokens.ExpectSymbol("(");
        List<SqlExpression> keys = [];
        if (_tokens.Accept("PARTITION"))
        {
            _tokens.Expect("BY");
            ReadRest(keys);
        }

        List<SortItem> order = [];
        _tokens.Expect("ORDER", "BY");
        do
        {
            order.Add(ReadSortItem());
        }
        while (_tokens.AcceptSymbol(","));
        _tokens.ExpectSymbol(")");
        return new RowNumberExpression(word.Place, keys, order);
    }

    private SortItem ReadSortItem()
    {
        SqlExpression expression = _expressions.Read();
        bool isDescending = _tokens.Accept("DESC");
        _ = isDescending || _tokens.Accept("ASC");
        bool? areNullsFirst = _tokens.Accept("NULLS", "FIRST") ? true : _tokens.Accept("NULLS", "LAST") ? false : null;
        return new SortItem(expression, isDescending, areNullsFirst);
    }

    private SqlExpression ReadFilter()
    {
        _tokens.Take();
        _tokens.ExpectSymbol("(");
        _tokens.Expect("WHERE");
        SqlExpression filter = _expressions.Read();
        _tokens.ExpectSymbol(")");
        return filter;
    }

    private void SkipWindow()
    {
        if (_tokens.IsSymbol("("))
        {
            _tokens.SkipParentheses();
        }
        else
        {
            NameParser.Read(_tokens, "a window name");
        }
    }
}
