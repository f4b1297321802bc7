using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class SimulationTests
{
    [Test]
    public void Run_SameSeedTwice_GivesSameTraceLogAndOutputs()
    {
        for (ulong run = 0; run < 10; run++)
        {
            ulong seed = TestSeed.Value + run;
            (JobReport Report, SimulatedWorld World, List<string> Rows) first = Simulate(seed);
            (JobReport Report, SimulatedWorld World, List<string> Rows) second = Simulate(seed);
            Assert.That(second.World.Trace, Is.EqualTo(first.World.Trace), TestSeed.Replay(seed));
            Assert.That(second.Report.Chain, Is.EqualTo(first.Report.Chain), TestSeed.Replay(seed));
            Assert.That(second.Rows, Is.EqualTo(first.Rows), TestSeed.Replay(seed));
        }
    }

    [Test]
    public void Run_OtherSeed_GivesAnotherTrace() =>
        Assert.That(Simulate(1).World.Trace, Is.Not.EqualTo(Simulate(2).World.Trace));

    [Test]
    public void Replay_ThousandSeededLogs_GivesSameOutputsChainAndStateHashes()
    {
        for (ulong run = 0; run < 1000; run++)
        {
            ulong seed = TestSeed.Value + run;
            int rows = 20 + (int)(run % 60);
            var plan = new ShopPlan(tables: 1 + (int)(run % 2), markIntervalBytes: 1024);
            var world = new SimulatedWorld(seed);
            FakeConnectors recorded = Inputs(seed, rows, plan.Tables.Count);
            JobReport report = SimulatedJob.Run(world, plan, recorded, shards: 1 + (int)(run % 3));

            var other = new SimulatedWorld(seed + 1_000_000);
            other.Storage.Put(SimulatedJob.LogPath, world.Storage.ReadAll(SimulatedJob.LogPath));
            FakeConnectors replayed = Inputs(seed, rows: 0, plan.Tables.Count);
            JobOptions options = SimulatedJob.Options with { RecordPath = null, BatchFrames = 1 + (int)(run % 40), FiringUnitRows = 1 + (int)(run % 9) };
            JobReport again = SimulatedJob.Run(
                other, plan, replayed, shards: 1 + (int)(run % 5), options, replayPath: SimulatedJob.LogPath);

            Assert.That(again.Divergences, Is.Empty, TestSeed.Replay(seed));
            Assert.That(again.MarksCompared, Is.EqualTo(report.MarkHashes.Count));
            Assert.That(again.Chain, Is.EqualTo(report.Chain), TestSeed.Replay(seed));
            Assert.That(
                replayed.Sinks.SelectMany(sink => sink.Rows), Is.EqualTo(recorded.Sinks.SelectMany(sink => sink.Rows)), TestSeed.Replay(seed));
        }
    }

    [TestCase("ingress+shards+recorder+egress", 1)]
    [TestCase("ingress/shards+recorder+egress", 3)]
    [TestCase("ingress/shard0/shard1/recorder/egress", 2)]
    [TestCase("egress+shards+ingress", 4)]
    public void Replay_OnThreads_GivesWhatTheSimulationGave(string threads, int shards)
    {
        (JobReport report, SimulatedWorld world, List<string> rows) = Simulate(TestSeed.Value);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, world.Storage.ReadAll(SimulatedJob.LogPath));
            var plan = new ShopPlan(markIntervalBytes: 1024);
            FakeConnectors connectors = Inputs(0, rows: 0, tables: 1);
            var options = new JobOptions { ThreadPlan = threads, ShardCount = shards };
            JobReport again = JobRunner.Replay(path, plan, connectors, options, CancellationToken.None);
            Assert.That(again.Divergences, Is.Empty, TestSeed.Replay(TestSeed.Value));
            Assert.That(again.SinksCompared, Is.EqualTo(2));
            Assert.That(again.MarkHashes, Is.EqualTo(report.MarkHashes));
            Assert.That(connectors.Sinks.SelectMany(sink => sink.Rows), Is.EqualTo(rows));
            Assert.That(JobRunner.ReadPlanText(path), Is.EqualTo(plan.PlanText));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Replay_PlanComputesSomethingElse_ReportsStateAndSink()
    {
        (_, SimulatedWorld world, _) = Simulate(TestSeed.Value);
        var other = new ShopPlan(markIntervalBytes: 1024) { FanOut = 24 };
        JobReport report = SimulatedJob.Run(
            world, other, Inputs(0, 0, 1), options: SimulatedJob.Options with { RecordPath = null }, replayPath: SimulatedJob.LogPath);
        Assert.That(report.Divergences, Has.Some.Contains("sink 'out1'"));
    }

    [Test]
    public void Replay_OfAnotherPlansLog_IsRefused()
    {
        (_, SimulatedWorld world, _) = Simulate(TestSeed.Value);
        var other = new ShopPlan { PlanText = "another plan" };
        HotPathException error = Assert.Throws<HotPathException>(() => SimulatedJob.Run(
            world, other, Inputs(0, 0, 1), options: SimulatedJob.Options with { RecordPath = null }, replayPath: SimulatedJob.LogPath))!;
        Assert.That(error.Message, Does.Contain("recorded under another plan"));
    }

    [Test]
    public void Stop_InMidRun_DrainsWhatIsSequencedAndFiresNothingAtTheEnd()
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 5000);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var plan = new ShopPlan(markIntervalBytes: 1024);
            FakeConnectors connectors = FakeConnectors.OneFile(rows);
            var world = new SimulatedWorld(seed);
            JobReport report = SimulatedJob.Run(world, plan, connectors, shards: 2, stopAfterSteps: 40 + (long)seed);
            Assert.That(report.Stopped, Is.True);
            Assert.That(report.Events, Is.Positive.And.LessThan(5000));
            Assert.That(connectors.Sinks[0].Rows, Has.None.Contains(" -"), "end of input would give negative sums");
            Assert.That(connectors.Sinks[0].Identities.Count(identity => identity.Statement == 1), Is.EqualTo(report.Events));
            List<string> log = LogText.Read(world.Storage.ReadAll(SimulatedJob.LogPath), plan);
            Assert.That(log, Has.None.StartsWith("end "));
            Assert.That(log[^1], Does.StartWith("mark "));
        }
    }

    private static (JobReport Report, SimulatedWorld World, List<string> Rows) Simulate(ulong seed)
    {
        var world = new SimulatedWorld(seed);
        FakeConnectors connectors = Inputs(seed, rows: 400, tables: 1);
        JobReport report = SimulatedJob.Run(world, new ShopPlan(markIntervalBytes: 1024), connectors, shards: 2);
        return (report, world, [.. connectors.Sinks.SelectMany(sink => sink.Rows)]);
    }

    private static FakeConnectors Inputs(ulong seed, int rows, int tables) => FakeConnectors.Files(
        [.. Enumerable.Range(0, tables).Select(i => new IReadOnlyList<ShopRow>[] { ShopRow.Random(seed + (ulong)i, rows) })]);
}
