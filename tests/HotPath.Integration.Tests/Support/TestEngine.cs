using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Plans;
using HotPath.Runtime.Jobs;
using HotPath.Sql;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Integration.Tests.Support;

/// <summary>Compiles and runs scripts as <c>hotpath run</c> does.</summary>
public static class TestEngine
{
    /// <summary>One thread for everything: the cheapest way to run many small jobs.</summary>
    public const string OneThread = "ingress+shards+recorder+egress";

    /// <summary>Options for small jobs.</summary>
    public static readonly JobOptions Small = new()
    {
        ThreadPlan = OneThread,
        ShardCount = 1,
        RingBytes = 1 << 17,
        FrameBytesMax = 1 << 14,
    };

    /// <summary>Compiles a session; the test fails with every diagnostic when it does not.</summary>
    /// <param name="input">Value of <c>${INPUT}</c>.</param>
    /// <param name="scripts">Scripts in order.</param>
    /// <returns>The plan.</returns>
    public static IJobPlan Compile(string input, params string[] scripts) =>
        Compile(new Dictionary<string, string> { ["INPUT"] = input }, scripts);

    /// <summary>Compiles a session; the test fails with every diagnostic when it does not.</summary>
    /// <param name="variables">Values of variables.</param>
    /// <param name="scripts">Scripts in order.</param>
    /// <returns>The plan.</returns>
    public static IJobPlan Compile(IReadOnlyDictionary<string, string> variables, params string[] scripts)
    {
        CompileResult result = SqlCompiler.Compile([.. scripts.Select((s, i) => new ScriptText($"script-{i + 1}.sql", s))], variables);
        Assert.That(result.Plan, Is.Not.Null, () => string.Join('\n', result.Diagnostics));
        return result.Plan!;
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <returns>What it came to.</returns>
    public static RunResult Run(IJobPlan plan, JobOptions options)
    {
        var connectors = new TextConnectors();
        JobReport report = JobRunner.Run(plan, connectors, options, CancellationToken.None);
        return new RunResult(report, connectors.Texts);
    }

    /// <summary>Replays a recorded log.</summary>
    /// <param name="log">Path of the log.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">How.</param>
    /// <returns>What it came to.</returns>
    public static RunResult Replay(string log, IJobPlan plan, JobOptions options)
    {
        var connectors = new TextConnectors();
        JobReport report = JobRunner.Replay(log, plan, connectors, options, CancellationToken.None);
        return new RunResult(report, connectors.Texts);
    }
}
