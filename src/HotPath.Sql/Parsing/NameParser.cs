using System.Collections.Generic;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>Names of columns, tables and aliases.</summary>
internal static class NameParser
{
    /// <summary>Whether the current token is a name even where none is asked for, as an alias without AS.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <returns>True for a name in backticks and for a word that is not reserved.</returns>
    public static bool IsName(TokenStream tokens) =>
        tokens.Current.Kind == TokenKind.QuotedName
        || (tokens.Current.Keyword is { } word && !ReservedWords.IsReserved(word));

    /// <summary>Reads one name. A reserved word is an error, but is read as the name it was meant to be.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="what">What is named, for the message.</param>
    /// <returns>The name, backticks removed.</returns>
    public static string Read(TokenStream tokens, string what)
    {
        Token token = tokens.Current;
        if (IsName(tokens))
        {
            return tokens.Take().Text;
        }

        if (token.Keyword is { } word && !ReservedWords.IsStructural(word))
        {
            tokens.Error(token, $"'{token.Text}' is a reserved word; write it as `{token.Text}`");
            return tokens.Take().Text;
        }

        tokens.Fail(what);
        return string.Empty;
    }

    /// <summary>Reads the name of a table or view; one with a catalog or database before it is refused.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="what">What is named, for the message.</param>
    /// <returns>The name, backticks removed.</returns>
    public static string ReadTable(TokenStream tokens, string what)
    {
        Token start = tokens.Current;
        string name = Read(tokens, what);
        while (tokens.AcceptSymbol("."))
        {
            tokens.Refuse(start, "table names with a catalog or database; write the table's name alone");
            name = Read(tokens, what);
        }

        return name;
    }

    /// <summary>Reads <c>(name, ...)</c>.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="what">What is named, for the message.</param>
    /// <returns>The names in order.</returns>
    public static IReadOnlyList<string> ReadList(TokenStream tokens, string what)
    {
        List<string> names = [];
        tokens.ExpectSymbol("(");
        do
        {
            names.Add(Read(tokens, what));
        }
        while (tokens.AcceptSymbol(","));

        if (!tokens.AcceptSymbol(")"))
        {
            tokens.Fail("','", "')'");
        }

        return names;
    }

    /// <summary>Reads <c>[AS] alias</c> if there is one.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <returns>The alias, or null.</returns>
    public static string? ReadAlias(TokenStream tokens)
    {
        if (tokens.Accept("AS"))
        {
            return Read(tokens, "an alias");
        }

        return IsName(tokens) ? tokens.Take().Text : null;
    }

    /// <summary>Reads a column name with what qualifies it, up to a point that a star follows.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="what">What is named, for the message.</param>
    /// <returns>The name.</returns>
    public static NameExpression ReadQualified(TokenStream tokens, string what)
    {
        SourcePlace place = tokens.Place;
        List<string> parts = [Read(tokens, what)];
        while (tokens.IsSymbol(".") && !tokens.Peek(1).IsSymbol("*"))
        {
            tokens.Take();
            parts.Add(Read(tokens, "a column name"));
        }

        return new NameExpression(place, parts);
    }
}
