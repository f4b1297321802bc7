using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using HdrHistogram;
using HotPath.Benchmarks.Durable;
using HotPath.Benchmarks.Latency;
using HotPath.Dataflow.Plans;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Jobs;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>The ways that are measured at one rate: pipeline and controls.</summary>
/// <param name="plan">The compiled script.</param>
/// <param name="rowsOnly">The same without its window.</param>
/// <param name="root">Root of the checkout.</param>
/// <param name="data">Data directory of durable runs.</param>
internal sealed class PipelineWays(IJobPlan plan, IJobPlan rowsOnly, string root, string data)
{
    /// <summary>Length of a run. Unit: s.</summary>
    public const int Seconds = 5;

    /// <summary>What is left out of it: by then two windows have fired and two checkpoints were written, each of which makes
    /// the memory that the later ones use. Unit: s.</summary>
    public const int WarmUpSeconds = 2;

    /// <summary>The jitter control.</summary>
    public const string Control = "jitter control: same generator and thread, only timestamps";

    /// <summary>The jitter control that uses the core as much as the pipeline does when events come in batches.</summary>
    public const string BusyControl = "jitter control with work: 0.6 us of arithmetic an event besides";

    /// <summary>The pipeline on one core.</summary>
    public const string Fused = "pipeline in memory, fused on one thread, idle spin";

    /// <summary>The same, where no window fires and marks have no groups to hash.</summary>
    public const string RowsOnly = "pipeline in memory, fused on one thread, idle spin, rows without the window";

    /// <summary>One sync after the other.</summary>
    public const string OneSync = "one write of 4 KiB and fdatasync, one after the other";

    /// <summary>The pipeline on a data directory.</summary>
    public const string Durable = "pipeline, local-sync, fused on one thread, idle spin";

    private const string FusedPlan = "ingress+shards+recorder+egress";
    private const int Syncs = 4_000;
    private const double BusyNs = 600;

    private double _eventBytes;

    /// <summary>The ways of a rate, in the order in which they take turns.</summary>
    /// <param name="rate">Unit: events/s.</param>
    /// <param name="isDurable">Whether the disk is measured too.</param>
    /// <returns>Names and runs.</returns>
    public IReadOnlyList<(string Name, Func<PipelineTrial> Run)> At(int rate, bool isDurable)
    {
        var ways = new List<(string Name, Func<PipelineTrial> Run)>
        {
            (Control, () => RunControl(rate, work: null)),
            (BusyControl, () => RunControl(rate, new Arithmetic(BusyNs))),
            (Fused, () => RunInMemory(plan, rate, FusedPlan, IdleMode.Spin)),
            (RowsOnly, () => RunInMemory(rowsOnly, rate, FusedPlan, IdleMode.Spin)),
            ("pipeline in memory, as by default: threads auto, idle backoff", () => RunInMemory(plan, rate, "auto", IdleMode.Backoff)),
        };
        if (isDurable)
        {
            ways.Add((OneSync, RunOneSync));
            ways.Add(("group commit by hand: what is due is written and synced", () => RunGroupCommit(rate)));
            ways.Add(("group commit by hand beside a thread that only spins", () => BesideSpinning(() => RunGroupCommit(rate))));
            ways.Add((Durable, () => RunDurable(rate, FusedPlan, IdleMode.Spin)));
        }

        return ways;
    }

    private static Arrivals Paced(int rate) => new(rate, (long)rate * Seconds, (long)rate * WarmUpSeconds);

    private static LongHistogram Empty() => new(60 * Stopwatch.Frequency, 3);

    private static JobOptions Options(string threads, IdleMode idle) => new()
    {
        ThreadPlan = threads,
        Idle = new IdleSwitch(idle),
        MeasuresLatency = true, // as a node does
        ProgressIntervalMs = int.MaxValue,
    };

    private static PipelineTrial RunControl(int rate, Arithmetic? work)
    {
        Arrivals arrivals = Paced(rate);
        TimestampAgent.Run(arrivals, IdleMode.Spin, work);
        return new PipelineTrial(arrivals.Latencies);
    }

    // What the device's thread pays for a busy core beside it: the hot thread's core is one of few.
    private static PipelineTrial BesideSpinning(Func<PipelineTrial> run)
    {
        using var stop = new CancellationTokenSource();
        CancellationToken stopped = stop.Token;
        var spinning = new Thread(() =>
        {
            while (!stopped.IsCancellationRequested)
            {
                Thread.SpinWait(1);
            }
        });
        spinning.Start();
        PipelineTrial trial = run();
        stop.Cancel();
        spinning.Join();
        return trial;
    }

    private PipelineTrial RunInMemory(IJobPlan job, int rate, string threads, IdleMode idle)
    {
        Arrivals arrivals = Paced(rate);
        var connectors = new PipelineConnectors(arrivals, root);
        JobReport report = JobRunner.Run(job, connectors, Options(threads, idle), CancellationToken.None);
        _eventBytes = (double)report.EndPosition / report.Events;
        return new PipelineTrial(arrivals.Latencies, report, connectors.Allocations);
    }

    private PipelineTrial RunDurable(int rate, string threads, IdleMode idle)
    {
        DurableJob.Empty(data);
        Arrivals arrivals = Paced(rate);
        var connectors = new PipelineConnectors(arrivals, root);
        JobReport report = DurableJob.Run(plan, connectors, data, static durable => durable, Options(threads, idle));
        DurableJob.Empty(data);
        return new PipelineTrial(arrivals.Latencies, report, connectors.Allocations);
    }

    private PipelineTrial RunOneSync()
    {
        LongHistogram latencies = Empty();
        GroupCommitLoop.RunSingly(Path.Combine(data, "alone"), Syncs, latencies);
        DurableJob.Empty(data);
        return new PipelineTrial(latencies);
    }

    private PipelineTrial RunGroupCommit(int rate)
    {
        LongHistogram latencies = Empty();
        GroupCommitLoop.Run(
            Path.Combine(data, "alone"), (long)rate * Seconds, rate, (int)_eventBytes, latencies, (long)rate * WarmUpSeconds);
        DurableJob.Empty(data);
        return new PipelineTrial(latencies);
    }
}
