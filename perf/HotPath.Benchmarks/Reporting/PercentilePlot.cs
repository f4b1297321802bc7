using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using HdrHistogram;

namespace HotPath.Benchmarks.Reporting;

/// <summary>
/// Histograms as a picture: latency over percentiles, both axes logarithmic, so that the tail has as much room as the
/// middle.
/// </summary>
/// <param name="key">What tells this picture's file from others of the measurement.</param>
/// <param name="title">Heading of the picture.</param>
/// <param name="nsPerUnit">What a value of the histograms stands for. Unit: ns.</param>
public sealed class PercentilePlot(string key, string title, double nsPerUnit)
{
    private const int Width = 900;
    private const int Left = 80;
    private const int Right = 20;
    private const int PlotHeight = 340;
    private const int Top = 40;
    private const int LegendLine = 18;
    private const double Step = 0.02;

    private static readonly string[] Colors =
        ["#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b9770e", "#34495e", "#d35400", "#16a085"];

    private static readonly string[] Units = ["ns", "&#181;s", "ms", "s"];

    private readonly List<(string Name, double[] Ns)> _series = [];
    private double _nines;

    /// <summary>Ending of the picture's file name.</summary>
    public string Key => key;

    /// <summary>Heading.</summary>
    public string Title => title;

    /// <summary>Adds a line.</summary>
    /// <param name="name">What it shows.</param>
    /// <param name="histogram">Its values.</param>
    public void Add(string name, LongHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);

        // The last ten values lie anywhere: as far right as ten lie beyond.
        double nines = Math.Max(1, Math.Log10(Math.Max(10, histogram.TotalCount / 10.0)));
        double[] ns = [.. Enumerable.Range(0, 1 + (int)(nines / Step)).Select(i => ValueAt(histogram, i * Step))];
        _nines = Math.Max(_nines, nines);
        _series.Add((name, ns));
    }

    /// <summary>The picture.</summary>
    /// <returns>SVG.</returns>
    public override string ToString()
    {
        double low = Math.Floor(Math.Log10(_series.Min(s => s.Ns[0])));
        double high = Math.Ceiling(Math.Log10(_series.Max(s => s.Ns[^1])));
        int height = Top + PlotHeight + 40 + (LegendLine * _series.Count);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="13">
            <rect width="{Width}" height="{height}" fill="#ffffff"/>
            <text x="{Left}" y="24" font-size="16">{WebUtility.HtmlEncode(title)}</text>

            """);
        for (int decade = (int)low; decade <= (int)high; decade++)
        {
            double y = Y(decade);
            Line(text, Left, y, Width - Right, y);
            Label(text, Left - 8, y + 4, "end", Duration(decade));
        }

        for (int nines = 0; nines <= (int)_nines; nines++)
        {
            double x = X(nines);
            Line(text, x, Top, x, Top + PlotHeight);
            Label(text, x, Top + PlotHeight + 18, "middle", Percentile(nines));
        }

        for (int i = 0; i < _series.Count; i++)
        {
            Draw(text, i, Y);
        }

        return text.Append("</svg>\n").ToString();

        double Y(double log) => Top + (PlotHeight * (high - log) / Math.Max(1, high - low));
    }

    private static string Duration(int decade)
    {
        int unit = Math.Clamp(decade / 3, 0, 3);
        double value = Math.Pow(10, decade - (3 * unit));
        return string.Create(CultureInfo.InvariantCulture, $"{value:G3} {Units[unit]}");
    }

    private static string Percentile(int nines) => nines switch
    {
        0 => "0 %",
        1 => "90 %",
        2 => "99 %",
        _ => $"99.{new string('9', nines - 2)} %",
    };

    private static void Line(StringBuilder text, double x1, double y1, double x2, double y2) => text.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"#d0d0d0\"/>\n");

    private static void Label(StringBuilder text, double x, double y, string anchor, string label) => text.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{label}</text>\n");

    private double ValueAt(LongHistogram histogram, double nines) =>
        Math.Max(1, histogram.GetValueAtPercentile(100 * (1 - Math.Pow(10, -nines))) * nsPerUnit);

    private double X(double nines) => Left + ((Width - Left - Right) * nines / _nines);

    private void Draw(StringBuilder text, int index, Func<double, double> y)
    {
        (string name, double[] ns) = _series[index];
        string color = Colors[index % Colors.Length];
        string dashes = index < Colors.Length ? string.Empty : " stroke-dasharray=\"6 3\"";
        text.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"{dashes} points=\"");
        for (int i = 0; i < ns.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{X(i * Step):F1},{y(Math.Log10(ns[i])):F1} ");
        }

        int line = Top + PlotHeight + 40 + (LegendLine * index);
        text.Append(CultureInfo.InvariantCulture, $"\"/>\n<rect x=\"{Left}\" y=\"{line - 10}\" width=\"24\" height=\"4\" fill=\"{color}\"/>\n");
        Label(text, Left + 32, line - 3, "start", WebUtility.HtmlEncode(name));
    }
}
