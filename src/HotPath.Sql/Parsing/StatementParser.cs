using System;
using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>The statements of one script. A statement that is wrong is left out and the next one is read.</summary>
internal sealed class StatementParser
{
    private static readonly string[] StatementWords =
        ["CREATE", "SET", "INSERT", "EXECUTE", "SELECT", "BEGIN"];

    private static readonly string[] BehindStatement =
    [
        "WHERE", "GROUP", "HAVING", "JOIN", "LEFT", "INNER", "UNION", "ORDER", "LIMIT", "WINDOW", "WITH", "COMMENT",
        "FROM",
    ];

    private readonly TokenStream _tokens;
    private readonly DiagnosticList _found;
    private readonly QueryParser _queries;
    private readonly DdlParser _ddl;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="found">Diagnostics of the script, which the tokens report to.</param>
    public StatementParser(TokenStream tokens, DiagnosticList found)
    {
        _tokens = tokens;
        _found = found;
        _queries = new QueryParser(tokens);
        _ddl = new DdlParser(tokens, _queries);
    }

    /// <summary>Reads to the end.</summary>
    /// <param name="statements">Receives the good statements in order.</param>
    public void ReadAll(List<SqlStatement> statements)
    {
        while (!_tokens.IsAtEnd)
        {
            if (_tokens.AcceptSymbol(";"))
            {
                continue;
            }

            int complaints = _tokens.ComplaintCount;
            int before = _found.Count;
            _tokens.BeginStatement();
            SqlStatement? statement = ReadStatement();
            bool isGood = statement is not null && !_tokens.IsFailed;
            ExpectEnd();
            if (isGood && _tokens.ComplaintCount == complaints)
            {
                statements.Add(statement!);
            }
            else if (NameOf(statement) is { Length: > 0 } name)
            {
                IReadOnlyList<Diagnostic> refusals = statement is CreateViewStatement
                    ? _found.RefusalsSince(before)
                    : [];
                statements.Add(new RefusedDeclaration(statement!.Place, name, refusals));
            }

            if (_tokens.IsFailed)
            {
                _tokens.Recover();
            }
        }
    }

    private static string? NameOf(SqlStatement? statement) => statement switch
    {
        CreateTableStatement table => table.Name,
        CreateViewStatement view => view.Name,
        _ => null,
    };

    private SqlStatement? ReadStatement()
    {
        Token start = _tokens.Current;
        switch (start.Keyword)
        {
            case "CREATE": return _ddl.Read();
            case "SET": return ReadSet();
            case "INSERT": return ReadInsert();
            case "EXECUTE" or "BEGIN": return ReadStatementSet(start);
            case "SELECT" or "WITH" or "VALUES": return new SelectStatement(start.Place, _queries.Read());
            default:
                if (_tokens.IsSymbol("("))
                {
                    return new SelectStatement(start.Place, _queries.Read());
                }

                Refuse(start);
                return null;
        }
    }

    private void Refuse(Token start)
    {
        if (start.Keyword is not { } word || UnsupportedSyntax.OfStatement(word) is not { } name)
        {
            _tokens.Fail(StatementWords);
            return;
        }

        _tokens.Refuse(start, name);
        while (!_tokens.IsAtEnd && !_tokens.IsSymbol(";"))
        {
            _tokens.Take();
        }
    }

    /// <summary>A statement begun where a semicolon is missing is read from there: its own errors shall show.</summary>
    private void ExpectEnd()
    {
        if (_tokens.IsAtEnd || _tokens.AcceptSymbol(";"))
        {
            return;
        }

        Token found = _tokens.Current;
        if (found.Keyword is { } word && Array.IndexOf(StatementWords, word) >= 0)
        {
            _tokens.Error(found, $"unexpected '{found.Text}'; a ';' is missing before it");
            return;
        }

        _tokens.Fail(["';'"], BehindStatement);
    }

