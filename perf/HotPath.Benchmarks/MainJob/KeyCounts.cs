using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.MainJob;

/// <summary>The main job on one thread beside the loop by hand, with few keys and with many.</summary>
internal static class KeyCounts
{
    private const double Wanted = 0.6;

    private static readonly int[] Counts = [1_000, 100_000, 1_000_000];

    /// <summary>Measures each number of keys over a log of its own.</summary>
    /// <param name="events">Events in a log. Unit: events.</param>
    /// <param name="logPath">Where the log goes; it is overwritten.</param>
    /// <returns>The figures.</returns>
    public static ResultTable Measure(long events, string logPath)
    {
        var table = new ResultTable(
            [
                "keys", "hand loop, M events per CPU s", "hand loop out of the checked file", "whole job, one thread, M events per CPU s",
                "job, of the hand loop", $"wanted {Wanted:F1}", "job, of the hand loop out of the checked file",
            ]);
        foreach (int keys in Counts)
        {
            IJobPlan plan = MainJobScript.Compile(logPath);
            var connectors = new FileConnectors(new FileConnectorOptions());
            JobRunner.Import(
                plan, new GeneratedConnectors(connectors, () => new EventSource(events, keys)), logPath, new JobOptions(), CancellationToken.None);
            using var hand = new HandLoop(logPath, plan.Tables[0].Schema, keys, MainJobScript.Columns);
            var stages = new MainJobStages(plan, connectors, logPath);
            Add(table, keys, events, BesideHand.Measure(hand, () => stages.RunJob(MainJobHarness.OneThread)));
        }

        return table;
    }

    private static void Add(ResultTable table, int keys, long events, List<(Sample Hand, Sample Checked, Sample Job)> turns)
    {
        double share = Figures.Median(turns, static turn => turn.Hand.CpuSeconds / turn.Job.CpuSeconds);
        table.Add(
            keys.ToString("N0", CultureInfo.InvariantCulture),
            Figures.Text(Figures.Median(turns, turn => events / turn.Hand.CpuSeconds) / 1e6),
            Figures.Text(Figures.Median(turns, turn => events / turn.Checked.CpuSeconds) / 1e6),
            Figures.Text(Figures.Median(turns, turn => events / turn.Job.CpuSeconds) / 1e6),
            Figures.Text(share),
            share >= Wanted ? "holds" : "falls short",
            Figures.Text(Figures.Median(turns, static turn => turn.Checked.CpuSeconds / turn.Job.CpuSeconds)));
    }
}
