using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// Queries. What is outside the dialect is read as far as Flink's grammar goes and refused by name, so that one run
/// over a script names everything that has to change.
/// </summary>
internal sealed class QueryParser
{
    private readonly TokenStream _tokens;
    private readonly FromParser _from;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    public QueryParser(TokenStream tokens)
    {
        _tokens = tokens;
        Expressions = new ExpressionParser(tokens, this);
        _from = new FromParser(tokens, this);
    }

    /// <summary>Reads the expressions of this script.</summary>
    public ExpressionParser Expressions { get; }

    /// <summary>Whether a query starts here.</summary>
    /// <param name="token">Token.</param>
    /// <returns>True for SELECT, and for WITH and VALUES, which are then refused.</returns>
    public static bool Starts(Token token) => token.Keyword is "SELECT" or "WITH" or "VALUES";

    /// <summary>Reads a query with everything behind it that belongs to it.</summary>
    /// <returns>The query; an empty one where reading failed.</returns>
    public SelectQuery Read()
    {
        SourcePlace place = _tokens.Place;
        if (!_tokens.TryEnter())
        {
            return Nothing(place);
        }

        if (_tokens.Is("WITH"))
        {
            RefuseCommonTables();
        }

        SelectQuery query = ReadTerm();
        while (_tokens.Current.Keyword is "UNION" or "INTERSECT" or "EXCEPT" or "MINUS")
        {
            query = ReadSetOperation(query);
        }

        RefuseOrderAndLimit();
        _tokens.Leave();
        return query;
    }

    // A UNION is read as SELECT * from its inputs, and one without ALL as SELECT DISTINCT *.
    private SelectQuery ReadSetOperation(SelectQuery left)
    {
        Token word = _tokens.Take();
        bool isAll = _tokens.Accept("ALL");
        _ = isAll || _tokens.Accept("DISTINCT");
        if (!word.IsWord("UNION"))
        {
            _tokens.Refuse(word, isAll ? $"{word.Keyword} ALL" : word.Keyword!);
        }

        SelectQuery right = ReadTerm();
        var inputs = new UnionTableReference(word.Place, [left, right]);
        return new SelectQuery(
            left.Place, [new SelectItem(new StarExpression(word.Place, null), null)], inputs, null, [], null, false)
        {
            IsDistinct = !isAll,
        };
    }

    private static SelectQuery Nothing(SourcePlace place) =>
        new(place, [], new NamedTableReference(place, string.Empty, null), null, [], null, false);

    private SelectQuery ReadTerm()
    {
        Token start = _tokens.Current;
        switch (start.Keyword)
        {
            case "SELECT": return ReadSelect();
            case "VALUES":
                RefuseValues();
                return Nothing(start.Place);
            case "TABLE":
                _tokens.Refuse(_tokens.Take(), "TABLE t as a query; write SELECT * FROM t");
                NameParser.ReadTable(_tokens, "a table name");
                return Nothing(start.Place);
            default:
                if (!_tokens.AcceptSymbol("("))
                {
                    _tokens.Fail(["a query (SELECT ...)"], ["SELECT"]);
                    return Nothing(start.Place);
                }

                SelectQuery inner = Read();
                _tokens.ExpectSymbol(")");
                return inner;
        }
    }

    private SelectQuery ReadSelect()
    {
        SourcePlace place = _tokens.Take().Place;
        bool isDistinct = _tokens.Accept("DISTINCT");
        if (_tokens.Is("STREAM"))
        {
            _tokens.Refuse(_tokens.Take(), "SELECT STREAM; write SELECT");
        }

        if (!isDistinct)
        {
            _tokens.Accept("ALL");
        }

        List<SelectItem> items = [];
        do
        {
            items.Add(ReadItem());
        }
        while (_tokens.AcceptSymbol(","));

        TableReference from = ReadFrom(place);
        SqlExpression? where = _tokens.Accept("WHERE") ? Expressions.Read() : null;
        List<List<SqlExpression>> sets = [[]];
        bool hasGroupBy = _tokens.Accept("GROUP");
        if (hasGroupBy)
        {
            _tokens.Expect("BY");
            sets = new GroupKeyParser(_tokens, Expressions).Read();
        }

        SqlExpression? having = _tokens.Accept("HAVING") ? Expressions.Read() : null;
        RefuseWindowAndQualify();
        return new SelectQuery(place, items, from, where, sets[0], having, hasGroupBy)
        {
            IsDistinct = isDistinct,
            GroupingSets = sets,
        };
    }

