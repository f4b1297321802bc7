using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Text;

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
            .Select(candidate => (candidate, distance: EditDistance.Between(name, candidate)))
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
}
