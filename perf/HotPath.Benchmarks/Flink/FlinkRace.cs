using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HotPath.Benchmarks.MainJob;
using HotPath.Benchmarks.Reporting;
using HotPath.Connectors.Files;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Flink;

/// <summary>Both engines in turns, with the same queries over the same events.</summary>
/// <param name="flink">The peer.</param>
/// <param name="log">Where our log goes; it is overwritten.</param>
/// <param name="events">Events of our side. Unit: events.</param>
/// <param name="keys">Different keys. Unit: keys.</param>
/// <param name="density">Events in a second of event time. Unit: events/s.</param>
internal sealed class FlinkRace(FlinkPeer flink, string log, long events, int keys, int density)
{
    private readonly FileConnectors _connectors = new(new FileConnectorOptions());
    private bool _isImported;

    /// <summary>Rows of our last job. Unit: rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Races, if the peer is there.</summary>
    /// <param name="name">Name of the measurement.</param>
    /// <param name="run">Told the peer and where the log goes.</param>
    /// <returns>Exit code; 2 without the shared folder.</returns>
    public static int WithPeer(string name, Action<FlinkPeer, string> run)
    {
        string root = ResultFile.FindRoot();
        if (FlinkPeer.Find(root) is not { } flink)
        {
            Console.Error.WriteLine($"{name}: peers/flink was not found in HOTPATH_SHARED or ../shared; nothing is measured without it");
            return 2;
        }

        string log = Path.Combine(root, "artifacts", "bench", $"{name}.hplog");
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        try
        {
            run(flink, log);
        }
        finally
        {
            File.Delete(log);
        }

        return 0;
    }

    /// <summary>The main job, beside the loop by hand.</summary>
    /// <param name="query">The query, over <c>ev</c>.</param>
    /// <param name="turns">How many.</param>
    /// <returns>Each turn.</returns>
    public List<FlinkTurn> Run(string query, int turns)
    {
        IJobPlan plan = Plan(query);
        using var hand = new HandLoop(log, plan.Tables[0].Schema, keys, (Time: 2, Key: 0, Value: 1));
        var stages = new MainJobStages(plan, _connectors, log);
        return Turns(query, turns, () =>
        {
            List<(Sample Hand, Sample Checked, Sample Job)> own = BesideHand.Measure(hand, () => stages.RunJob(MainJobHarness.OneThread));
            return (
                Figures.Median(own, sample => events / sample.Job.CpuSeconds),
                Figures.Median(own, sample => events / sample.Hand.CpuSeconds),
                Figures.Median(own, sample => events / sample.Checked.CpuSeconds));
        });
    }

    /// <summary>Any query.</summary>
    /// <param name="query">The query, over <c>ev</c>.</param>
    /// <param name="turns">How many.</param>
    /// <returns>Each turn, without a loop by hand.</returns>
    public List<FlinkTurn> RunAlone(string query, int turns)
    {
        var stages = new MainJobStages(Plan(query), _connectors, log);
        return Turns(query, turns, () =>
        {
            var samples = new List<Sample>();
            for (int i = 0; i <= turns; i++)
            {
                Sample sample = Sample.Of(() => Rows = stages.RunJob(MainJobHarness.OneThread).Sinks[0].Rows);
                Console.Error.WriteLine(sample);
                samples.Add(sample);
            }

            return (Figures.Median(samples.GetRange(1, turns), sample => events / sample.CpuSeconds), 0, 0);
        });
    }

    /// <summary>A median, in millions.</summary>
    public static string Middle(List<FlinkTurn> turns, Func<FlinkTurn, double> value) =>
        Figures.Text(Figures.Median(turns, value) / 1e6);

    /// <summary>The lowest and the highest, in millions.</summary>
    public static string Range(List<FlinkTurn> turns, Func<FlinkTurn, double> value)
    {
        List<double> all = turns.ConvertAll(turn => value(turn) / 1e6);
        all.Sort();
        return $"{Figures.Text(all[0])}-{Figures.Text(all[^1])}";
    }

    private List<FlinkTurn> Turns(string query, int turns, Func<(double Own, double Hand, double Checked)> run)
    {
        var all = new List<FlinkTurn>();
        for (int turn = 0; turn < turns; turn++)
        {
            double peer = flink.Run(query, keys, density).PerCpuSecond;
            (double own, double hand, double handChecked) = run();
            all.Add(new FlinkTurn(peer, own, hand, handChecked));
            Console.Error.WriteLine($"{keys} keys: {all[^1]}");
        }

        return all;
    }

    private IJobPlan Plan(string query)
    {
        IJobPlan plan = FlinkScript.Compile(query, log, "hotpath-log");
        if (!_isImported)
        {
            var generated = new KeyedConnectors(events, keys, density, _connectors);
            JobRunner.Import(plan, generated, log, new JobOptions(), CancellationToken.None);
            _isImported = true;
        }

        return plan;
    }
}
