namespace HotPath.Daemon.Reports;

/// <summary>Ledger of one statement for one table and tenant. Unit of all counts: rows.</summary>
/// <param name="Id">Id of the statement.</param>
/// <param name="Name">Name of its sink.</param>
/// <param name="Tenant">Tenant name; null for global.</param>
/// <param name="Delivered">Handed to the statement.</param>
/// <param name="Filtered">Refused by WHERE.</param>
/// <param name="Applied">Reached state or output.</param>
/// <param name="Late">Dropped because their last window had fired.</param>
/// <param name="Failed">Became dead letters.</param>
/// <param name="Quarantined">Set aside by poison handling.</param>
/// <param name="Queued">Waiting inside the statement.</param>
/// <param name="Closed">In windows that have fired.</param>
/// <param name="Open">In windows that are open.</param>
/// <param name="Produced">Output rows.</param>
/// <param name="Revised">Applied to windows that had fired, by each operator that keeps some.</param>
/// <param name="LateBehind">
/// Dropped as late by operators behind the first: rows that the one before had given, not rows of the table.
/// </param>
/// <param name="FailedBehind">Became dead letters in those.</param>
internal sealed record StatementFigures(
    int Id,
    string Name,
    string? Tenant,
    long Delivered,
    long Filtered,
    long Applied,
    long Late,
    long Failed,
    long Quarantined,
    long Queued,
    long Closed,
    long Open,
    long Produced,
    long Revised,
    long LateBehind,
    long FailedBehind);
