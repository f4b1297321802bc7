using System.Globalization;
using HdrHistogram;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>One run of one way.</summary>
/// <param name="Latencies">How long events took. Unit: ns.</param>
/// <param name="Report">Of a job.</param>
/// <param name="Allocations">Of a job, behind the warm-up.</param>
internal sealed record PipelineTrial(
    LongHistogram Latencies, JobReport? Report = null, AllocationCount? Allocations = null)
{
    /// <summary>Columns that <see cref="At"/> has a figure for.</summary>
    public static readonly string[] Columns = ["p50", "p99", "p99.9", "max"];

    private static readonly double[] Percentiles = [50, 99, 99.9];

    /// <summary>One of the figures.</summary>
    /// <param name="column">Index into <see cref="Columns"/>.</param>
    /// <returns>Unit: us.</returns>
    public double At(int column) =>
        (column < Percentiles.Length ? Latencies.GetValueAtPercentile(Percentiles[column]) : Latencies.GetMaxValue()) / 1e3;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {At(0):F2}, p99 {At(1):F1}, p99.9 {At(2):F1}, max {At(3):F0} us");
}
