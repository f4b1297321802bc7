using System.Linq;
using System.Threading;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>What a mark finds to hash keeps rows waiting: the nearer it comes, the less a shard leaves to it.</summary>
[TestFixture]
public sealed class MarkTests
{
    private const int IntervalBytes = 1 << 20;

    [TestCase(8, 256, 256)]
    [TestCase(2048, 256, 4096)] // frames a duty cycle, each some 100 bytes of log
    public void Marks_AsTheyCome_FindFewEntriesToHash(int batchFrames, int least, int most)
    {
        var plan = new ShopPlan(markIntervalBytes: IntervalBytes) { FanOut = 0 };
        Run(plan, new JobOptions { BatchFrames = batchFrames });
        int[] atMarks = [.. plan.LeftToMarks.SkipLast(1)]; // the last comes with the end of the input, wherever that is
        Assert.That(atMarks, Has.Length.GreaterThan(5));
        Assert.That(atMarks, Has.All.InRange(least, most));
        Assert.That(plan.LeftToMarks[^1], Is.GreaterThan(most), "far from a mark more is left to it");
    }

    [Test]
    public void Marks_WhereFewMayBeLeft_FindNoMore()
    {
        var plan = new ShopPlan(markIntervalBytes: IntervalBytes) { FanOut = 0 };
        Run(plan, new JobOptions { MarkEntriesMax = 7 });
        Assert.That(plan.LeftToMarks, Has.All.EqualTo(7));
    }

    private static void Run(ShopPlan plan, JobOptions options) => JobRunner.Run(
        plan, FakeConnectors.OneFile(ShopRow.Random(TestSeed.Value, 100_000)), options, CancellationToken.None);
}
