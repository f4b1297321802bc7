using System;

namespace HotPath.Sql.Parsing;

/// <summary>A <c>${NAME}</c> or <c>${NAME:ARG}</c> of a script.</summary>
/// <param name="Key">What stands between the braces.</param>
/// <param name="Length">Length of the whole reference. Unit: chars.</param>
internal readonly record struct VariableReference(string Key, int Length)
{
    /// <summary>Reads a reference. Anything of another shape is ordinary text.</summary>
    /// <param name="text">Script.</param>
    /// <param name="start">Where a <c>$</c> stands. Unit: chars.</param>
    /// <param name="reference">The reference, if there is one.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead(string text, int start, out VariableReference reference)
    {
        reference = default;
        int at = start + 2;
        if (at >= text.Length || text[start + 1] != '{' || !IsNameStart(text[at]))
        {
            return false;
        }

        while (at < text.Length && IsNamePart(text[at]))
        {
            at++;
        }

        if (at < text.Length && text[at] == ':')
        {
            int end = text.AsSpan(at).IndexOfAny('}', '\n');
            at = end < 0 ? text.Length : at + end;
        }

        if (at >= text.Length || text[at] != '}')
        {
            return false;
        }

        reference = new VariableReference(text[(start + 2)..at], at + 1 - start);
        return true;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