    private SetStatement? ReadSet()
    {
        SourcePlace place = _tokens.Take().Place;
        if (_tokens.IsAtEnd || _tokens.IsSymbol(";"))
        {
            _tokens.Refuse(_tokens.Current, "SET without a key (listing the settings)");
            return null;
        }

        Token keyStart = _tokens.Current;
        while (!_tokens.IsAtEnd && !_tokens.IsSymbol(";") && !_tokens.IsSymbol("="))
        {
            _tokens.Take();
        }

        string key = Unquoted(keyStart);
        if (!_tokens.IsSymbol("=") || key.Length == 0)
        {
            _tokens.Fail(key.Length == 0 ? "a key, as in SET 'key' = 'value'" : "'='");
            return null;
        }

        _tokens.Take();
        Token valueStart = _tokens.Current;
        if (_tokens.IsAtEnd || _tokens.IsSymbol(";"))
        {
            _tokens.Fail("a value, as in SET 'key' = 'value'");
            return null;
        }

        while (!_tokens.IsAtEnd && !_tokens.IsSymbol(";") && valueStart.Kind != TokenKind.Text
            && _tokens.Current.Kind != TokenKind.Broken)
        {
            _tokens.Take();
        }

        if (valueStart.Kind == TokenKind.Text)
        {
            _tokens.Take();
        }

        return new SetStatement(place, key, Unquoted(valueStart));
    }

    /// <summary>The text since a token: its content if it is one quoted text, else as written.</summary>
    private string Unquoted(Token start)
    {
        string written = _tokens.WrittenSince(start);
        bool isQuoted = start.Kind is TokenKind.Text or TokenKind.QuotedName && written.Length == start.Length;
        return isQuoted ? start.Text : written;
    }

    private InsertStatement? ReadInsert()
    {
        SourcePlace place = _tokens.Take().Place;
        Token mode = _tokens.Current;
        if (_tokens.Accept("OVERWRITE"))
        {
            _tokens.Refuse(mode, "INSERT OVERWRITE");
        }
        else
        {
            _tokens.Expect("INTO");
        }

        SourcePlace tablePlace = _tokens.Place;
        string table = NameParser.ReadTable(_tokens, "a table name");
        if (_tokens.Is("PARTITION"))
        {
            _tokens.Refuse(_tokens.Take(), "INSERT INTO ... PARTITION");
            _tokens.SkipParentheses();
        }

        Token next = _tokens.Peek(1);
        bool hasColumns = _tokens.IsSymbol("(") && !next.IsSymbol("(") && !QueryParser.Starts(next);
        IReadOnlyList<string> columns = hasColumns ? NameParser.ReadList(_tokens, "a column name") : [];
        SelectQuery query = _queries.Read();
        return new InsertStatement(place, tablePlace, table, columns, query);
    }

    private StatementSetStatement? ReadStatementSet(Token start)
    {
        _tokens.Take();
        if (start.IsWord("EXECUTE") && !_tokens.Is("STATEMENT"))
        {
            RefuseExecute(start);
            return null;
        }

        _tokens.Expect("STATEMENT", "SET");
        if (start.IsWord("EXECUTE"))
        {
            _tokens.Expect("BEGIN");
        }

        int complaints = _tokens.ComplaintCount;
        List<InsertStatement> inserts = [];
        while (!_tokens.IsAtEnd && !_tokens.Is("END"))
        {
            if (!_tokens.AcceptSymbol(";"))
            {
                ReadMember(inserts);
            }
        }

        if (!_tokens.Accept("END"))
        {
            _tokens.Fail("INSERT", "END");
        }
        else if (inserts.Count == 0 && _tokens.ComplaintCount == complaints)
        {
            _tokens.Error(start, "the statement set has no INSERT; add one or remove the set");
        }

        return new StatementSetStatement(start.Place, inserts);
    }

    private void ReadMember(List<InsertStatement> inserts)
    {
        _tokens.BeginStatement();
        if (!_tokens.Is("INSERT"))
        {
            _tokens.Fail("INSERT", "END");
        }
        else if (ReadInsert() is { } insert)
        {
            inserts.Add(insert);
            if (!_tokens.IsSymbol(";") && !_tokens.IsFailed)
            {
                _tokens.Fail(["';'"], BehindStatement);
            }
        }

        if (_tokens.IsFailed)
        {
            _tokens.Recover("END");
        }
    }

    private void RefuseExecute(Token start)
    {
        if (_tokens.Current.Keyword is "INSERT" or "SELECT" or "PLAN")
        {
            bool isPlan = _tokens.Is("PLAN");
            _tokens.Refuse(start, isPlan ? "EXECUTE PLAN" : "EXECUTE before a statement; leave the word out");
            while (!_tokens.IsAtEnd && !_tokens.IsSymbol(";"))
            {
                _tokens.Take();
            }

            return;
        }

        _tokens.Fail("STATEMENT SET BEGIN");
    }
}
