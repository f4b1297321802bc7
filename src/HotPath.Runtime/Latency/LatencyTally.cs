using System;
using System.Linq;

namespace HotPath.Runtime.Latency;

/// <summary>Latencies of all tenants over several readings: for whoever shows them less often than they are read.
/// </summary>
/// <remarks>Threading: single-threaded, the thread that reads.</remarks>
public sealed class LatencyTally
{
    private readonly StageHistograms _sum = new();

    /// <summary>From arrival to release; <see langword="null"/> when nothing was released.</summary>
    public LatencyFigures? Total => _sum.IsEmpty
        ? null
        : _sum.Figures(LatencyMeter.AllTenants).Single(static figures => figures.Stage == LatencyStage.Total);

    /// <summary>Counts what is new in a reading.</summary>
    /// <param name="reading">The newest one; valid until the next is taken.</param>
    public void Add(LatencyReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Newest is { } newest)
        {
            _sum.Add(newest);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => _sum.Reset();
}
