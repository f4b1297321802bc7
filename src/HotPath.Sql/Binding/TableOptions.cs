using System;

namespace HotPath.Sql.Binding;

/// <summary>Options of one table: 'hotpath.table.T.something'.</summary>
internal static class TableOptions
{
    /// <summary>What they begin with.</summary>
    public const string Prefix = "hotpath.table.";

    /// <summary>What stands between a table and the name of a tenant.</summary>
    public const string TenantInfix = ".tenant.";

    /// <summary>The table and the tenant of what <see cref="TableOf"/> gives.</summary>
    /// <param name="name">A table, or one with a tenant.</param>
    /// <returns>No tenant for a table alone.</returns>
    public static (string Table, string? Tenant) Split(string name)
    {
        int infix = name.IndexOf(TenantInfix, StringComparison.Ordinal);
        return infix < 0 ? (name, null) : (name[..infix], name[(infix + TenantInfix.Length)..]);
    }

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
