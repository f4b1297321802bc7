using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// Reads the keys of GROUP BY, with GROUPING SETS, ROLLUP and CUBE: as the sets of keys that rows are grouped by, of
/// which elements that stand beside each other have the product.
/// </summary>
internal sealed class GroupKeyParser(TokenStream tokens, ExpressionParser expressions)
{
    private const int SetsMax = 256;

    /// <summary>Reads what stands behind GROUP BY.</summary>
    /// <returns>The sets; one for keys alone, which is empty for <c>()</c>.</returns>
    public List<List<SqlExpression>> Read()
    {
        List<List<SqlExpression>> sets = [[]];
        SourcePlace place = tokens.Place;
        do
        {
            List<List<SqlExpression>> next = ReadElement();
            if (sets.Count * next.Count > SetsMax)
            {
                tokens.FailAt(tokens.Current, $"GROUP BY has more than {SetsMax} grouping sets");
                return sets;
            }

            sets = [.. from set in sets from more in next select new List<SqlExpression>([.. set, .. more])];
        }
        while (!tokens.IsFailed && tokens.AcceptSymbol(","));
        return sets;
    }

    private List<List<SqlExpression>> ReadElement()
    {
        Token start = tokens.Current;
        if (start.IsWord("GROUPING") && tokens.Peek(1).IsWord("SETS"))
        {
            tokens.Take();
            tokens.Take();
            return [.. ReadList().SelectMany(static sets => sets)];
        }

        if (start.Keyword is "ROLLUP" or "CUBE" && tokens.Peek(1).IsSymbol("("))
        {
            tokens.Take();
            List<List<SqlExpression>> parts = [.. ReadList().SelectMany(static sets => sets)];
            return start.IsWord("ROLLUP") ? Rollup(parts) : Cube(parts);
        }

        if (tokens.IsSymbol("(") && tokens.Peek(1).IsSymbol(")"))
        {
            tokens.Take();
            tokens.Take();
            return [[]];
        }

        return IsKeyList() ? ReadKeyList() : [[expressions.Read()]];
    }

    // The elements in parentheses, each with its sets.
    private List<List<List<SqlExpression>>> ReadList()
    {
        List<List<List<SqlExpression>>> elements = [];
        if (!tokens.TryEnter())
        {
            return elements;
        }

        tokens.ExpectSymbol("(");
        do
        {
            elements.Add(ReadElement());
        }
        while (!tokens.IsFailed && tokens.AcceptSymbol(","));
        tokens.ExpectSymbol(")");
        tokens.Leave();
        return elements;
    }

    private List<List<SqlExpression>> ReadKeyList()
    {
        if (!tokens.TryEnter())
        {
            return [[]];
        }

        tokens.ExpectSymbol("(");
        List<List<SqlExpression>> sets = Read();
        tokens.ExpectSymbol(")");
        tokens.Leave();
        return sets;
    }

    private static List<List<SqlExpression>> Rollup(List<List<SqlExpression>> parts) =>
    [
        .. Enumerable.Range(0, parts.Count + 1)
            .Select(left => parts.Take(parts.Count - left).SelectMany(static part => part).ToList()),
    ];

    private List<List<SqlExpression>> Cube(List<List<SqlExpression>> parts)
    {
        if (1L << System.Math.Min(parts.Count, 62) > SetsMax)
        {
            tokens.FailAt(tokens.Current, $"GROUP BY has more than {SetsMax} grouping sets");
            return [[]];
        }

        return
        [
            .. Enumerable.Range(0, 1 << parts.Count)
                .Select(left => parts.Where((_, i) => (left & (1 << i)) == 0).SelectMany(static part => part).ToList()),
        ];
    }

    /// <summary>Tells <c>(a, b)</c>, two keys, from <c>(a + b) * 2</c>, one.</summary>
    private bool IsKeyList()
    {
        if (!tokens.IsSymbol("("))
        {
            return false;
        }

        int open = 1;
        for (int ahead = 1; open > 0; ahead++)
        {
            Token token = tokens.Peek(ahead);
            if (token.Kind == TokenKind.End || token.IsSymbol(";"))
            {
                return false;
            }

            if (open == 1 && token.IsSymbol(","))
            {
                return true;
            }

            open += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
        }

        return false;
    }
}
