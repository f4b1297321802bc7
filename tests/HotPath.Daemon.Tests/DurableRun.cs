using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HotPath.Connectors.Files;
using HotPath.Daemon.CommandLine;
using HotPath.Daemon.Commands;
using HotPath.Daemon.Status;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Durability;
using HotPath.Runtime.Jobs;

namespace HotPath.Daemon.Tests;

/// <summary>A durable run in this process, so that it can be stopped at a record.</summary>
internal static class DurableRun
{
    /// <summary>Runs a script on from where its data directory stands.</summary>
    /// <param name="script">File of the script.</param>
    /// <param name="data">The directory.</param>
    /// <param name="options">Ring and shards.</param>
    /// <param name="isStalled">Whether the inputs fall silent where they would end, and the run is stopped then.</param>
    /// <param name="checkpointsAtMarks">Whether each mark may be a checkpoint, however soon.</param>
    /// <param name="variables">What the script's variables are.</param>
    /// <param name="checkpointAgeMsMax">How long a frame waits for a checkpoint at most. Unit: ms.</param>
    /// <returns>The report.</returns>
    public static JobReport Run(
        string script,
        string data,
        JobOptions options,
        bool isStalled = false,
        bool checkpointsAtMarks = false,
        Dictionary<string, string>? variables = null,
        int checkpointAgeMsMax = DurableOptions.CheckpointAgeMs)
    {
        var session = new SessionArguments([script], variables ?? new Dictionary<string, string>(StringComparer.Ordinal));
        using var errors = new StringWriter();
        IJobPlan plan = new SessionCompiler(errors, showsWarnings: false).Compile(session, string.Empty)
            ?? throw new InvalidOperationException(errors.ToString());
        using var status = new NodeStatus(data);
        using var silent = new CancellationTokenSource();
        using DataDirectory directory = DataDirectory.Open(
            data, CommitMode.LocalSync, DurableSettings.Of(plan.Settings), static _ => { }, static _ => { }, status, CancellationToken.None);
        var files = new FileConnectors(PlanSettings.Of(plan));
        DurableOptions durable = directory.Options with { CheckpointAgeMsMax = checkpointAgeMsMax };
        return JobRunner.Run(
            plan,
            isStalled ? new StallingConnectors(files, silent.Cancel) : files,
            options,
            checkpointsAtMarks ? durable with { CheckpointIntervalMs = 0 } : durable,
            silent.Token);
    }
}
