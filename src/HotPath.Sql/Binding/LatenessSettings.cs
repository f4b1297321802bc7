using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// For how long windows that have fired are kept: 'hotpath.allowed-lateness' for the queries behind it; for all others
/// 'hotpath.table.T.tenant.X.allowed-lateness' for a tenant and 'hotpath.table.T.allowed-lateness' for the rest.
/// </summary>
internal sealed class LatenessSettings
{
    /// <summary>The setting of a query.</summary>
    public const string Key = "hotpath.allowed-lateness";

    /// <summary>That of a table, for suggestions.</summary>
    public const string TableKey = TableOptions.Prefix + "<table>" + Suffix;

    /// <summary>That of a tenant, for suggestions.</summary>
    public const string TenantKey = TableOptions.Prefix + "<table>" + TableOptions.TenantInfix + "<tenant>" + Suffix;

    private const string Suffix = ".allowed-lateness";

    private static readonly Dictionary<string, long> NoTenants = new(StringComparer.Ordinal);

    private readonly SortedDictionary<string, (SetStatement Set, long Ms)> _tables = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<(SetStatement Set, string Tenant, long Ms)>> _tenants =
        new(StringComparer.Ordinal);

    private long? _currentMs;

    /// <summary>Takes the settings of tables and tenants: they hold wherever they stand.</summary>
    /// <param name="statements">The whole script.</param>
    /// <param name="diagnostics">Told when a value is no duration.</param>
    public void TakeTables(IEnumerable<SqlStatement> statements, DiagnosticBag diagnostics)
    {
        foreach (SetStatement set in statements.OfType<SetStatement>())
        {
            if (TableOptions.TableOf(set.Key, Suffix) is not { } name)
            {
                continue;
            }

            long ms = Durations.Read(set, diagnostics);
            (string table, string? tenant) = TableOptions.Split(name);
            if (tenant is null)
            {
                _tables[name] = (set, ms);
                continue;
            }

            _tenants.TryAdd(table, []);
            _tenants[table].Add((set, tenant, ms));
        }
    }

    /// <summary>Takes the setting of the queries that follow.</summary>
    /// <returns>Whether it is one of these, also one of a table.</returns>
    public bool TryTake(SetStatement set, DiagnosticBag diagnostics)
    {
        if (set.Key == Key)
        {
            _currentMs = Durations.Read(set, diagnostics);
            return true;
        }

        return TableOptions.TableOf(set.Key, Suffix) is not null;
    }

    /// <summary>The lateness of a query over a table.</summary>
    /// <returns><see langword="null"/> where windows go when they fire.</returns>
    public AllowedLateness? Of(TableEntry table)
    {
        AllowedLateness found = _currentMs is { } ms
            ? new AllowedLateness(ms, NoTenants)
            : new AllowedLateness(_tables.GetValueOrDefault(table.Name).Ms, TenantsOf(table.Name));
        return found.IsAny ? found : null;
    }

    /// <summary>Compares everything with the tables there are.</summary>
    public void Check(SessionCatalog catalog, SessionSettings settings, DiagnosticBag diagnostics)
    {
        foreach ((string name, (SetStatement set, _)) in _tables)
        {
            _ = TableOptions.Find(name, set, catalog, diagnostics);
        }

        foreach ((string name, List<(SetStatement Set, string Tenant, long Ms)> tenants) in _tenants)
        {
            if (TableOptions.Find(name, tenants[0].Set, catalog, diagnostics) is not null)
            {
                TableOptions.CheckTenants(name, tenants[0].Set, settings, diagnostics);
            }
        }
    }

    // The last word about a tenant holds.
    private Dictionary<string, long> TenantsOf(string table)
    {
        var tenants = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((_, string tenant, long ms) in _tenants.GetValueOrDefault(table) ?? [])
        {
            tenants[tenant] = ms;
        }

        return tenants;
    }
}
