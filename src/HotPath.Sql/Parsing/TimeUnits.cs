using System;
using System.Collections.Frozen;

namespace HotPath.Sql.Parsing;

/// <summary>Words for units of time.</summary>
internal static class TimeUnits
{
    private static readonly FrozenSet<string> All = new[]
    {
        "NANOSECOND", "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER",
        "YEAR", "DOW", "ISODOW", "DOY", "ISOYEAR", "EPOCH", "DECADE", "CENTURY", "MILLENNIUM",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The unit a word names, as in EXTRACT and FLOOR.</summary>
    /// <param name="keyword">Upper case, or null for a token that is no word.</param>
    /// <returns>The unit, or null.</returns>
    public static string? Find(string? keyword)
    {
        string? unit = keyword is not null && keyword.StartsWith("SQL_TSI_", StringComparison.Ordinal)
            ? keyword["SQL_TSI_".Length..]
            : keyword;
        return unit is not null && All.Contains(unit) ? unit : null;
    }

    /// <summary>Reads a unit or fails.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <returns>The unit in upper case.</returns>
    public static string Read(TokenStream tokens)
    {
        if (Find(tokens.Current.Keyword) is { } unit)
        {
            tokens.Take();
            return unit;
        }

        tokens.Fail(["a unit of time (SECOND, MINUTE, HOUR, DAY, ...)"], All.Items.AsSpan());
        return string.Empty;
    }
}
