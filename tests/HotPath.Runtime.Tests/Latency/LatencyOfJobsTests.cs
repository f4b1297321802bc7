using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Latency;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests.Latency;

/// <summary>A whole job: every event is measured once, for its tenant, under every thread plan.</summary>
public sealed class LatencyOfJobsTests
{
    private const int Rows = 20_000;
    private const double Precision = 0.03;

    [TestCase("ingress+shard0+egress", 1)]
    [TestCase("ingress/shard0+egress", 1)]
    [TestCase("ingress/shard0+shard1/egress", 2)]
    public void Run_MeasuresEveryEventOnce_AndStagesAddUp(string threads, int shards)
    {
        List<ShopRow> rows = [.. Enumerable.Range(0, Rows).Select(static i => new ShopRow(
            $"t{i % 3}", i, i, IsRejected: i % 100 == 7))];
        FakeConnectors connectors = FakeConnectors.OneFile(rows);
        var options = new JobOptions { ThreadPlan = threads, ShardCount = shards, MeasuresLatency = true };
        JobReport report = JobRunner.Run(new ShopPlan(), connectors, options, CancellationToken.None);
        ILookup<string, LatencyFigures> byTenant = report.Latency.ToLookup(static f => f.Tenant);
        Assert.That(byTenant[string.Empty].Select(static f => f.Events), Is.All.EqualTo(report.Events));
        foreach (string tenant in (string[])["t0", "t1", "t2"])
        {
            long events = rows.Count(row => row.Tenant == tenant && !row.IsRejected);
            Assert.That(byTenant[tenant].Select(static f => f.Events), Is.All.EqualTo(events), tenant);
            Dictionary<LatencyStage, double> means = byTenant[tenant].ToDictionary(static f => f.Stage, static f => f.MeanNs);
            double total = means[LatencyStage.Total];
            Assert.That(total, Is.GreaterThan(0));
            Assert.That(means.Values.Sum() - total, Is.EqualTo(total).Within((Precision * total) + 1_000), tenant);
            Assert.That(means[LatencyStage.Commit], Is.LessThan(2), "there is no journal");
        }
    }

    [Test]
    public void Run_NotAsked_MeasuresNothing()
    {
        FakeConnectors connectors = FakeConnectors.OneFile([new ShopRow("t", 1, 1)]);
        JobReport report = JobRunner.Run(new ShopPlan(), connectors, new JobOptions(), CancellationToken.None);
        Assert.That(report.Events, Is.EqualTo(1));
        Assert.That(report.Latency, Is.Empty);
    }
}
