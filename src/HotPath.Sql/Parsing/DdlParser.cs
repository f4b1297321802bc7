using System;
using System.Collections.Generic;
using HotPath.Dataflow.Rows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>CREATE TABLE, CREATE VIEW and, by another, CREATE FUNCTION.</summary>
/// <remarks>Source: specs/flink-semantics.md 2.1.</remarks>
internal sealed class DdlParser
{
    private readonly TokenStream _tokens;
    private readonly QueryParser _queries;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="queries">Reads the expressions and queries in it.</param>
    public DdlParser(TokenStream tokens, QueryParser queries)
    {
        _tokens = tokens;
        _queries = queries;
    }

    /// <summary>Reads a statement at CREATE.</summary>
    /// <returns>The statement, or null if it was refused or failed.</returns>
    public SqlStatement? Read()
    {
        SourcePlace place = _tokens.Take().Place;
        if (_tokens.Is("OR"))
        {
            _tokens.Refuse(_tokens.Take(), "CREATE OR REPLACE and CREATE OR ALTER");
            SkipStatement();
            return null;
        }

        _tokens.Accept("TEMPORARY");
        Token what = _tokens.Current;
        switch (what.Keyword)
        {
            case "TABLE":
                _tokens.Take();
                return ReadTable(place);
            case "VIEW":
                _tokens.Take();
                return ReadView(place);
            case "FUNCTION":
                return FunctionDdlParser.Read(_tokens, place);
            case "SYSTEM" when _tokens.Peek(1).IsWord("FUNCTION"):
                _tokens.Take();
                return FunctionDdlParser.Read(_tokens, place);
            case "SYSTEM" or "CATALOG" or "DATABASE" or "MATERIALIZED" or "MODEL" or "CONNECTION":
                _tokens.Refuse(what, "CREATE " + what.Keyword);
                SkipStatement();
                return null;
            default:
                _tokens.Fail("TABLE", "VIEW", "FUNCTION");
                return null;
        }
    }

    private CreateTableStatement ReadTable(SourcePlace place)
    {
        bool ifNotExists = ReadIfNotExists();
        string name = NameParser.ReadTable(_tokens, "a table name");
        TableBody body = new();
        if (_tokens.Is("WITH") || _tokens.Is("AS"))
        {
            _tokens.Refuse(_tokens.Current, "CREATE TABLE without columns");
        }
        else
        {
            _tokens.ExpectSymbol("(");
            do
            {
                ReadElement(body);
            }
            while (_tokens.AcceptSymbol(","));

            if (!_tokens.AcceptSymbol(")"))
            {
                _tokens.Fail("','", "')'");
            }
        }

        ReadComment();
        RefusePartitions();
        List<TableOption> options = _tokens.Accept("WITH") ? ReadOptions() : [];
        RefuseTail();
        return new CreateTableStatement(
            place, name, body.Columns, body.Watermark, body.PrimaryKey, options, ifNotExists);
    }

    private CreateViewStatement ReadView(SourcePlace place)
    {
        bool ifNotExists = ReadIfNotExists();
        string name = NameParser.ReadTable(_tokens, "a view name");
        List<string> columns = [];
        if (_tokens.AcceptSymbol("("))
        {
            do
            {
                columns.Add(NameParser.Read(_tokens, "a column name"));
                ReadComment();
            }
            while (_tokens.AcceptSymbol(","));

            _tokens.ExpectSymbol(")");
        }

        ReadComment();
        _tokens.Expect("AS");
        return new CreateViewStatement(place, name, columns, _queries.Read(), ifNotExists);
    }

    private void ReadElement(TableBody body)
    {
        Token start = _tokens.Current;
        if (_tokens.Accept("WATERMARK"))
        {
            ReadWatermark(start, body);
        }
        else if (start.Keyword is "PRIMARY" or "CONSTRAINT" or "UNIQUE")
        {
            ReadConstraint(body);
        }
        else
        {
            body.Columns.Add(ReadColumn(body));
        }
    }

    private void ReadWatermark(Token start, TableBody body)
    {
        _tokens.Expect("FOR");
        NameExpression column = NameParser.ReadQualified(_tokens, "the time column");
        if (column.Parts.Count > 1)
        {
            _tokens.Refuse(start, "WATERMARK FOR a field of a ROW column; make it a computed column");
        }

        _tokens.Expect("AS");
        if (body.Watermark is not null)
        {
            _tokens.Error(start, "a table has one WATERMARK; remove this one");
        }

        SqlExpression watermark = _queries.Expressions.Read();
        body.Watermark ??= new WatermarkDeclaration(start.Place, column.Parts[^1], watermark);
    }

    private ColumnDeclaration ReadColumn(TableBody body)
    {
        SourcePlace place = _tokens.Place;
        string name = NameParser.Read(_tokens, "a column name");
        if (_tokens.Accept("AS"))
        {
            SqlExpression computed = _queries.Expressions.Read();
            ReadComment();
            return new ColumnDeclaration(place, name, null, computed, false);
        }

        SqlType type = TypeParser.Read(_tokens);
        bool isNotNull = false;
        while (!_tokens.IsFailed)
        {
            if (_tokens.Accept("NOT", "NULL"))
            {
                isNotNull = true;
            }
            else if (_tokens.Current.Keyword is "PRIMARY" or "CONSTRAINT" or "UNIQUE")
            {
                ReadColumnKey(body, name);
            }
            else if (!_tokens.Accept("NULL"))
            {
                break;
            }
        }

        RefuseMetadata();
        ReadComment();
        return new ColumnDeclaration(place, name, type, null, isNotNull);
    }