    private TableReference ReadFrom(SourcePlace place)
    {
        Token word = _tokens.Current;
        if (_tokens.Accept("FROM"))
        {
            return _from.Read();
        }

        bool isOver = word.Kind == TokenKind.End || word.IsSymbol(";") || word.IsSymbol(")");
        if (isOver || word.Keyword is "UNION" or "LIMIT")
        {
            _tokens.Refuse(word, "SELECT without FROM");
        }
        else
        {
            _tokens.Fail("','", "FROM");
        }

        return new NamedTableReference(place, string.Empty, null);
    }

    private SelectItem ReadItem()
    {
        Token start = _tokens.Current;
        if (_tokens.AcceptSymbol("*"))
        {
            return new SelectItem(new StarExpression(start.Place, null), null);
        }

        SqlExpression expression = Expressions.Read();
        if (expression is NameExpression name && _tokens.IsSymbol("."))
        {
            _tokens.Take();
            _tokens.ExpectSymbol("*");
            if (name.Parts.Count > 1)
            {
                _tokens.Refuse(start, "a star behind more than one name");
            }

            return new SelectItem(new StarExpression(start.Place, name.Parts[^1]), null);
        }

        return new SelectItem(expression, NameParser.ReadAlias(_tokens) ?? ReservedAlias());
    }

    // A reserved word that stands for an alias is told as such.
    private string? ReservedAlias()
    {
        bool isAlias = _tokens.Current.Keyword is { } word
            && ReservedWords.IsReserved(word)
            && !ReservedWords.IsStructural(word)
            && (_tokens.Peek(1).IsSymbol(",") || _tokens.Peek(1).IsWord("FROM"));
        return isAlias ? NameParser.Read(_tokens, "an alias") : null;
    }

    private void RefuseCommonTables()
    {
        _tokens.Refuse(_tokens.Take(), "WITH (common table expressions); use CREATE VIEW");
        _tokens.Accept("RECURSIVE");
        do
        {
            NameParser.Read(_tokens, "a name for the query");
            if (_tokens.IsSymbol("("))
            {
                NameParser.ReadList(_tokens, "a column name");
            }

            _tokens.Expect("AS");
            _tokens.ExpectSymbol("(");
            Read();
            _tokens.ExpectSymbol(")");
        }
        while (_tokens.AcceptSymbol(","));
    }

    private void RefuseValues()
    {
        _tokens.Refuse(_tokens.Take(), "VALUES");
        do
        {
            _tokens.Accept("ROW");
            if (_tokens.IsSymbol("("))
            {
                _tokens.SkipParentheses();
            }
            else
            {
                Expressions.Read();
            }
        }
        while (_tokens.AcceptSymbol(","));
    }

    private void RefuseWindowAndQualify()
    {
        if (_tokens.Is("WINDOW"))
        {
            _tokens.Refuse(_tokens.Take(), "OVER windows");
            do
            {
                NameParser.Read(_tokens, "a window name");
                _tokens.Expect("AS");
                _tokens.SkipParentheses();
            }
            while (_tokens.AcceptSymbol(","));
        }

        if (_tokens.Is("QUALIFY"))
        {
            _tokens.Refuse(_tokens.Take(), "QUALIFY");
            Expressions.Read();
        }
    }

    private void RefuseOrderAndLimit()
    {
        if (_tokens.Is("ORDER"))
        {
            _tokens.Refuse(_tokens.Take(), "ORDER BY");
            _tokens.Expect("BY");
            do
            {
                Expressions.Read();
                _ = _tokens.Accept("ASC") || _tokens.Accept("DESC");
                _ = _tokens.Accept("NULLS", "FIRST") || _tokens.Accept("NULLS", "LAST");
            }
            while (_tokens.AcceptSymbol(","));
        }

        while (_tokens.Current.Keyword is "LIMIT" or "OFFSET" or "FETCH")
        {
            Token word = _tokens.Take();
            _tokens.Refuse(word, word.Keyword!);
            _ = _tokens.Accept("FIRST") || _tokens.Accept("NEXT") || _tokens.Accept("ALL");
            if (_tokens.Current.Kind == TokenKind.Integer)
            {
                _tokens.Take();
            }

            _ = _tokens.Accept("ROWS") || _tokens.Accept("ROW");
            _tokens.Accept("ONLY");
        }
    }
}
