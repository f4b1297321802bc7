using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Runtime.Latency;

namespace HotPath.Daemon.Reports;

/// <summary>Latencies of a tenant: the whole and where it is spent. Means of the stages add up to the mean. Unit: ns.
/// </summary>
/// <param name="Tenant">Name; null for all tenants together, <c>(others)</c> for those without figures of their own.
/// </param>
/// <param name="Events">Events released. Unit: events.</param>
/// <param name="P50Ns">From intended arrival to release: half took no longer.</param>
/// <param name="P90Ns">Nine of ten.</param>
/// <param name="P99Ns">99 of 100.</param>
/// <param name="P999Ns">999 of 1000.</param>
/// <param name="MaxNs">The slowest.</param>
/// <param name="MeanNs">Mean.</param>
/// <param name="Stages">The same of each stage.</param>
internal sealed record LatencyLine(
    string? Tenant,
    long Events,
    long P50Ns,
    long P90Ns,
    long P99Ns,
    long P999Ns,
    long MaxNs,
    double MeanNs,
    IReadOnlyList<StageLine> Stages)
{
    private const string Others = "(others)";

    /// <summary>Puts the figures of each tenant on a line.</summary>
    /// <param name="figures">By tenant and stage.</param>
    /// <returns>All tenants first, then each by name.</returns>
    public static IReadOnlyList<LatencyLine> Of(IEnumerable<LatencyFigures> figures) =>
    [
        .. figures
            .GroupBy(static f => f.TenantId)
            .Select(static tenant => Line(tenant.ToDictionary(static f => f.Stage)))
            .OrderBy(static line => line.Tenant is not null)
            .ThenBy(static line => line.Tenant, StringComparer.Ordinal),
    ];

    private static LatencyLine Line(Dictionary<LatencyStage, LatencyFigures> stages)
    {
        LatencyFigures all = stages[LatencyStage.Total];
        string? tenant = all.TenantId switch
        {
            LatencyMeter.AllTenants => null,
            LatencyMeter.OtherTenants => Others,
            _ => all.Tenant,
        };
        return new LatencyLine(
            tenant, all.Events, all.P50Ns, all.P90Ns, all.P99Ns, all.P999Ns, all.MaxNs, all.MeanNs,
            [.. stages.Values
                .Where(static f => f.Stage != LatencyStage.Total)
                .OrderBy(static f => f.Stage)
                .Select(Stage)]);
    }

    private static StageLine Stage(LatencyFigures f) =>
        new(f.Stage.ToString().ToLowerInvariant(), f.P50Ns, f.P90Ns, f.P99Ns, f.P999Ns, f.MaxNs, f.MeanNs);
}
