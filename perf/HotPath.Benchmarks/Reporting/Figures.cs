using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HotPath.Benchmarks.Reporting;

/// <summary>Figures of several repetitions.</summary>
public static class Figures
{
    /// <summary>The middle one; of an even number the upper of the two.</summary>
    /// <typeparam name="T">A repetition.</typeparam>
    /// <param name="samples">Repetitions.</param>
    /// <param name="value">The figure of one.</param>
    /// <returns>The median.</returns>
    public static double Median<T>(IReadOnlyCollection<T> samples, Func<T, double> value) =>
        samples.Select(value).Order().ElementAt(samples.Count / 2);

    /// <summary>A figure with three digits that mean something.</summary>
    /// <param name="value">The figure.</param>
    /// <returns>Text.</returns>
    public static string Text(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
