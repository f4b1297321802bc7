using System.Linq;
using System.Threading;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using HotPath.Journal.Log;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.MainJob;

/// <summary>The main job, whole and stage by stage, over one imported log.</summary>
/// <param name="plan">The compiled script.</param>
/// <param name="connectors">Opens the log and the sink.</param>
/// <param name="logPath">The log.</param>
public sealed class MainJobStages(IJobPlan plan, IConnectors connectors, string logPath)
{
    /// <summary>Log frames checked as those of a table are (checksum, position, footer) and walked over.</summary>
    public void ReadLog()
    {
        using LogReader reader = LogReader.Open(logPath, new NativeHeap(), followsChain: false);
        while (reader.TryRead(out _))
        {
        }
    }

    /// <summary>The same, each event row decoded into the record that ingress takes.</summary>
    public void ReadSource()
    {
        var heap = new NativeHeap();
        using ITableSource source = connectors.OpenSources(plan.Tables[0], heap).Single();
        using var record = new SourceRecord(heap, plan.Tables[0].Schema);
        while (source.Read(record, default) == ReadStatus.Row)
        {
        }
    }

    /// <summary>Log frames handed straight to the compiled operators: neither sequencer nor ring nor egress.</summary>
    public void ReadLogIntoShard()
    {
        using var feed = new ShardFeed(plan, logPath);
        feed.Read(laterMs: 0);
    }

    /// <summary>The whole job.</summary>
    /// <param name="threads">Thread plan.</param>
    /// <returns>Its report.</returns>
    public JobReport RunJob(string threads) =>
        JobRunner.Run(plan, connectors, new JobOptions { ThreadPlan = threads }, CancellationToken.None);
}
