using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HdrHistogram;
using HotPath.Benchmarks.Durable;
using HotPath.Benchmarks.Reporting;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>
/// <c>pipeline</c>: from when an event was due to when its row was written, for every event, through the whole pipeline on
/// one core at fixed rates, next to a control that shows what the machine does to a thread that only looks at the clock.
/// </summary>
public static class PipelineHarness
{
    private const int Repetitions = 5;

    private static readonly (int Rate, bool IsDurable)[] Rates = [(10_000, true), (100_000, true), (1_000_000, false)];

    /// <summary>Measures, checks the budgets and writes the results file.</summary>
    /// <param name="onlyRate">For a profiler: the one rate to run, whichever it is, without writing results. Unit: events/s.</param>
    /// <param name="only">A word of the ways to run then.</param>
    /// <returns>0, or 1 when a budget is exceeded or missing.</returns>
    public static int Run(int onlyRate = 0, string only = "")
    {
        string root = ResultFile.FindRoot();
        string folder = Path.Combine(root, "artifacts", "bench", "pipeline");
        DurableJob.Empty(folder);
        Directory.CreateDirectory(folder);
        var ways = new PipelineWays(
            PipelineScript.Compile(), PipelineScript.Compile(hasWindow: false), root, Path.Combine(folder, "data"));
        var all = new List<PipelineRate>();
        try
        {
            foreach ((int rate, bool isDurable) in Rates.Where(r => onlyRate == 0 || r.Rate == onlyRate).DefaultIfEmpty((onlyRate, false)))
            {
                all.Add(new PipelineRate(rate, Measure(ways, rate, isDurable, only)));
            }
        }
        finally
        {
            DurableJob.Empty(folder);
        }

        if (onlyRate != 0)
        {
            return 0;
        }

        var budgets = PipelineBudgets.Read(root);
        ResultTable allocations = budgets.Check(all);
        ResultFile.Write(
            "pipeline",
            Note(),
            [.. all.Select(Picture)],
            PipelineTables.Targets(all),
            PipelineTables.Latencies(all),
            PipelineTables.Stages(all),
            allocations);
        budgets.Problems.ForEach(Console.Error.WriteLine);
        return budgets.Problems.Count == 0 ? 0 : 1;
    }

    private static List<(string Name, List<PipelineTrial> Trials)> Measure(
        PipelineWays ways, int rate, bool isDurable, string only)
    {
        List<(string Name, Func<PipelineTrial> Run, List<PipelineTrial> Trials)> turns =
        [
            .. ways.At(rate, isDurable)
                .Where(way => way.Name.Contains(only, StringComparison.Ordinal))
                .Select(static way => (way.Name, way.Run, new List<PipelineTrial>())),
        ];
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            foreach ((string name, Func<PipelineTrial> run, List<PipelineTrial> trials) in turns)
            {
                PipelineTrial trial = run();
                Console.Error.WriteLine(FormattableString.Invariant($"{rate} events/s, {name}: {trial}"));
                if (repetition > 0)
                {
                    trials.Add(trial);
                }
            }
        }

        return [.. turns.Select(static turn => (turn.Name, turn.Trials))];
    }

    private static PercentilePlot Picture(PipelineRate at)
    {
        var plot = new PercentilePlot(
            FormattableString.Invariant($"{at.EventsPerSecond}"),
            FormattableString.Invariant($"Latency at {at.EventsPerSecond:N0} events/s, all {Repetitions} runs of each"),
            nsPerUnit: 1);
        foreach ((string name, List<PipelineTrial> trials) in at.Ways)
        {
            var sum = new LongHistogram(trials[0].Latencies.HighestTrackableValue, 3);
            trials.ForEach(trial => sum.Add(trial.Latencies));
            plot.Add(name, sum);
        }

        return plot;
    }

    private static string Note() => FormattableString.Invariant(
        $"""
        Every event from the moment at which it was due (open loop: a late engine does not delay the next event) to the moment at which
        its row was written to its sink. An SBE message (PageView) is decoded, sequenced, and goes as a row to a sink and into TUMBLE of a
        second with {PipelineScript.Keys:N0} keys, whose rows go to another sink. The job runner of the product, its latency meter on, hash chains, ledger and state
        hashes too. Fused: `ingress+shards+recorder+egress` on one thread; journal, sync and checkpoints have threads of their own on a
        durable node. The control is the same generator on the same kind of thread with a consumer that only looks at the clock.
        The control with work does arithmetic in registers besides, for as long as an event of a batch takes in the pipeline on a core that nobody disturbs: a host
        that slows the core down for some milliseconds shows in it as in the pipeline, and not in a control that needs no core.
        {PipelineWays.Seconds} s a run, the first {PipelineWays.WarmUpSeconds} s left out; ways take turns, {Repetitions} turns after one that does not count; figures are medians of the turns'
        figures, ratios medians of the ratios within a turn. Not pinned.
        """);
}
