namespace HotPath.Daemon.Reports;

/// <summary>Latencies of a tenant in a stage. Unit: ns.</summary>
/// <param name="Stage"><c>ingress</c>, <c>processing</c>, <c>commit</c> or <c>release</c>.</param>
/// <param name="P50Ns">Half of the events took no longer.</param>
/// <param name="P90Ns">Nine of ten.</param>
/// <param name="P99Ns">99 of 100.</param>
/// <param name="P999Ns">999 of 1000.</param>
/// <param name="MaxNs">The slowest.</param>
/// <param name="MeanNs">Mean.</param>
internal sealed record StageLine(
    string Stage, long P50Ns, long P90Ns, long P99Ns, long P999Ns, long MaxNs, double MeanNs);
