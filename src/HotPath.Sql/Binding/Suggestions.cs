using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Sql.Binding;

/// <summary>Near misses of misspelt names.</summary>
internal static class Suggestions
{
    private const int ListedMax = 12;

    /// <summary>"did you mean 'x'?" for a near miss, else the names there are.</summary>
    public static string For(string name, IEnumerable<string> candidates)
    {
        string[] all = [.. candidates.Distinct(StringComparer.Ordinal)];
        string? nearest = all
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance < name.Length && pair.distance <= Math.Max(1, name.Length / 3))
            .OrderBy(static pair => pair.distance)
            .Select(static pair => pair.candidate)
            .FirstOrDefault();
        if (nearest is not null)
        {
            return $"did you mean '{nearest}'?";
        }

        return all.Length == 0
            ? "there are none"
            : $"there are: {string.Join(", ", all.Take(ListedMax))}{(all.Length > ListedMax ? ", ..." : string.Empty)}";
    }

    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int cost = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}
