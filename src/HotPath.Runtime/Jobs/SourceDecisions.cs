using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Ingress;

namespace HotPath.Runtime.Jobs;

/// <summary>
/// The ledger of ingress with what the shards decided by event ids: they take what is a copy, stale or refused out of
/// what was sequenced, each by a counter of its own.
/// </summary>
public static class SourceDecisions
{
    /// <summary>Puts both together.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sources">Counters of ingress: every event frame is sequenced.</param>
    /// <param name="eventIds">Counters of the event ids of all shards.</param>
    /// <returns>
    /// Counters of each (table, tenant): new ones for tables with event ids, with what was admitted as sequenced.
    /// </returns>
    public static IReadOnlyList<SourceCounters> Of(
        IJobPlan plan, SourceLedger sources, IReadOnlyList<EventIdCounters> eventIds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(eventIds);
        Dictionary<(int Table, int Tenant), EventIdCounters> decisions =
            eventIds.ToDictionary(static counters => (counters.Table, counters.Tenant));
        HashSet<int> decided =
            [.. plan.Tables.Where(static table => table.EventId is not null).Select(static table => table.Id)];
        return [.. sources.All.Select(counters => decided.Contains(counters.Table)
            ? Decided(counters, decisions.GetValueOrDefault((counters.Table, counters.Tenant)))
            : counters)];
    }

    // Of a tenant whose records were all rejected no shard knows.
    private static SourceCounters Decided(SourceCounters ingress, EventIdCounters? shard) =>
        new(ingress.Table, ingress.Tenant)
        {
            Read = ingress.Read,
            Sequenced = shard?.Admitted ?? 0,
            Rejected = ingress.Rejected + (shard?.Refused ?? 0),
            Shed = ingress.Shed,
            Deduplicated = shard?.Deduplicated ?? 0,
            Stale = shard?.Stale ?? 0,
        };
}
