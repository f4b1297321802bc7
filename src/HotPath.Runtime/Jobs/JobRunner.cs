using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Journal.Log;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Replays;

namespace HotPath.Runtime.Jobs;

/// <summary>Runs, replays and imports on real threads: what the command line calls.</summary>
/// <remarks>Threading: the caller's thread waits and reports progress; agents have threads of their own.</remarks>
public static class JobRunner
{
    /// <summary>Runs a job to the end of its input, from its start or from where a data directory stands.</summary>
    /// <param name="plan">The compiled script.</param>
    /// <param name="connectors">Opens sources and sinks.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="durable">Journal and store; <see langword="null"/> for a run in memory.</param>
    /// <param name="stop">Stops admission: what is sequenced is finished, windows still open do not fire, the report
    /// says stopped.</param>
    /// <returns>The report.</returns>
    /// <exception cref="HotPathException">HP1001, HP2001, HP2002, HP2004, HP3001, HP3002, HP3003: as
    /// <see cref="ErrorCode"/> says.</exception>
    public static JobReport Run(
        IJobPlan plan, IConnectors connectors, JobOptions options, DurableOptions? durable, CancellationToken stop) =>
        Execute(Job(plan, connectors, options) with { Durable = durable }, stop);

    /// <summary>Runs a job in memory.</summary>
    /// <param name="plan">The compiled script.</param>
    /// <param name="connectors">Opens sources and sinks.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="stop">As above.</param>
    /// <returns>The report.</returns>
    /// <exception cref="HotPathException">As above.</exception>
    public static JobReport Run(IJobPlan plan, IConnectors connectors, JobOptions options, CancellationToken stop) =>
        Run(plan, connectors, options, durable: null, stop);

    /// <summary>Runs a recorded log again and compares state and outputs with those of the recorded run.</summary>
    /// <param name="logPath">The log.</param>
    /// <param name="plan">The compiled script; must have the text of the log's plan frame.</param>
    /// <param name="connectors">Opens sinks; no source is opened.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="stop">Stops the replay: nothing is compared then.</param>
    /// <returns>The report; its divergences are empty when the replay proved itself.</returns>
    /// <exception cref="HotPathException">HP2003: the log is damaged. Otherwise as Run.</exception>
    public static JobReport Replay(
        string logPath, IJobPlan plan, IConnectors connectors, JobOptions options, CancellationToken stop) =>
        Execute(Job(plan, connectors, options) with { ReplayPath = logPath }, stop);

    /// <summary>Runs a journal again and compares state and outputs with those of the run that wrote it.</summary>
    /// <param name="replay">The journal, and what that run left.</param>
    /// <param name="plan">The compiled script; must have the text of the journal's plan frame.</param>
    /// <param name="connectors">Opens sinks; no source is opened.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="stop">Stops the replay: nothing is compared then.</param>
    /// <returns>The report; its divergences are empty when the replay proved itself.</returns>
    /// <exception cref="HotPathException">HP2008: the journal is damaged. Otherwise as Run.</exception>
    public static JobReport Replay(
        JournalReplay replay, IJobPlan plan, IConnectors connectors, JobOptions options, CancellationToken stop) =>
        Execute(Job(plan, connectors, options) with { Journal = replay }, stop);

    /// <summary>Sequences the input of a plan's tables into a log, without running its statements.</summary>
    /// <param name="plan">The compiled script.</param>
    /// <param name="connectors">Opens sources; no sink is opened.</param>
    /// <param name="logPath">The log to write.</param>
    /// <param name="options">How to run it; its record path is not used.</param>
    /// <param name="stop">Stops admission; the log is complete up to there.</param>
    /// <returns>The report.</returns>
    /// <exception cref="HotPathException">As Run.</exception>
    public static ImportReport Import(
        IJobPlan plan, IConnectors connectors, string logPath, JobOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        JobOptions recording = options with { RecordPath = logPath };
        var job = new NodeJob { Plan = plan, Connectors = connectors, Options = recording, ShardCount = 0 };
        using var node = new Node<RealEnvironment>(job, default, stop);
        IReadOnlyList<IReadOnlyList<string>> groups = Environment.ProcessorCount == 1
            ? [[ThreadPlan.Ingress, ThreadPlan.Recorder]]
            : [[ThreadPlan.Ingress], [ThreadPlan.Recorder]];
        RunThreads(node, groups, recording, setup: null);
        JobReport report = node.Complete(threads: string.Empty);
        return new ImportReport
        {
            Events = report.Events,
            Rejected = report.Rejected,
            DurationNs = report.DurationNs,
            EndPosition = report.EndPosition,
            Chain = report.Chain!.Value,
            Sources = report.Sources,
            Stopped = report.Stopped,
        };
    }

    /// <summary>Reads the plan frame of a log, so that the script can be compiled again for a replay.</summary>
    /// <param name="logPath">The log.</param>
    /// <returns>Text of the plan frame.</returns>
    /// <exception cref="HotPathException">HP2001: unreadable. HP2003: damaged.</exception>
    public static string ReadPlanText(string logPath)
    {
        using LogReader reader = LogReader.Open(logPath, new NativeHeap());
        return reader.ReadPlanText();
    }

    private static NodeJob Job(IJobPlan plan, IConnectors connectors, JobOptions options) =>
        new() { Plan = plan, Connectors = connectors, Options = options, ShardCount = 0 };

    private static JobReport Execute(NodeJob job, CancellationToken stop)
    {
        JobOptions options = job.Options;
        ArgumentNullException.ThrowIfNull(options);
        ThreadPlan threads = ThreadPlan.Parse(options.ThreadPlan, options.ShardCount, Environment.ProcessorCount);
        var setup = new ThreadSetup(threads, options);
        using var node = new Node<RealEnvironment>(job with { ShardCount = threads.ShardCount }, default, stop);
        options.OnThreads?.Invoke(setup);
        RunThreads(node, threads.Groups, options, setup);
        return node.Complete(threads.ToString()) with { Threads = setup.ToString() };
    }

    private static void RunThreads(
        Node<RealEnvironment> node,
        IReadOnlyList<IReadOnlyList<string>> groups,
        JobOptions options,
        ThreadSetup? setup)
    {
        long lastEvents = 0;
        long last = Stopwatch.GetTimestamp();
        var young = new YoungGeneration();
        new NodeThreads(node.Agents, groups, setup).Run(options.ProgressIntervalMs, () =>
        {
            JobProgress progress = node.Progress();
            double seconds = Stopwatch.GetElapsedTime(last).TotalSeconds;
            options.OnProgress?.Invoke(progress with { EventsPerSecond = (progress.Events - lastEvents) / seconds });
            last = Stopwatch.GetTimestamp();
            lastEvents = progress.Events;
            young.CollectIfDue();
        });
    }
}
