using System;
using HotPath.Foundation.Text;

namespace HotPath.Sql.Parsing;

/// <summary>Finds the keyword that a mistyped word was meant to be.</summary>
internal static class NearMiss
{
    /// <summary>The closest keyword: within one slip, or within two for words of six letters or more.</summary>
    /// <param name="word">Word in upper case.</param>
    /// <param name="keywords">Candidates; entries that are not plain upper-case words are passed over.</param>
    /// <returns>The keyword, or null.</returns>
    public static string? Find(string word, ReadOnlySpan<string> keywords)
    {
        string? best = null;
        int bestSlips = word.Length >= 6 ? 3 : 2;
        foreach (string keyword in keywords)
        {
            if (keyword.Length < 2 || !char.IsAsciiLetterUpper(keyword[0]) || !char.IsAsciiLetterUpper(keyword[1]))
            {
                continue;
            }

            int slips = Math.Abs(keyword.Length - word.Length) >= bestSlips
                ? bestSlips
                : EditDistance.Between(word, keyword);
            if (slips > 0 && slips < bestSlips && slips < keyword.Length - 1)
            {
                (best, bestSlips) = (keyword, slips);
            }
        }

        return best;
    }
}
