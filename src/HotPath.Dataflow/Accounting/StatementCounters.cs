namespace HotPath.Dataflow.Accounting;

/// <summary>
/// The ledger of one statement for one (table, tenant). Each counter is raised at its own place, none is computed from
/// others, so that a row lost or doubled anywhere makes <see cref="IsBalanced"/> false.
/// </summary>
/// <remarks>
/// Threading: one writer (the shard); others may read stale values. Source: design.md, "Wrong rows, and the ledger".
/// </remarks>
public sealed class StatementCounters
{
    /// <summary>Counters of a statement for a tenant.</summary>
    /// <param name="statement">Id of the statement.</param>
    /// <param name="table">Id of the table.</param>
    /// <param name="tenant">Id of the tenant; 0 for global.</param>
    /// <param name="hasWindow">Whether applied rows go into windows.</param>
    public StatementCounters(int statement, int table, int tenant, bool hasWindow)
    {
        Statement = statement;
        Table = table;
        Tenant = tenant;
        HasWindow = hasWindow;
    }

    /// <summary>Id of the statement.</summary>
    public int Statement { get; }

    /// <summary>Stage of the statement, from 0: only the first is handed rows of the table.</summary>
    public int Stage { get; init; }

    /// <summary>The statement and stage that take its rows; the statement is 0 where that is the sink.</summary>
    public (int Statement, int Stage) Next { get; init; }

    /// <summary>Whether the stage is the last of its statement: only then are its rows those of the sink.</summary>
    public bool IsLast => Next.Statement == 0;

    /// <summary>Whether rows that are late go to an output of their own.</summary>
    public bool HasLateOutput { get; init; }

    /// <summary>Id of the table.</summary>
    public int Table { get; }

    /// <summary>Id of the tenant; 0 for global.</summary>
    public int Tenant { get; }

    /// <summary>Whether applied rows go into windows.</summary>
    public bool HasWindow { get; }

    /// <summary>Rows handed to the statement. Unit: rows.</summary>
    public long Delivered { get; set; }

    /// <summary>Rows that a WHERE refused. Unit: rows.</summary>
    public long Filtered { get; set; }

    /// <summary>Rows that reached state or output. Unit: rows.</summary>
    public long Applied { get; set; }

    /// <summary>Rows dropped because their last window had fired. Unit: rows.</summary>
    public long Late { get; set; }

    /// <summary>Late rows that were written to the late output. Unit: rows.</summary>
    public long LateReleased { get; set; }

    /// <summary>Applied rows that came late and corrected windows that had fired. Unit: rows.</summary>
    public long Revised { get; set; }

    /// <summary>Rows that became dead letters of this statement. Unit: rows.</summary>
    public long Failed { get; set; }

    /// <summary>Rows set aside by poison handling. Unit: rows.</summary>
    public long Quarantined { get; set; }

    /// <summary>Rows waiting inside the statement. Unit: rows.</summary>
    public long Queued { get; set; }

    /// <summary>Rows in windows that have fired. Unit: rows.</summary>
    public long Closed { get; set; }

    /// <summary>Rows in windows that are open; raised and lowered by the windows themselves. Unit: rows.</summary>
    public long Open { get; set; }

    /// <summary>Output rows produced. Unit: rows.</summary>
    public long Produced { get; set; }

    /// <summary>Results of fired windows that became dead letters. Unit: rows.</summary>
    public long FailedResults { get; set; }

    /// <summary>
    /// delivered = filtered + applied + late + failed + quarantined + queued, for windows applied = closed + open, and
    /// with a late output late = written to it.
    /// </summary>
    public bool IsBalanced =>
        Delivered == Filtered + Applied + Late + Failed + Quarantined + Queued
        && (!HasWindow || Applied == Closed + Open)
        && (!HasLateOutput || Late == LateReleased);

    /// <summary>The counters as text, for messages.</summary>
    /// <returns>Every counter with its name.</returns>
    public override string ToString() =>
        $"statement {Statement}, table {Table}, tenant {Tenant}: delivered {Delivered} = filtered {Filtered} + applied "
        + $"{Applied} + late {Late} + failed {Failed} + quarantined {Quarantined} + queued {Queued}; applied = closed "
        + $"{Closed} + open {Open}{(HasLateOutput ? $"; late = written {LateReleased}" : string.Empty)}";
}
