using System.Collections.Generic;
using System.Linq;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Sbe;

/// <summary>What was measured of a variant.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Nanoseconds">Of each round. Unit: ns/op.</param>
/// <param name="Overlay">Of the hand-written overlay in the same rounds. Unit: ns/op.</param>
/// <param name="AllocatedBytes">Unit: bytes/op.</param>
internal sealed record VariantFigures(
    Variant Variant, IReadOnlyList<double> Nanoseconds, IReadOnlyList<double> Overlay, double AllocatedBytes)
{
    /// <summary>Median of the rounds. Unit: ns/op.</summary>
    public double MedianNanoseconds => Figures.Median([.. Nanoseconds], static value => value);

    /// <summary>How fast it is as a share of the overlay: the median of the rounds' ratios, each taken within one round.</summary>
    public double ShareOfOverlay => Figures.Median(
        [.. Nanoseconds.Zip(Overlay, static (own, overlay) => overlay / own)], static value => value);
}
