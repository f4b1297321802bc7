using System.Collections.Generic;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Threads;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

public sealed class ThreadPlacementTests
{
    [TestCase("off", 2, "0-3", "2-3", "", "not pinned")]
    [TestCase("auto", 2, "0-1", "2-5", "2,3", "pinned to isolated cores")]
    [TestCase("auto", 2, "0-3", "", "", "not pinned: no core is isolated")]
    [TestCase("auto", 3, "0-3", "2,3", "", "not pinned: 3 threads, 2 isolated cores")]
    [TestCase("1,3", 2, "0-3", "", "1,3", "pinned")]
    [TestCase(" 4-7 ", 3, "0-3", "4-7", "4,5,6", "pinned")]
    public void Choose_OnAMachine_TakesTheseCores(
        string text, int threads, string usable, string isolated, string expected, string reason)
    {
        var placement = ThreadPlacement.Choose(text, threads, Cores(usable), Cores(isolated));
        Assert.That(string.Join(',', placement.Cores), Is.EqualTo(expected));
        Assert.That(placement.Reason, Is.EqualTo(reason));
    }

    [TestCase("fast", "--pin 'fast': is neither auto, nor off, nor cores such as 2,3 or 4-7")]
    [TestCase("3-1", "--pin '3-1': is neither auto, nor off, nor cores such as 2,3 or 4-7")]
    [TestCase("1,9", "--pin '1,9': core 9 is not usable here; there are 0,1,2,3")]
    [TestCase("1", "--pin '1': the plan has 2 threads and each needs a core of its own")]
    [TestCase("1,1", "--pin '1,1': the plan has 2 threads and each needs a core of its own")]
    public void Choose_NoSuchCores_SaysWhichThereAre(string text, string message)
    {
        HotPathException error = Assert.Throws<HotPathException>(
            () => ThreadPlacement.Choose(text, 2, Cores("0-3"), []))!;
        Assert.That((error.Code, error.Message), Is.EqualTo((ErrorCode.ConfigurationInvalid, message)));
    }

    // What the kernel says of each thread, asked on the thread itself.
    [Test]
    public void Run_WithCores_KeepsEachThreadOnItsOwn()
    {
        IReadOnlyList<int> usable = CurrentThread.Cores();
        Assume.That(usable, Has.Count.GreaterThanOrEqualTo(2));
        var seen = new ConcurrentDictionary<string, string>();
        FakeConnectors connectors = new(_ => [new WatchingSource(seen)]);
        var options = new JobOptions
        {
            ThreadPlan = "ingress/shard0+egress",
            ShardCount = 1,
            Cores = $"{usable[1]},{usable[0]}",
            Nice = 1,
        };
        JobReport report = JobRunner.Run(new ShopPlan(), connectors, options, CancellationToken.None);
        Assert.That(seen["ingress"], Is.EqualTo($"{usable[1]}"));
        Assert.That(report.Threads, Is.EqualTo(
            $"ingress on core {usable[1]}, recorder+shard0+egress on core {usable[0]} (pinned), idle backoff, nice 1"));
        Assert.That(CurrentThread.Cores(), Is.EqualTo(usable), "only the threads of the plan are pinned");
    }

    [TestCase(IdleMode.Adaptive)]
    [TestCase(IdleMode.Yield)]
    public void Run_WithEveryIdleStrategy_GivesTheSameRows(IdleMode mode)
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 5_000, withIdle: true);
        FakeConnectors expected = FakeConnectors.OneFile(rows);
        FakeConnectors actual = FakeConnectors.OneFile(rows);
        JobRunner.Run(new ShopPlan(), expected, new JobOptions(), CancellationToken.None);
        var idle = new IdleSwitch(mode);
        JobRunner.Run(new ShopPlan(), actual, new JobOptions { Idle = idle }, CancellationToken.None);
        Assert.That(actual.Sinks[0].Rows, Is.EqualTo(expected.Sinks[0].Rows));
    }

    [Test]
    public void Check_YieldingThreads_MayBeMoreThanCores()
    {
        Assert.That(() => IdleSwitch.Check(IdleMode.Yield, threads: 4, cores: 2), Throws.Nothing);
        Assert.That(() => IdleSwitch.Check(IdleMode.Spin, threads: 4, cores: 2), Throws.TypeOf<HotPathException>());
    }

    [Test]
    public void Run_MoreSpinningThreadsThanCores_IsRefused()
    {
        int cores = CurrentThread.Cores().Count;
        string plan = $"ingress/{string.Join('/', Enumerable.Range(0, cores).Select(static i => $"shard{i}"))}/egress";
        var options = new JobOptions { ThreadPlan = plan, Idle = new IdleSwitch(IdleMode.Spin) };
        Assert.That(
            () => JobRunner.Run(new ShopPlan(), FakeConnectors.OneFile([]), options, CancellationToken.None),
            Throws.TypeOf<HotPathException>().With.Message.Contains(
                $"{cores + 2} threads would spin on {cores} usable cores"));
    }

    private static IReadOnlyList<int> Cores(string text) => ThreadPlacement.TryReadCores(text)!;
}
