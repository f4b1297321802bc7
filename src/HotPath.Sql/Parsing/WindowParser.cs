using System;
using System.Collections.Generic;
using HotPath.Foundation.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// Window table functions: <c>TUMBLE(TABLE t, DESCRIPTOR(c), size [, offset])</c>, arguments by place or by name.
/// </summary>
/// <remarks>Source: specs/flink-semantics.md 2.3.</remarks>
internal sealed class WindowParser
{
    private readonly TokenStream _tokens;
    private readonly QueryParser _queries;

    /// <summary>Creates the parser of a script.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="queries">Reads subqueries.</param>
    public WindowParser(TokenStream tokens, QueryParser queries)
    {
        _tokens = tokens;
        _queries = queries;
    }

    /// <summary>Reads a call at its name; functions outside the dialect are refused.</summary>
    /// <returns>The window; an empty table name where there is none.</returns>
    public TableReference Read()
    {
        Token start = _tokens.Current;
        string function = NameParser.Read(_tokens, "TUMBLE").ToUpperInvariant();
        if (_tokens.IsFailed)
        {
            return new NamedTableReference(start.Place, string.Empty, null);
        }

        if (WindowSignature.Of(function) is { } signature)
        {
            return ReadCall(start, signature);
        }

        string suggestion = NameSuggestions.For(function, WindowSignature.Functions);
        _tokens.Refuse(start, $"table functions ({SyntaxMessages.Cut(function)}); {suggestion}");
        _tokens.SkipParentheses();
        return new NamedTableReference(start.Place, string.Empty, null);
    }

    private TableReference ReadCall(Token start, WindowSignature signature)
    {
        TableReference? input = null;
        NameExpression? timeColumn = null;
        LiteralExpression? step = null;
        LiteralExpression? size = null;
        LiteralExpression? offset = null;
        List<NameExpression> keys = [];
        HashSet<string> given = new(StringComparer.Ordinal);
        _tokens.ExpectSymbol("(");
        for (int position = 0; position == 0 || _tokens.AcceptSymbol(","); position++)
        {
            string argument = ReadArgumentName(position, signature);
            if (!_tokens.IsFailed && !given.Add(argument))
            {
                _tokens.FailAt(_tokens.Current, $"{signature.Function} has {argument} twice");
            }

            switch (argument)
            {
                case "DATA":
                    input = ReadInput(signature, keys);
                    break;
                case "TIMECOL":
                    timeColumn = ReadDescriptor();
                    break;
                case "SIZE":
                    size = ReadInterval("the window's size");
                    break;
                case "GAP":
                    size = ReadInterval("the session's gap");
                    break;
                case "OFFSET":
                    offset = ReadInterval("the window's offset");
                    break;
                default:
                    step = ReadInterval($"the window's {argument.ToLowerInvariant()}");
                    break;
            }
        }

        if (input is null || timeColumn is null || size is null || (step is null && signature.Step is not null))
        {
            _tokens.FailAt(
                _tokens.Current, $"{signature.Function} needs {signature.Needed}, as in {signature.Example}");
            return new NamedTableReference(start.Place, string.Empty, null);
        }

        if (!_tokens.AcceptSymbol(")"))
        {
            _tokens.Fail("','", "')'");
        }

        return new WindowTableReference(start.Place, signature.Function, input, timeColumn, step, size, offset, null)
        {
            PartitionBy = keys,
        };
    }

    private string ReadArgumentName(int position, WindowSignature signature)
    {
        string[] names = signature.Arguments;
        if (!_tokens.Peek(1).IsSymbol("=>"))
        {
            if (position < names.Length)
            {
                return names[position];
            }

            _tokens.FailAt(_tokens.Current, $"{signature.Function} has at most {names.Length} arguments");
            return names[^1];
        }

        Token name = _tokens.Take();
        _tokens.Take();
        string upper = name.Text.ToUpperInvariant();
        if (Array.IndexOf(names, upper) < 0)
        {
            string shown = SyntaxMessages.Cut(name.Text);
            _tokens.FailAt(name, $"{signature.Function} has no argument {shown}; it has {signature.Names}");
        }

        return upper;
    }

    private TableReference ReadInput(WindowSignature signature, List<NameExpression> keys)
    {
        Token start = _tokens.Current;
        bool hasWord = _tokens.Accept("TABLE");
        TableReference input;
        if (_tokens.IsSymbol("("))
        {
            Token open = _tokens.Take();
            input = new SubqueryTableReference(open.Place, _queries.Read(), null);
            _tokens.ExpectSymbol(")");
        }
        else if (hasWord)
        {
            SourcePlace place = _tokens.Place;
            input = new NamedTableReference(place, NameParser.ReadTable(_tokens, "a table name"), null);
        }
        else
        {
            _tokens.Fail("TABLE", "'('");
            return new NamedTableReference(start.Place, string.Empty, null);
        }

        if (_tokens.Is("PARTITION"))
        {
            ReadKeys(signature, keys);
        }

        return input;
    }

    private void ReadKeys(WindowSignature signature, List<NameExpression> keys)
    {
        Token word = _tokens.Take();
        if (!signature.IsSession)
        {
            _tokens.Refuse(word, $"PARTITION BY inside {signature.Function}; group by the keys instead");
        }

        _tokens.Expect("BY");
        if (!_tokens.AcceptSymbol("("))
        {
            Token first = _tokens.Current;
            keys.Add(NameParser.ReadQualified(_tokens, "a column name"));
            if (_tokens.IsSymbol(",") && !_tokens.Peek(1).IsWord("DESCRIPTOR") && !_tokens.Peek(2).IsSymbol("=>"))
            {
                string others = $"{first.Text}, {_tokens.Peek(1).Text}";
                _tokens.FailAt(first, $"several keys of PARTITION BY stand in parentheses: PARTITION BY ({others})");
            }

            return;
        }

        do
        {
            keys.Add(NameParser.ReadQualified(_tokens, "a column name"));
        }
        while (_tokens.AcceptSymbol(","));
        _tokens.ExpectSymbol(")");
    }

    private NameExpression ReadDescriptor()
    {
        _tokens.Expect("DESCRIPTOR");
        _tokens.ExpectSymbol("(");
        NameExpression column = NameParser.ReadQualified(_tokens, "a column name");
        _tokens.ExpectSymbol(")");
        return column;
    }

    private LiteralExpression ReadInterval(string what)
    {
        SourcePlace place = _tokens.Place;
        bool isNegative = _tokens.IsSymbol("-") && _tokens.Peek(1).IsWord("INTERVAL");
        if (isNegative)
        {
            _tokens.Take();
        }

        if (_tokens.Is("INTERVAL"))
        {
            return IntervalParser.Read(_tokens, isNegative) with { Place = place };
        }

        _tokens.Fail($"{what} (INTERVAL '10' SECOND)");
        return new LiteralExpression(place, LiteralKind.IntervalDay, "0");
    }
}
