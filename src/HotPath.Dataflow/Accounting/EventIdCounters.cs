namespace HotPath.Dataflow.Accounting;

/// <summary>
/// The ledger of event ids for one (table, tenant): what became of the event frames of a table whose copies are
/// recognised. Each counter is raised at its own place.
/// </summary>
/// <remarks>
/// Threading: one writer (the shard); others may read stale values. Source: design.md, "Wrong rows, and the ledger".
/// </remarks>
public sealed class EventIdCounters
{
    /// <summary>Counters of a table for a tenant.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="tenant">Id of the tenant; 0 for none.</param>
    public EventIdCounters(int table, int tenant)
    {
        Table = table;
        Tenant = tenant;
    }

    /// <summary>Id of the table.</summary>
    public int Table { get; }

    /// <summary>Id of the tenant; 0 for none.</summary>
    public int Tenant { get; }

    /// <summary>Event frames that came. Unit: rows.</summary>
    public long Received { get; set; }

    /// <summary>Rows that went on to the statements. Unit: rows.</summary>
    public long Admitted { get; set; }

    /// <summary>Rows recognised as copies. Unit: rows.</summary>
    public long Deduplicated { get; set; }

    /// <summary>Rows refused as too old to be recognised. Unit: rows.</summary>
    public long Stale { get; set; }

    /// <summary>Rows refused because their tenant's ids take all they may. Unit: rows.</summary>
    public long Refused { get; set; }

    /// <summary>received = admitted + deduplicated + stale + refused.</summary>
    public bool IsBalanced => Received == Admitted + Deduplicated + Stale + Refused;

    /// <summary>The counters as text, for messages.</summary>
    /// <returns>Every counter with its name.</returns>
    public override string ToString() =>
        $"event ids of table {Table}, tenant {Tenant}: received {Received} = admitted {Admitted} + deduplicated "
        + $"{Deduplicated} + stale {Stale} + refused {Refused}";
}
