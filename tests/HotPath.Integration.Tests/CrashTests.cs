using System;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Environments;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// What is promised after any crash, (a) of design.md: a whole node is crashed again and again under a seed, by kill or
/// by power cut; at its end the bytes of every sink are those of a run without a crash, and the ledger balances.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CrashTests
{
    private const int PartCount = 10;

    private static readonly int Seeds = int.Parse(
        Environment.GetEnvironmentVariable("HOTPATH_CRASH_SEEDS") ?? "500",
        System.Globalization.CultureInfo.InvariantCulture);

    [Test]
    public void Node_CrashedAgainAndAgain_EndsWithTheBytesOfARunWithoutACrash([Range(0, PartCount - 1)] int part)
    {
        int lives = 0;
        int fromCheckpoint = 0;
        int fromSnapshot = 0;
        long copies = 0;
        long stale = 0;
        for (int i = part; i < Seeds; i += PartCount)
        {
            using var scenario = new CrashScenario(Support.Seeds.Base + (ulong)i);
            Assert.That(scenario.Run(FaultPoint.None), Is.Null);
            lives += scenario.Lives;
            fromCheckpoint += scenario.FromCheckpoint;
            fromSnapshot += scenario.FromSnapshot;
            copies += scenario.ByEventId.Copies;
            stale += scenario.ByEventId.Stale;
        }

        TestContext.Out.WriteLine(
            $"{lives} lives, {fromCheckpoint} from a checkpoint, {fromSnapshot} back to a snapshot; {copies} copies and {stale} "
            + "stale rows by event id");
        Assert.That(fromCheckpoint, Is.GreaterThan(lives / 20), "crashes that never meet a checkpoint prove little");
        Assert.That(Seeds < 500 ? long.MaxValue : Math.Min(copies, stale), Is.GreaterThan(lives / 20), "event ids that never repeat prove little");
    }

    /// <summary>A rule is broken on purpose: some seed must end with other bytes, or be stopped by a check.</summary>
    [TestCase(FaultPoint.CommitBeforeSync)]
    [TestCase(FaultPoint.SinkUnsynced)]
    [TestCase(FaultPoint.CursorBehind)]
    [TestCase(FaultPoint.ReleasePastMark)]
    public void BrokenRule_IsFound(FaultPoint broken)
    {
        const int SeedsMax = 200;
        for (ulong seed = Support.Seeds.Base; seed < Support.Seeds.Base + SeedsMax; seed++)
        {
            using var scenario = new CrashScenario(seed);
            if (scenario.Run(broken) is { } problem)
            {
                TestContext.Out.WriteLine($"found at seed {seed}: {problem}");
                return;
            }
        }

        Assert.Fail($"{broken}: {SeedsMax} seeds and nobody noticed");
    }
}
