using System;
using System.IO;
using System.Threading;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Journal.Segments;
using HotPath.Journal.Storage;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;
using HotPath.State.Lmdb;

namespace HotPath.Benchmarks.Durable;

/// <summary>Runs a job on a data directory, as <c>hotpath run --data</c> does.</summary>
internal static class DurableJob
{
    /// <summary>Runs to the end of the input.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="connectors">Sources and sinks.</param>
    /// <param name="data">Data directory; created when it is not there.</param>
    /// <param name="change">What is not as by default.</param>
    /// <param name="options">Of the job; the defaults for <see langword="null"/>.</param>
    /// <returns>Its report.</returns>
    public static JobReport Run(
        IJobPlan plan,
        IConnectors connectors,
        string data,
        Func<DurableOptions, DurableOptions> change,
        JobOptions? options = null)
    {
        Directory.CreateDirectory(data);
        using LmdbCheckpointStore store = StateRecovery.OpenVerified(data);
        string journal = Path.Combine(data, "journal");
        var durable = new DurableOptions
        {
            Storage = new DiskDurableStorage(),
            Journal = new JournalOptions
            {
                Directory = journal,
                NodeId = Directory.Exists(journal) ? Guid.Empty : Guid.NewGuid(),
            },
            Store = store,
            SnapshotIntervalBytes = long.MaxValue / 2,
            KeepsWholeJournal = true,
        };
        return JobRunner.Run(plan, connectors, options ?? new JobOptions(), change(durable), CancellationToken.None);
    }

    /// <summary>Removes a data directory.</summary>
    /// <param name="data">Data directory.</param>
    public static void Empty(string data)
    {
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
