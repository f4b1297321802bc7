using System;
using System.Linq;
using HotPath.Foundation.Text;
using HotPath.Sql.Syntax;

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

    /// <summary>The table that a setting names, in its key or as its value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="set">The setting.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="diagnostics">Told when there is none of that name.</param>
    /// <returns><see langword="null"/> where there is none, or one that was refused.</returns>
    public static TableEntry? Find(string name, SetStatement set, SessionCatalog catalog, DiagnosticBag diagnostics)
    {
        TableEntry? table = catalog.FindTable(name);
        if (table is null && Split(name) is (var ofTenant, { } tenant) && catalog.FindTable(ofTenant) is not null)
        {
            string ofAll = set.Key.Replace($"{TenantInfix}{tenant}.", ".", StringComparison.Ordinal);
            diagnostics.Error(
                set.Place, name, $"'{set.Key}' is not an option of a tenant; SET '{ofAll}' holds for all of the table");
        }
        else if (table is null && !catalog.IsBroken(name))
        {
            string suggestion = NameSuggestions.For(name, catalog.Tables.Select(static t => t.Name));
            diagnostics.Error(
                set.Place, name, $"'{set.Key}' names table '{name}', which does not exist; {suggestion}");
        }

        return table;
    }

    /// <summary>Refuses a setting of a tenant where the table has none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="set">The setting.</param>
    /// <param name="settings">Which tables have tenants.</param>
    /// <param name="diagnostics">Told when it has none.</param>
    public static void CheckTenants(
        string table, SetStatement set, SessionSettings settings, DiagnosticBag diagnostics)
    {
        if (!settings.Tenants.ContainsKey(table))
        {
            diagnostics.Error(
                set.Place, table, $"'{set.Key}' is for a tenant, and table '{table}' has none; add SET "
                + $"'{Prefix}{table}.tenant' = '<column>'");
        }
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
