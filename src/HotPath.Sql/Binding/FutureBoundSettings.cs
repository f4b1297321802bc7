using System;
using System.Collections.Generic;
using HotPath.Dataflow.Rows;
using HotPath.Operators.Shards;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>How far events of a table may be ahead of their arrival: 'hotpath.table.T.future-bound'.</summary>
internal sealed class FutureBoundSettings
{
    /// <summary>The setting, for suggestions.</summary>
    public const string Key = TableOptions.Prefix + "<table>" + Suffix;

    private const string Suffix = ".future-bound";

    private readonly SortedDictionary<string, (SetStatement Set, long Ms)> _bounds = new(StringComparer.Ordinal);

    /// <summary>Takes a setting.</summary>
    /// <param name="set">Any setting.</param>
    /// <param name="diagnostics">Told when the value is no duration.</param>
    /// <returns>Whether it is one of these.</returns>
    public bool TryTake(SetStatement set, DiagnosticBag diagnostics)
    {
        if (TableOptions.TableOf(set.Key, Suffix) is not { } table)
        {
            return false;
        }

        _bounds[table] = (set, Durations.Read(set, diagnostics));
        return true;
    }

    /// <summary>The bound of a table.</summary>
    /// <returns><see langword="null"/> where event times may be anything.</returns>
    public FutureBound? Of(TableEntry table) => _bounds.TryGetValue(table.Name, out (SetStatement Set, long Ms) bound)
        ? new FutureBound(bound.Ms, table.RowTime!.Type.Kind == SqlTypeKind.TimestampLtz ? null : table.Zone)
        : null;

    /// <summary>Compares everything with the tables there are.</summary>
    /// <param name="catalog">The tables.</param>
    /// <param name="diagnostics">Told what does not fit.</param>
    public void Check(SessionCatalog catalog, DiagnosticBag diagnostics)
    {
        foreach ((string name, (SetStatement set, _)) in _bounds)
        {
            if (TableOptions.Find(name, set, catalog, diagnostics) is not { } table)
            {
                continue;
            }

            if (table.RowTime is null)
            {
                diagnostics.Error(
                    set.Place, name,
                    $"table '{name}' declares no WATERMARK, so that its rows have no event time to bound; declare one, "
                    + $"or leave '{set.Key}' out");
            }
        }
    }
}
