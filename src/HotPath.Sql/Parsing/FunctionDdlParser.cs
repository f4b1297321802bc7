using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>CREATE FUNCTION.</summary>
/// <remarks>Source: specs/flink-semantics.md 2.11.</remarks>
internal static class FunctionDdlParser
{
    /// <summary>Reads a statement at FUNCTION.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="place">Where the statement starts.</param>
    /// <returns>The statement.</returns>
    public static CreateFunctionStatement Read(TokenStream tokens, SourcePlace place)
    {
        tokens.Expect("FUNCTION");
        bool ifNotExists = tokens.Accept("IF");
        if (ifNotExists)
        {
            tokens.Expect("NOT", "EXISTS");
        }

        Token start = tokens.Current;
        string name = NameParser.Read(tokens, "a function name");
        while (tokens.AcceptSymbol("."))
        {
            tokens.Refuse(start, "function names with a catalog or database; write the function's name alone");
            name = NameParser.Read(tokens, "a function name");
        }

        tokens.Expect("AS");
        tokens.ExpectText("the class that Flink uses");
        ReadLanguage(tokens);
        ReadJars(tokens);
        if (tokens.Is("WITH"))
        {
            tokens.Refuse(tokens.Take(), "WITH of CREATE FUNCTION");
            tokens.SkipParentheses();
        }

        return new CreateFunctionStatement(place, start.Place, name, ifNotExists);
    }

    private static void ReadLanguage(TokenStream tokens)
    {
        if (!tokens.Accept("LANGUAGE"))
        {
            return;
        }

        Token language = tokens.Current;
        if (language.Keyword is "JAVA" or "SCALA" or "PYTHON")
        {
            tokens.Take();
            return;
        }

        if (language.Keyword is null)
        {
            tokens.Fail("JAVA", "SCALA", "PYTHON");
            return;
        }

        tokens.Refuse(
            tokens.Take(),
            $"LANGUAGE {language.Text}; leave it out, since Flink refuses it too: SET 'hotpath.functions' names the "
            + "assembly");
    }

    private static void ReadJars(TokenStream tokens)
    {
        if (!tokens.Accept("USING"))
        {
            return;
        }

        do
        {
            Token kind = tokens.Current;
            if (!tokens.Accept("JAR") && kind.Keyword is { } word)
            {
                tokens.Refuse(
                    tokens.Take(),
                    $"USING {word}; leave it out, since Flink refuses it too: SET 'hotpath.functions' names the "
                    + "assembly");
            }

            tokens.ExpectText("the path of the jar that Flink uses");
        }
        while (tokens.AcceptSymbol(","));
    }
}
