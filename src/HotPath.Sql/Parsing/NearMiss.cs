using System;

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

            int slips = Math.Abs(keyword.Length - word.Length) >= bestSlips ? bestSlips : Slips(word, keyword);
            if (slips > 0 && slips < bestSlips && slips < keyword.Length - 1)
            {
                (best, bestSlips) = (keyword, slips);
            }
        }

        return best;
    }

    /// <summary>Edit distance where two swapped neighbours count as one slip.</summary>
    private static int Slips(string a, string b)
    {
        int[][] cost = new int[a.Length + 1][];
        for (int i = 0; i <= a.Length; i++)
        {
            cost[i] = new int[b.Length + 1];
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i][j] = Cheapest(cost, a, b, i, j);
            }
        }

        return cost[a.Length][b.Length];
    }

    private static int Cheapest(int[][] cost, string a, string b, int i, int j)
    {
        if (i == 0 || j == 0)
        {
            return i + j;
        }

        int least = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        least = Math.Min(least, Math.Min(cost[i - 1][j], cost[i][j - 1]) + 1);
        bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return isSwap ? Math.Min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
