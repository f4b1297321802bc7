using System;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>One token of a script after substitution.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Content: quotes and doubled quotes removed.</param>
/// <param name="Keyword">A word in upper case; null for all else, so that a quoted name is never a keyword.</param>
/// <param name="Offset">Where it starts in the substituted text. Unit: chars.</param>
/// <param name="Length">How long it is as written. Unit: chars.</param>
/// <param name="Place">Where it starts in the file as the user sees it.</param>
internal sealed record Token(
    TokenKind Kind,
    string Text,
    string? Keyword,
    int Offset,
    int Length,
    SourcePlace Place)
{
    /// <summary>Whether the token is this keyword.</summary>
    /// <param name="keyword">Upper case.</param>
    /// <returns>True if so.</returns>
    public bool IsWord(string keyword) => string.Equals(Keyword, keyword, StringComparison.Ordinal);

    /// <summary>Whether the token is this operator or mark.</summary>
    /// <param name="symbol">As written.</param>
    /// <returns>True if so.</returns>
    public bool IsSymbol(string symbol) =>
        Kind == TokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);
}
