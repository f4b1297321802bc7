using System;
using System.Collections.Generic;
using HotPath.Operators.Windows;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// How far the watermark of a tenant stays behind its rows, where that is not as WATERMARK declares it for all:
/// 'hotpath.table.T.tenant.X.watermark-delay'.
/// </summary>
internal sealed class WatermarkDelays
{
    /// <summary>The setting, for suggestions.</summary>
    public const string Key = TableOptions.Prefix + "<table>" + TableOptions.TenantInfix + "<tenant>" + Suffix;

    private const string Suffix = ".watermark-delay";

    private readonly SortedDictionary<string, (SetStatement Set, Dictionary<string, long> OfTenants)> _tables =
        new(StringComparer.Ordinal);

    /// <summary>Takes a setting.</summary>
    /// <param name="set">Any setting.</param>
    /// <param name="diagnostics">Told when it names no tenant, or the value is no duration.</param>
    /// <returns>Whether it is one of these.</returns>
    public bool TryTake(SetStatement set, DiagnosticBag diagnostics)
    {
        if (TableOptions.TableOf(set.Key, Suffix) is not { } name)
        {
            return false;
        }

        (string table, string? tenant) = TableOptions.Split(name);
        if (tenant is null)
        {
            diagnostics.Error(
                set.Place, set.Key, $"'{set.Key}' names no tenant: write '{Key}', or change WATERMARK for all of them");
            return true;
        }

        _tables.TryAdd(table, (set, new Dictionary<string, long>(StringComparer.Ordinal)));
        _tables[table].OfTenants[tenant] = Durations.Read(set, diagnostics); // the last word about a tenant holds
        return true;
    }

    /// <summary>The delays of a table's tenants.</summary>
    /// <returns><see langword="null"/> where all are as declared.</returns>
    public TenantDurations? Of(string table) => _tables.TryGetValue(table, out var delays)
        ? new TenantDurations(delays.OfTenants)
        : null;

    /// <summary>Compares everything with the tables there are.</summary>
    public void Check(SessionCatalog catalog, SessionSettings settings, DiagnosticBag diagnostics)
    {
        foreach ((string name, (SetStatement set, _)) in _tables)
        {
            if (TableOptions.Find(name, set, catalog, diagnostics) is not { } table)
            {
                continue;
            }

            if (table.RowTime is null)
            {
                diagnostics.Error(
                    set.Place, name, $"table '{name}' declares no WATERMARK; declare one, or leave '{set.Key}' out");
            }
            else
            {
                TableOptions.CheckTenants(name, set, settings, diagnostics);
            }
        }
    }
}
