using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>All runs at a rate.</summary>
/// <param name="EventsPerSecond">The rate. Unit: events/s.</param>
/// <param name="Ways">Runs of each way, in turns.</param>
internal sealed record PipelineRate(int EventsPerSecond, List<(string Name, List<PipelineTrial> Trials)> Ways)
{
    /// <summary>Runs of a way.</summary>
    /// <param name="name">The way.</param>
    /// <returns>Its runs; <see langword="null"/> if it was not measured at this rate.</returns>
    public List<PipelineTrial>? Of(string name) => Ways.Find(way => way.Name == name).Trials;

    /// <summary>A figure as a multiple of another way's figure, within each turn.</summary>
    /// <param name="name">The way.</param>
    /// <param name="column">Which figure.</param>
    /// <param name="other">The other way.</param>
    /// <param name="otherColumn">Which figure of it.</param>
    /// <returns>The median; <see langword="null"/> if one of them was not measured.</returns>
    public double? Ratio(string name, int column, string other, int otherColumn) =>
        Of(name) is { } own && Of(other) is { } others
            ? Figures.Median([.. own.Zip(others)], pair => pair.First.At(column) / Math.Max(pair.Second.At(otherColumn), 1e-3))
            : null;
}
