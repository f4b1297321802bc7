using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Errors;

namespace HotPath.Runtime.Ingress;

/// <summary>The ledger of ingress: counters per (table, tenant), found by index.</summary>
/// <remarks>Threading: one writer (ingress); others may read stale values. Grows with tenants only.</remarks>
public sealed class SourceLedger
{
    private readonly int[] _slotOfTable;
    private readonly SourceCounters?[][] _counters;
    private readonly List<SourceCounters> _all = [];

    /// <summary>An empty ledger.</summary>
    /// <param name="tables">Tables of the plan.</param>
    public SourceLedger(IReadOnlyList<TableDefinition> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        _slotOfTable = new int[tables.Select(table => table.Id).DefaultIfEmpty(0).Max() + 1];
        Array.Fill(_slotOfTable, -1);
        _counters = new SourceCounters?[tables.Count][];
        for (int i = 0; i < tables.Count; i++)
        {
            _slotOfTable[tables[i].Id] = i;
            _counters[i] = [];
        }
    }

    /// <summary>Counters in the order of their first record.</summary>
    public IReadOnlyList<SourceCounters> All => _all;

    /// <summary>Whether the plan has a table.</summary>
    /// <param name="table">Id of the table.</param>
    /// <returns>Whether it has counters here.</returns>
    public bool Has(int table) => (uint)table < (uint)_slotOfTable.Length && _slotOfTable[table] >= 0;

    /// <summary>Counters of a table and tenant.</summary>
    /// <param name="table">Id of a table of the plan.</param>
    /// <param name="tenant">Id of the tenant.</param>
    /// <returns>The counters, new ones at the first call.</returns>
    public SourceCounters For(int table, int tenant)
    {
        SourceCounters?[] tenants = _counters[_slotOfTable[table]];
        return (uint)tenant < (uint)tenants.Length && tenants[tenant] is { } counters ? counters : Add(table, tenant);
    }

    /// <summary>Event frames of a table and tenant; asking makes no counters.</summary>
    /// <param name="table">Id of a table of the plan.</param>
    /// <param name="tenant">Id of the tenant.</param>
    /// <returns>Unit: records.</returns>
    public long Sequenced(int table, int tenant)
    {
        SourceCounters?[] tenants = _counters[_slotOfTable[table]];
        return (uint)tenant < (uint)tenants.Length && tenants[tenant] is { } counters ? counters.Sequenced : 0;
    }

    /// <summary>Checks every counter.</summary>
    /// <param name="position">Position of the mark, for the message. Unit: bytes.</param>
    /// <exception cref="HotPathException">HP3002: some counters do not balance.</exception>
    public void Check(long position)
    {
        foreach (SourceCounters counters in _all)
        {
            if (!counters.IsBalanced)
            {
                throw new HotPathException(
                    ErrorCode.LedgerUnbalanced, $"at position {position}: {counters}; report this");
            }
        }
    }

    private SourceCounters Add(int table, int tenant)
    {
        ref SourceCounters?[] tenants = ref _counters[_slotOfTable[table]];
        if (tenant >= tenants.Length)
        {
            Array.Resize(ref tenants, Math.Max(tenant + 1, 2 * tenants.Length));
        }

        var counters = new SourceCounters(table, tenant);
        tenants[tenant] = counters;
        _all.Add(counters);
        return counters;
    }
}
