using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Runtime.Latency;

/// <summary>Latencies of a node that runs.</summary>
/// <param name="SinceStart">By tenant and stage, all tenants first; empty while nothing is known.</param>
/// <param name="Recent">Of all tenants by stage, between the last two times that somebody asked.</param>
public sealed record LatencyReading(IReadOnlyList<LatencyFigures> SinceStart, IReadOnlyList<LatencyFigures> Recent)
{
    /// <summary>Nothing is known.</summary>
    public static LatencyReading None { get; } = new([], []);

    /// <summary>Figures of a snapshot.</summary>
    /// <param name="snapshot">A filled one.</param>
    /// <param name="tenantAt">Tenant of an index.</param>
    /// <returns>The figures.</returns>
    internal static LatencyReading Of(LatencySnapshot snapshot, Func<int, int> tenantAt) => new(
        [.. Enumerable.Range(0, snapshot.Filled)
            .Where(index => !snapshot.At(index).IsEmpty)
            .SelectMany(index => snapshot.At(index).Figures(tenantAt(index)))],
        snapshot.Recent.IsEmpty ? [] : [.. snapshot.Recent.Figures(LatencyMeter.AllTenants)]);
}
