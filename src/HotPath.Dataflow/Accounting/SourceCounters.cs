namespace HotPath.Dataflow.Accounting;

/// <summary>The ledger of ingress for one (source table, tenant).</summary>
/// <remarks>
/// Threading: one writer (ingress); others may read stale values. Source: design.md, "Wrong rows, and the ledger".
/// </remarks>
public sealed class SourceCounters
{
    /// <summary>Counters of a table for a tenant.</summary>
    /// <param name="table">Id of the table.</param>
    /// <param name="tenant">Id of the tenant; 0 when unknown or undeclared.</param>
    public SourceCounters(int table, int tenant)
    {
        Table = table;
        Tenant = tenant;
    }

    /// <summary>Id of the table.</summary>
    public int Table { get; }

    /// <summary>Id of the tenant; 0 when unknown or undeclared.</summary>
    public int Tenant { get; }

    /// <summary>Records the source gave. Unit: records.</summary>
    public long Read { get; set; }

    /// <summary>Event frames written to the log. Unit: records.</summary>
    public long Sequenced { get; set; }

    /// <summary>Reject frames written to the log. Unit: records.</summary>
    public long Rejected { get; set; }

    /// <summary>Records refused for load. Unit: records.</summary>
    public long Shed { get; set; }

    /// <summary>Records recognised as copies. Unit: records.</summary>
    public long Deduplicated { get; set; }

    /// <summary>Records refused as too old to be recognised. Unit: records.</summary>
    public long Stale { get; set; }

    /// <summary>read = sequenced + rejected + shed + deduplicated + stale.</summary>
    public bool IsBalanced => Read == Sequenced + Rejected + Shed + Deduplicated + Stale;

    /// <summary>The counters as text, for messages.</summary>
    /// <returns>Every counter with its name.</returns>
    public override string ToString() =>
        $"source table {Table}, tenant {Tenant}: read {Read} = sequenced {Sequenced} + rejected {Rejected} + shed "
        + $"{Shed} + deduplicated {Deduplicated} + stale {Stale}";
}
