namespace HotPath.Daemon.Reports;

/// <summary>Ledger of ingress for one table and tenant. Unit of all counts: records.</summary>
/// <param name="Table">Table name.</param>
/// <param name="Tenant">Tenant name; null without tenancy.</param>
/// <param name="Read">Records the source gave.</param>
/// <param name="Sequenced">Event frames.</param>
/// <param name="Rejected">Reject frames.</param>
/// <param name="Shed">Refused for load.</param>
/// <param name="Deduplicated">Recognised as copies.</param>
/// <param name="Stale">Too old to be recognised.</param>
internal sealed record SourceFigures(
    string Table, string? Tenant, long Read, long Sequenced, long Rejected, long Shed, long Deduplicated, long Stale);