    private void RefuseMetadata()
    {
        if (_tokens.Is("METADATA"))
        {
            _tokens.Refuse(_tokens.Take(), "METADATA columns");
            if (_tokens.Accept("FROM"))
            {
                _tokens.ExpectText("the metadata key");
            }

            _tokens.Accept("VIRTUAL");
        }
    }

    private void ReadColumnKey(TableBody body, string column)
    {
        Token start = ReadConstraintKind(out bool isPrimary);
        if (isPrimary)
        {
            AddKey(body, start, [column]);
        }

        ExpectNotEnforced(start);
    }

    private void ReadConstraint(TableBody body)
    {
        Token start = ReadConstraintKind(out bool isPrimary);
        IReadOnlyList<string> columns = NameParser.ReadList(_tokens, "a column name");
        if (isPrimary)
        {
            AddKey(body, start, columns);
        }

        ExpectNotEnforced(start);
    }

    private Token ReadConstraintKind(out bool isPrimary)
    {
        if (_tokens.Accept("CONSTRAINT"))
        {
            NameParser.Read(_tokens, "a constraint name");
        }

        Token start = _tokens.Current;
        isPrimary = !_tokens.Accept("UNIQUE");
        if (isPrimary)
        {
            _tokens.Expect("PRIMARY", "KEY");
        }
        else
        {
            _tokens.Refuse(start, "UNIQUE constraints");
        }

        return start;
    }

    private void AddKey(TableBody body, Token start, IReadOnlyList<string> columns)
    {
        if (body.PrimaryKey.Count > 0)
        {
            _tokens.Error(start, "a table has one PRIMARY KEY; remove this one");
        }

        body.PrimaryKey = columns;
    }

    /// <summary>Flink takes no other keys: nothing checks them.</summary>
    private void ExpectNotEnforced(Token start)
    {
        if (_tokens.Accept("NOT", "ENFORCED") || _tokens.IsFailed)
        {
            return;
        }

        _tokens.Accept("ENFORCED");
        _tokens.Error(start, "keys are not enforced; write PRIMARY KEY ... NOT ENFORCED");
    }

    private List<TableOption> ReadOptions()
    {
        List<TableOption> options = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        _tokens.ExpectSymbol("(");
        if (_tokens.AcceptSymbol(")"))
        {
            return options;
        }

        do
        {
            Token start = _tokens.Current;
            string key = _tokens.ExpectText("an option's key");
            _tokens.ExpectSymbol("=");
            options.Add(new TableOption(start.Place, key, _tokens.ExpectText("the option's value")));
            if (!keys.Add(key))
            {
                _tokens.Error(start, $"the option '{SyntaxMessages.Cut(key)}' is given twice; remove one");
            }
        }
        while (_tokens.AcceptSymbol(","));

        if (!_tokens.AcceptSymbol(")"))
        {
            _tokens.Fail("','", "')'");
        }

        return options;
    }

    private void RefusePartitions()
    {
        while (_tokens.Current.Keyword is "PARTITIONED" or "DISTRIBUTED")
        {
            bool isPartitioned = _tokens.Is("PARTITIONED");
            _tokens.Refuse(_tokens.Take(), isPartitioned ? "PARTITIONED BY" : "DISTRIBUTED BY");
            _ = _tokens.Accept("BY") || _tokens.Accept("INTO");
            _ = _tokens.Accept("HASH") || _tokens.Accept("RANGE");
            if (_tokens.IsSymbol("("))
            {
                _tokens.SkipParentheses();
            }

            _tokens.Accept("INTO");
            _ = _tokens.Current.Kind == TokenKind.Integer && _tokens.Take().Length > 0;
            _tokens.Accept("BUCKETS");
        }
    }

    private void RefuseTail()
    {
        Token word = _tokens.Current;
        if (_tokens.Accept("AS"))
        {
            _tokens.Refuse(word, "CREATE TABLE AS SELECT");
            _queries.Read();
        }
        else if (_tokens.Accept("LIKE"))
        {
            _tokens.Refuse(word, "the LIKE clause of CREATE TABLE");
            NameParser.ReadTable(_tokens, "a table name");
            if (_tokens.IsSymbol("("))
            {
                _tokens.SkipParentheses();
            }
        }
    }

    private bool ReadIfNotExists()
    {
        bool found = _tokens.Accept("IF");
        if (found)
        {
            _tokens.Expect("NOT", "EXISTS");
        }

        return found;
    }

    private void ReadComment()
    {
        if (_tokens.Accept("COMMENT"))
        {
            _tokens.ExpectText("the comment");
        }
    }

    private void SkipStatement()
    {
        while (!_tokens.IsAtEnd && !_tokens.IsSymbol(";"))
        {
            _tokens.Take();
        }
    }

    /// <summary>What the parentheses of CREATE TABLE collect.</summary>
    private sealed class TableBody
    {
        public List<ColumnDeclaration> Columns { get; } = [];

        public WatermarkDeclaration? Watermark { get; set; }

        public IReadOnlyList<string> PrimaryKey { get; set; } = [];
    }
}
