namespace HotPath.Sql.Parsing;

/// <summary>
/// Follows a text character by character and knows whether it is inside quotes or a comment. A doubled quote closes and
/// opens again, which is the same as staying inside. Fed with the substituted text, it sees what the lexer will see.
/// </summary>
internal struct RegionScanner
{
    private char _previous;

    /// <summary>Where the text stands after the last character.</summary>
    public TextRegion Region { get; private set; }

    /// <summary>Takes the next character.</summary>
    /// <param name="c">Character.</param>
    public void Take(char c)
    {
        (Region, bool isUsedUp) = (Region, _previous, c) switch
        {
            (TextRegion.Code, _, '\'') => (TextRegion.Text, true),
            (TextRegion.Code, _, '`') => (TextRegion.QuotedName, true),
            (TextRegion.Code, '-', '-') => (TextRegion.LineComment, true),
            (TextRegion.Code, '/', '*') => (TextRegion.BlockComment, true),
            (TextRegion.Text, _, '\'') => (TextRegion.Code, true),
            (TextRegion.QuotedName, _, '`') => (TextRegion.Code, true),
            (TextRegion.LineComment, _, '\n') => (TextRegion.Code, true),
            (TextRegion.BlockComment, '*', '/') => (TextRegion.Code, true),
            _ => (Region, false),
        };
        _previous = isUsedUp ? '\0' : c;
    }
}
