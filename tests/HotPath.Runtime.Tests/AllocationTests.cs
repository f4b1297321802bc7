using System;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Runtime.Environments;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class AllocationTests
{
    private const long WarmupEvents = 200_000;
    private const long MeasuredEvents = 1_000_000;

    [Test]
    public void SteadyState_SourceToSink_AllocatesNothing()
    {
        var connectors = new FakeConnectors(_ => [new CountingSource(long.MaxValue, 100)]) { KeepsRows = false };
        var job = new NodeJob
        {
            Plan = new ShopPlan(markIntervalBytes: 1L << 40) { FanOut = 0 },
            Connectors = connectors,
            Options = new JobOptions(),
            ShardCount = 2,
        };
        using var node = new Node<RealEnvironment>(job, default, CancellationToken.None);
        Drive(node, WarmupEvents);
        long allocatorCalls = node.AllocatorCalls;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        Drive(node, WarmupEvents + MeasuredEvents);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - bytes, Is.LessThan(1000), "the list of agents of the test itself");
        Assert.That(node.AllocatorCalls, Is.EqualTo(allocatorCalls));
    }

    private static void Drive(Node<RealEnvironment> node, long events)
    {
        IAgent[] agents = [.. node.Agents];
        while (node.Events < events)
        {
            for (int cycle = 0; cycle < 100; cycle++)
            {
                foreach (IAgent agent in agents)
                {
                    agent.DoWork();
                }
            }
        }
    }
}
