using System;
using System.Collections.Generic;
using System.Linq;

namespace HotPath.Runtime.Latency;

/// <summary>Latencies of a node that runs.</summary>
/// <param name="SinceStart">By tenant and stage, all tenants first; empty while nothing is known.</param>
public sealed record LatencyReading(IReadOnlyList<LatencyFigures> SinceStart)
{
    /// <summary>Nothing is known.</summary>
    public static LatencyReading None { get; } = new([]);

    /// <summary>Of all tenants since the reading before; <see langword="null"/> when that was of the same moment.
    /// </summary>
    internal StageHistograms? Newest { get; private init; }

    /// <summary>Figures of a snapshot.</summary>
    /// <param name="snapshot">A filled one.</param>
    /// <param name="tenantAt">Tenant of an index.</param>
    /// <param name="isNew">Whether it was not read before.</param>
    /// <returns>The figures.</returns>
    internal static LatencyReading Of(LatencySnapshot snapshot, Func<int, int> tenantAt, bool isNew) => new(
        [.. Enumerable.Range(0, snapshot.Filled)
            .Where(index => !snapshot.At(index).IsEmpty)
            .SelectMany(index => snapshot.At(index).Figures(tenantAt(index)))])
    {
        Newest = isNew ? snapshot.Recent : null,
    };
}
