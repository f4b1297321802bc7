using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class JobRunnerTests
{
    [TestCase("auto")]
    [TestCase("ingress+shards+egress")]
    [TestCase("ingress/shard0/shard1/egress")]
    public void Run_OnThreads_CountsEveryRow(string threads)
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 20_000);
        FakeConnectors connectors = FakeConnectors.OneFile(rows);
        JobReport report = JobRunner.Run(
            new ShopPlan(), connectors, new JobOptions { ThreadPlan = threads }, CancellationToken.None);
        int rejected = rows.Count(row => row.IsRejected);
        Assert.That((report.Events, report.Rejected, report.DeadLetters), Is.EqualTo((rows.Count - (long)rejected, (long)rejected, (long)rejected)));
        Assert.That(report.FirstDeadLetters[0].Reason, Is.EqualTo("Malformed"));
        Assert.That(report.Tenants, Has.Count.EqualTo(8));
        Assert.That(report.Sources.Sum(counters => counters.Read), Is.EqualTo(rows.Count));
        Assert.That(report.Sinks[0].Rows, Is.EqualTo(connectors.Sinks[0].Rows.Count));
        Assert.That(report.WatermarkMs, Is.EqualTo(rows.Where(row => !row.IsRejected).Max(row => row.TimeMs)));
        Assert.That(report.Stopped, Is.False);
        Assert.That(report.Chain, Is.Null);
    }

    [Test]
    public void Run_ArenaLimitOfAFewRows_StopsAdmissionAndStillEnds()
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 5_000);
        var options = new JobOptions { OutputArenaLimitBytes = 1, BatchFrames = 8, ShardCount = 3, RingBytes = 32_768, FrameBytesMax = 4096 };
        FakeConnectors connectors = FakeConnectors.OneFile(rows);
        FakeConnectors unlimited = FakeConnectors.OneFile(rows);
        JobRunner.Run(new ShopPlan(), connectors, options, CancellationToken.None);
        JobRunner.Run(new ShopPlan(), unlimited, new JobOptions(), CancellationToken.None);
        Assert.That(connectors.Sinks[0].Rows, Is.EqualTo(unlimited.Sinks[0].Rows));
    }

    [Test]
    public void Run_LargestRejectInTheSmallestRing_FindsRoom()
    {
        List<ShopRow> rows = [new(new string('x', 5000), 1, 1), new("a", 2, 2), new(new string('y', 5000), 3, 3)];
        var options = new JobOptions { RingBytes = 32_768, FrameBytesMax = 512 };
        JobReport report = JobRunner.Run(new ShopPlan(), FakeConnectors.OneFile(rows), options, CancellationToken.None);
        Assert.That((report.Events, report.Rejected), Is.EqualTo((1L, 2L)));
        HotPathException error = Assert.Throws<HotPathException>((options with { RingBytes = 16_384 }).Validate)!;
        Assert.That(error.Message, Does.Contain("ring 16384").And.Contain("four times the largest frame (4160 bytes)"));
    }

    [Test]
    public void Run_FiringsLargerThanMemory_SpillAndGiveTheSameRows()
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 300);
        FakeConnectors spilled = FakeConnectors.OneFile(rows);
        FakeConnectors held = FakeConnectors.OneFile(rows);
        var plan = new ShopPlan { FanOut = 20_000 };
        JobReport small = JobRunner.Run(
            plan, spilled, new JobOptions { OutputArenaMemoryBytes = 1, OutputArenaLimitBytes = 1024 }, CancellationToken.None);
        JobReport large = JobRunner.Run(
            plan, held, new JobOptions { OutputArenaMemoryBytes = long.MaxValue }, CancellationToken.None);
        Assert.That(spilled.Sinks[0].Rows, Is.EqualTo(held.Sinks[0].Rows).And.Count.GreaterThan(100_000));
        Assert.That((small.SpilledBytes > 1_000_000, large.SpilledBytes), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void Run_SinkFails_StopsWithItsError()
    {
        var connectors = new FakeConnectors(_ => [new CountingSource(10_000_000, 5)]) { FailAtRow = 1000 };
        HotPathException error = Assert.Throws<HotPathException>(
            () => JobRunner.Run(new ShopPlan(), connectors, new JobOptions(), CancellationToken.None))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
        Assert.That(error.Message, Does.Contain("out1: no space left"));
        Assert.That(connectors.Sinks[0].IsComplete, Is.False);
    }

    [Test]
    public void Run_SourceThrowsSomethingUnexpected_NamesTheAgent()
    {
        var connectors = new FakeConnectors(_ => [new ThrowingSource()]);
        HotPathException error = Assert.Throws<HotPathException>(
            () => JobRunner.Run(new ShopPlan(), connectors, new JobOptions(), CancellationToken.None))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.InvariantBroken));
        Assert.That(error.Message, Does.Contain("agent ingress failed"));
    }

    [Test]
    public void Run_StoppedWhileRunning_ReportsStopped()
    {
        using var stop = new CancellationTokenSource();
        var connectors = new FakeConnectors(_ => [new CountingSource(long.MaxValue, 5)]) { KeepsRows = false };
        var options = new JobOptions { ProgressIntervalMs = 5, OnProgress = progress => Cancel(progress, stop) };
        JobReport report = JobRunner.Run(new ShopPlan { FanOut = 0 }, connectors, options, stop.Token);
        Assert.That(report.Stopped, Is.True);
        Assert.That(report.Events, Is.EqualTo(report.Sinks[0].Rows).And.Positive);
    }

    [Test]
    public void Import_ThenReplay_RunsTheStatements()
    {
        string path = Path.GetTempFileName();
        try
        {
            List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 3000);
            FakeConnectors live = FakeConnectors.OneFile(rows);
            var plan = new ShopPlan();
            ImportReport import = JobRunner.Import(plan, live, path, new JobOptions(), CancellationToken.None);
            Assert.That(live.Sinks, Is.Empty);
            Assert.That(import.Events + import.Rejected, Is.EqualTo(3000));

            FakeConnectors replayed = FakeConnectors.OneFile([]);
            JobReport report = JobRunner.Replay(path, plan, replayed, new JobOptions(), CancellationToken.None);
            Assert.That((report.Events, report.Chain, report.MarksCompared), Is.EqualTo((import.Events, (ulong?)import.Chain, 0)));

            FakeConnectors direct = FakeConnectors.OneFile(rows);
            JobRunner.Run(plan, direct, new JobOptions(), CancellationToken.None);
            Assert.That(replayed.Sinks.SelectMany(sink => sink.Rows), Is.EqualTo(direct.Sinks.SelectMany(sink => sink.Rows)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Options_SeveralBad_AreAllNamed()
    {
        var options = new JobOptions { BatchFrames = 0, RingBytes = 5000, FiringUnitRows = -1 };
        HotPathException error = Assert.Throws<HotPathException>(
            () => JobRunner.Run(new ShopPlan(), FakeConnectors.OneFile([]), options, CancellationToken.None))!;
        Assert.That(error.Message, Does.Contain("batch 0").And.Contain("ring 5000").And.Contain("firing unit -1"));
    }

    [Test]
    public void Run_RecordPathIsAFolder_SaysSo()
    {
        HotPathException error = Assert.Throws<HotPathException>(() => JobRunner.Run(
            new ShopPlan(), FakeConnectors.OneFile([]), new JobOptions { RecordPath = Path.GetTempPath() }, CancellationToken.None))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.OutputUnwritable));
    }

    private static void Cancel(JobProgress progress, CancellationTokenSource stop)
    {
        if (progress.Events > 0)
        {
            stop.Cancel();
        }
    }

    private sealed class ThrowingSource : ITableSource
    {
        public string Name => "bad";

        public int FileIndex => 0;

        public bool IsBounded => true;

        public bool IsReplayable => true;

        public void SkipTo(long records)
        {
        }

        public ReadStatus Read(SourceRecord record, SourceTime now) => throw new InvalidOperationException("boom");

        public void Dispose()
        {
        }
    }
}
