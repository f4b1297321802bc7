using System;
using System.Collections.Generic;
using System.Globalization;

namespace HotPath.Sql.Parsing;

/// <summary>The wording of syntax errors, in one place.</summary>
internal static class SyntaxMessages
{
    private const int WordCharsMax = 40;

    /// <summary>A word short enough for a message, control characters made visible.</summary>
    /// <param name="word">As written.</param>
    /// <returns>At most 40 characters and an ellipsis.</returns>
    public static string Cut(string word)
    {
        string cut = word;
        if (word.Length > WordCharsMax)
        {
            int length = char.IsHighSurrogate(word[WordCharsMax - 1]) ? WordCharsMax - 1 : WordCharsMax;
            cut = word[..length] + "...";
        }

        return cut.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 ? cut : string.Concat(VisibleChars(cut));
    }

    /// <summary>The message for a token that cannot stand where it does.</summary>
    /// <param name="found">Token as written, or what to call the end.</param>
    /// <param name="isEnd">Whether the text ends there.</param>
    /// <param name="expected">What could stand there.</param>
    /// <param name="hint">Advice, or null.</param>
    /// <returns>One sentence.</returns>
    public static string Unexpected(string found, bool isEnd, ReadOnlySpan<string> expected, string? hint)
    {
        string word = isEnd ? "end of script" : found.StartsWith('\'') ? Cut(found) : $"'{Cut(found)}'";
        return $"unexpected {word}; expected {Alternatives(expected)}{(hint is null ? string.Empty : "; " + hint)}";
    }

    private static string Alternatives(ReadOnlySpan<string> expected)
    {
        if (expected.Length == 1)
        {
            return expected[0];
        }

        return string.Join(", ", expected[..^1].ToArray()) + " or " + expected[^1];
    }

    private static IEnumerable<string> VisibleChars(string text)
    {
        foreach (char c in text)
        {
            yield return c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            };
        }
    }
}
