using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Benchmarks.Reporting;
using HotPath.Runtime.Latency;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>The figures of <c>pipeline</c> as tables.</summary>
internal static class PipelineTables
{
    private const int P50 = 0;
    private const int P99 = 1;
    private const int P999 = 2;
    private const int TargetRate = 100_000;
    private const double TargetP50Us = 10;
    private const double TargetP99 = 1.5;
    private const double TargetP999 = 1.2;
    private const double TargetDurableP50 = 1.3;

    /// <summary>What was wanted, and whether it holds.</summary>
    /// <param name="all">All rates.</param>
    /// <returns>The table.</returns>
    public static ResultTable Targets(IReadOnlyList<PipelineRate> all)
    {
        var table = new ResultTable([$"at {Rate(TargetRate)} events/s, fused", "wanted at most", "measured", "holds"]);
        PipelineRate at = all.First(static rate => rate.EventsPerSecond == TargetRate);
        Add("p50 in memory, us", TargetP50Us, Figures.Median(at.Of(PipelineWays.Fused)!, static trial => trial.At(P50)));
        Add("p99 in memory / control", TargetP99, at.Ratio(PipelineWays.Fused, P99, PipelineWays.Control, P99));
        Add("p99.9 in memory / control", TargetP999, at.Ratio(PipelineWays.Fused, P999, PipelineWays.Control, P999));
        AddBeside("p99 in memory / control with work", P99);
        AddBeside("p99.9 in memory / control with work", P999);
        Add("p50 local-sync / one fdatasync", TargetDurableP50, at.Ratio(PipelineWays.Durable, P50, PipelineWays.OneSync, P50));
        return table;

        void Add(string what, double target, double? value) =>
            table.Add(what, Figures.Text(target), Figures.Text(value!.Value), value <= target ? "yes" : "no");

        void AddBeside(string what, int column) => table.Add(
            what, "-", Text(at.Ratio(PipelineWays.Fused, column, PipelineWays.BusyControl, column)), "-");
    }

    /// <summary>Latencies of each way.</summary>
    /// <param name="all">All rates.</param>
    /// <returns>The table.</returns>
    public static ResultTable Latencies(IReadOnlyList<PipelineRate> all)
    {
        var table = new ResultTable(
        [
            "events/s", "what", .. PipelineTrial.Columns.Select(static column => $"{column} us"), "min-max of p99.9",
            .. PipelineTrial.Columns.Select(static column => $"{column} / control"), "p50 / one fdatasync",
        ]);
        foreach (PipelineRate at in all)
        {
            foreach ((string name, List<PipelineTrial> trials) in at.Ways)
            {
                bool isControlled = name != PipelineWays.OneSync;
                table.Add(
                [
                    Rate(at.EventsPerSecond),
                    name,
                    .. Columns(column => Figures.Median(trials, trial => trial.At(column))),
                    $"{Figures.Text(trials.Min(static t => t.At(P999)))}-{Figures.Text(trials.Max(static t => t.At(P999)))}",
                    .. Columns(column => isControlled ? at.Ratio(name, column, PipelineWays.Control, column) : null),
                    Text(at.Ratio(name, P50, PipelineWays.OneSync, P50)),
                ]);
            }
        }

        return table;
    }

    /// <summary>What the product's own meter says of the last turn, its start included.</summary>
    /// <param name="all">All rates.</param>
    /// <returns>The table.</returns>
    public static ResultTable Stages(IReadOnlyList<PipelineRate> all)
    {
        LatencyStage[] stages = Enum.GetValues<LatencyStage>();
        var table = new ResultTable(
            ["events/s", "the product's meter, p50 / p99 us", .. stages.Select(static stage => stage.ToString().ToLowerInvariant())]);
        foreach (PipelineRate at in all)
        {
            foreach ((string name, List<PipelineTrial> trials) in at.Ways.Where(static way => way.Trials[^1].Report is not null))
            {
                IReadOnlyList<LatencyFigures> figures = trials[^1].Report!.Latency;
                table.Add([Rate(at.EventsPerSecond), name, .. stages.Select(stage => Stage(figures, stage))]);
            }
        }

        return table;
    }

    private static string Stage(IReadOnlyList<LatencyFigures> all, LatencyStage stage)
    {
        LatencyFigures figures = all.First(f => f.TenantId == LatencyMeter.AllTenants && f.Stage == stage);
        return $"{Figures.Text(figures.P50Ns / 1e3)} / {Figures.Text(figures.P99Ns / 1e3)}";
    }

    private static IEnumerable<string> Columns(Func<int, double?> value) =>
        Enumerable.Range(0, PipelineTrial.Columns.Length).Select(column => Text(value(column)));

    private static string Text(double? value) => value is { } known ? Figures.Text(known) : "-";

    private static string Rate(int eventsPerSecond) => eventsPerSecond.ToString("N0", CultureInfo.InvariantCulture);
}
