using System.Globalization;
using HdrHistogram;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Burst;

/// <summary>One run.</summary>
/// <param name="Latencies">How long events of the others took. Unit: ticks of the stopwatch.</param>
/// <param name="BurstRows">Rows that the burst gave while they were measured. Unit: rows.</param>
/// <param name="BurstMs">From when its row was due until they were written. Unit: ms.</param>
internal sealed record BurstTrial(LongHistogram Latencies, long BurstRows, double BurstMs)
{
    private static readonly double[] Percentiles = [50, 99, 99.9, 99.99];

    /// <summary>Columns that <see cref="At"/> has a figure for.</summary>
    public static readonly string[] Columns = ["p50", "p99", "p99.9", "p99.99", "max"];

    /// <summary>Column of the target.</summary>
    public const int P999 = 2;

    /// <summary>One of the figures.</summary>
    /// <param name="column">Index into <see cref="Columns"/>.</param>
    /// <returns>Unit: us.</returns>
    public double At(int column) =>
        (column < Percentiles.Length ? Latencies.GetValueAtPercentile(Percentiles[column]) : Latencies.GetMaxValue())
        * 1e6 / System.Diagnostics.Stopwatch.Frequency;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Figures.Text(At(0))}, p99 {Figures.Text(At(1))}, p99.9 {Figures.Text(At(2))}, max {Figures.Text(At(4))} us; ")
        + string.Create(CultureInfo.InvariantCulture, $"burst {BurstRows:N0} rows in {BurstMs:F0} ms");
}
