namespace HotPath.Sql.Parsing;

/// <summary>What kind of text a place of a script lies in.</summary>
internal enum TextRegion
{
    /// <summary>Outside quotes and comments.</summary>
    Code,

    /// <summary>Between single quotes.</summary>
    Text,

    /// <summary>Between backticks.</summary>
    QuotedName,

    /// <summary>Behind two dashes, up to the end of the line.</summary>
    LineComment,

    /// <summary>Between the marks of a block comment.</summary>
    BlockComment,
}
