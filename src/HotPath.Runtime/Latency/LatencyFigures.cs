namespace HotPath.Runtime.Latency;

/// <summary>Latencies of the events of a tenant in a stage. Unit: ns, to two digits.</summary>
/// <param name="TenantId">Tenant id; <see cref="LatencyMeter.AllTenants"/> for all,
/// <see cref="LatencyMeter.OtherTenants"/> for those beyond the number that have figures of their own.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Events">How many events. Unit: events.</param>
/// <param name="MeanNs">Their mean.</param>
/// <param name="P50Ns">Half of them took no longer.</param>
/// <param name="P90Ns">Nine of ten.</param>
/// <param name="P99Ns">99 of 100.</param>
/// <param name="P999Ns">999 of 1000.</param>
/// <param name="MaxNs">The slowest.</param>
public sealed record LatencyFigures(
    int TenantId,
    LatencyStage Stage,
    long Events,
    double MeanNs,
    long P50Ns,
    long P90Ns,
    long P99Ns,
    long P999Ns,
    long MaxNs)
{
    /// <summary>Name of the tenant; empty for all and for others.</summary>
    public string Tenant { get; init; } = string.Empty;
}
