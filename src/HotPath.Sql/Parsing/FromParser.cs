using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>FROM: one table, view, subquery or window; joins and the rest are refused by name.</summary>
internal sealed class FromParser
{
    private readonly TokenStream _tokens;
    private readonly QueryParser _queries;
    private readonly WindowParser _windows;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="queries">Reads subqueries.</param>
    public FromParser(TokenStream tokens, QueryParser queries)
    {
        _tokens = tokens;
        _queries = queries;
        _windows = new WindowParser(tokens, queries);
    }

    /// <summary>Reads what stands behind FROM.</summary>
    /// <returns>The table; an empty name where reading failed.</returns>
    public TableReference Read()
    {
        TableReference first = ReadTable();
        while (!_tokens.IsFailed)
        {
            Token word = _tokens.Current;
            if (_tokens.AcceptSymbol(","))
            {
                _tokens.Refuse(word, "JOIN (several tables in FROM)");
                ReadTable();
            }
            else if (word.Keyword is "NATURAL" or "INNER" or "LEFT" or "RIGHT" or "FULL" or "CROSS" or "JOIN")
            {
                ReadJoin(word);
            }
            else
            {
                return first;
            }
        }

        return first;
    }

    private void ReadJoin(Token word)
    {
        while (_tokens.Current.Keyword is "NATURAL" or "INNER" or "LEFT" or "RIGHT" or "FULL" or "CROSS" or "OUTER")
        {
            _tokens.Take();
        }

        _tokens.Expect("JOIN");
        _tokens.Refuse(word, "JOIN");
        ReadTable();
        if (_tokens.Accept("ON"))
        {
            _queries.Expressions.Read();
        }
        else if (_tokens.Accept("USING"))
        {
            NameParser.ReadList(_tokens, "a column name");
        }
    }

    private TableReference ReadTable()
    {
        while (_tokens.Is("LATERAL"))
        {
            _tokens.Refuse(_tokens.Take(), "LATERAL");
        }

        TableReference table = ReadUnaliased(_tokens.Current);
        RefuseSuffixes();
        string? alias = NameParser.ReadAlias(_tokens);
        if (alias is not null && _tokens.IsSymbol("("))
        {
            _tokens.Refuse(_tokens.Current, "column names behind a table alias; name the columns in a view");
            NameParser.ReadList(_tokens, "a column name");
        }

        RefuseSuffixes();
        return alias is null ? table : WithAlias(table, alias);
    }

    private TableReference ReadUnaliased(Token start)
    {
        if (_tokens.IsSymbol("("))
        {
            return ReadParenthesis();
        }

        switch (start.Keyword)
        {
            case "TABLE" when _tokens.Peek(1).IsSymbol("("):
                _tokens.Take();
                _tokens.Take();
                TableReference inner = _windows.Read();
                _tokens.ExpectSymbol(")");
                return inner;
            case "UNNEST":
                _tokens.Refuse(_tokens.Take(), "UNNEST");
                _tokens.SkipParentheses();
                _ = _tokens.Accept("WITH", "ORDINALITY");
                return Nothing(start);
            case "VALUES":
                _tokens.Fail("a table name", "'('");
                return Nothing(start);
            default:
                return _tokens.Peek(1).IsSymbol("(") && NameParser.IsName(_tokens)
                    ? _windows.Read()
                    : new NamedTableReference(start.Place, NameParser.ReadTable(_tokens, "a table name"), null);
        }
    }

    private TableReference ReadParenthesis()
    {
        Token open = _tokens.Take();
        if (!_tokens.TryEnter())
        {
            return Nothing(open);
        }

        TableReference table = IsQueryAhead()
            ? new SubqueryTableReference(open.Place, _queries.Read(), null)
            : Read();
        _tokens.Leave();
        _tokens.ExpectSymbol(")");
        return table;
    }

    /// <summary>Looks through parentheses, no further than they may nest.</summary>
    private bool IsQueryAhead()
    {
        int ahead = 0;
        while (ahead < TokenStream.NestingMax && _tokens.Peek(ahead).IsSymbol("("))
        {
            ahead++;
        }

        return QueryParser.Starts(_tokens.Peek(ahead));
    }

    private void RefuseSuffixes()
    {
        if (_tokens.Is("FOR"))
        {
            _tokens.Refuse(_tokens.Take(), "temporal and lookup joins (FOR SYSTEM_TIME AS OF)");
            _tokens.Expect("SYSTEM_TIME", "AS", "OF");
            _queries.Expressions.Read();
        }

        while (_tokens.Current.Keyword is "MATCH_RECOGNIZE" or "TABLESAMPLE" or "PIVOT" or "UNPIVOT")
        {
            Token word = _tokens.Take();
            _tokens.Refuse(word, word.Keyword!);
            if (word.IsWord("TABLESAMPLE"))
            {
                NameParser.Read(_tokens, "BERNOULLI or SYSTEM");
            }

            _tokens.SkipParentheses();
        }
    }

    private static TableReference WithAlias(TableReference table, string alias) => table switch
    {
        NamedTableReference named => named with { Alias = alias },
        SubqueryTableReference subquery => subquery with { Alias = alias },
        WindowTableReference window => window with { Alias = alias },
        _ => table,
    };

    private static NamedTableReference Nothing(Token at) => new(at.Place, string.Empty, null);
}
