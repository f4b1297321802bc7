using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Foundation.Text;

/// <summary>Near misses of misspelt names.</summary>
public static class NameSuggestions
{
    private const int ListedMax = 12;

    /// <summary>What to do about a name that is not known.</summary>
    /// <param name="name">As given.</param>
    /// <param name="candidates">The names there are.</param>
    /// <returns><c>did you mean 'x'?</c> for a near miss, else the names there are.</returns>
    public static string For(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
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
