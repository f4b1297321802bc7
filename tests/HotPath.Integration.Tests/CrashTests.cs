using System;
using System.Globalization;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Environments;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// What is promised after any crash, (a) of design.md: a whole node under a seed is killed, loses its power, meets
/// failed syncs, full, slow and rotten disks, again and again; once that stops it comes to its end within a bounded
/// number of steps, the bytes of every sink are those of a run without a crash, and the ledger balances.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CrashTests
{
    private const int PartCount = 10;
    private const int SeedsMax = 300;

    private static readonly int Seeds = int.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_CRASH_SEEDS") ?? "500", CultureInfo.InvariantCulture);

    [Test]
    public void Node_CrashedAgainAndAgain_EndsWithTheBytesOfARunWithoutACrash([Range(0, PartCount - 1)] int part)
    {
        int lives = 0;
        int fromCheckpoint = 0;
        int fromSnapshot = 0;
        long copies = 0;
        long stale = 0;
        long steps = 0;
        var faults = new NodeFaults();
        for (int i = part; i < Seeds; i += PartCount)
        {
            using var scenario = new CrashScenario(Support.Seeds.Base + (ulong)i);
            Assert.That(scenario.Run(NodeRules.AllKept), Is.Null);
            lives += scenario.Node!.Lives;
            fromCheckpoint += scenario.Node.FromCheckpoint;
            fromSnapshot += scenario.Node.FromSnapshot;
            copies += scenario.ByEventId.Copies;
            stale += scenario.ByEventId.Stale;
            steps = Math.Max(steps, scenario.Node.LastSteps);
            faults = faults.Plus(scenario.Node.Faults);
        }

        TestContext.Out.WriteLine(
            $"{lives} lives, {fromCheckpoint} from a checkpoint, {fromSnapshot} back to a snapshot, {faults}; {copies} copies and "
            + $"{stale} stale rows by event id; at most {steps} steps to the end");
        if (Seeds >= 20 * PartCount)
        {
            Assert.That(fromCheckpoint, Is.GreaterThan(lives / 20), "crashes that never meet a checkpoint prove little");
            Assert.That(
                Seeds < 500 ? long.MaxValue : Math.Min(copies, stale),
                Is.GreaterThan(lives / 20),
                "event ids that never repeat prove little");
            AssertAllStruck(faults);
        }
    }

    [Test]
    public void Node_OfTheSameSeed_HasTheSameTrace()
    {
        const int Scenarios = 20;
        for (ulong seed = Support.Seeds.Base; seed < Support.Seeds.Base + Scenarios; seed++)
        {
            ulong trace = TraceOf(seed);
            Assert.That(TraceOf(seed), Is.EqualTo(trace), $"seed {seed}: something decides beside the seed");
            Assert.That(TraceOf(seed + 1), Is.Not.EqualTo(trace), $"seed {seed}: a trace that sees nothing");
        }
    }

    /// <summary>A rule is broken on purpose: some seed must show it to the checker that is there for it.</summary>
    [TestCase(FaultPoint.CommitBeforeSync, "acknowledged:")]
    [TestCase(FaultPoint.SinkUnsynced, "sink:")]
    [TestCase(FaultPoint.CursorBehind, "bytes:")]
    [TestCase(FaultPoint.ReleasePastMark, "bytes:")]
    [TestCase(FaultPoint.StayFull, "liveness:")]
    [TestCase(FaultPoint.DropAtSink, "ledger:")]
    [TestCase(FaultPoint.DoubleAtSink, "ledger:")]
    public void BrokenRule_IsFound(FaultPoint broken, string finding) =>
        AssertFound(new NodeRules { Broken = broken }, finding);

    /// <summary>A device that loses what it says it has: the node cannot know, the checker must.</summary>
    [Test]
    public void HiddenFailedSync_IsFound() => AssertFound(new NodeRules { HidesFailedSyncs = true }, "fail-stop:");

    /// <summary>Rot in the input, which nothing can find: it must show in the bytes.</summary>
    [Test]
    public void RottenInput_IsFound() => AssertFound(new NodeRules { RotsInput = true }, "bytes:");

    private static void AssertFound(NodeRules rules, string finding)
    {
        string? other = null;
        for (ulong seed = Support.Seeds.Base; seed < Support.Seeds.Base + SeedsMax; seed++)
        {
            using var scenario = new CrashScenario(seed);
            string? problem = scenario.Run(rules);
            if (problem?.Contains(finding, StringComparison.Ordinal) == true)
            {
                TestContext.Out.WriteLine($"found at seed {seed}: {problem.Split('\n')[0]}");
                return;
            }

            other ??= problem;
        }

        Assert.Fail($"{rules}: {SeedsMax} seeds, and no checker said '{finding}'; first of another: {other}");
    }

    private static ulong TraceOf(ulong seed)
    {
        using var scenario = new CrashScenario(seed);
        Assert.That(scenario.Run(NodeRules.AllKept), Is.Null);
        return scenario.Node!.Trace;
    }

    private static void AssertAllStruck(NodeFaults faults) => Assert.Multiple(() =>
    {
        Assert.That(faults.FailedSyncs, Is.GreaterThan(0), "no sync failed");
        Assert.That(faults.FullSinks, Is.GreaterThan(0), "no sink was full");
        Assert.That(faults.FullDisks, Is.GreaterThan(0), "no disk was full");
        Assert.That(faults.SlowDisks, Is.GreaterThan(0), "no disk was slow");
        Assert.That(faults.FlipsFound, Is.GreaterThan(0), "no turned bit was found");
        Assert.That(faults.Flips, Is.GreaterThan(faults.FlipsFound), "no turned bit was harmless");
    });
}
