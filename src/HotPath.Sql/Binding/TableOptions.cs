using System;

namespace HotPath.Sql.Binding;

/// <summary>Options of one table: 'hotpath.table.T.something'.</summary>
internal static class TableOptions
{
    /// <summary>What they begin with.</summary>
    public const string Prefix = "hotpath.table.";

    /// <summary>The table that an option is for.</summary>
    /// <param name="key">Any key.</param>
    /// <param name="suffix">What the option ends with, such as <c>.tenant</c>.</param>
    /// <returns>Its name; <see langword="null"/> for another option.</returns>
    public static string? TableOf(string key, string suffix) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && key.EndsWith(suffix, StringComparison.Ordinal)
        && key.Length > Prefix.Length + suffix.Length
            ? key[Prefix.Length..^suffix.Length]
            : null;
}
