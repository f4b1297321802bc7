namespace HotPath.Sql.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in backticks.</summary>
    QuotedName,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>Digits only.</summary>
    Integer,

    /// <summary>Digits with a point.</summary>
    Decimal,

    /// <summary>A number with an exponent.</summary>
    Approximate,

    /// <summary>An operator or a punctuation mark.</summary>
    Symbol,

    /// <summary>An optimizer hint, <c>/*+ ... */</c>: looks like a comment, but changes what a query does.</summary>
    Hint,

    /// <summary>Text that has a diagnostic already; the parser gives the statement up without another one.</summary>
    Broken,

    /// <summary>End of the script.</summary>
    End,
}
