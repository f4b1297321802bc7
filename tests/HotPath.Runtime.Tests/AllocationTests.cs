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

    // Code that is not optimized yet boxes, and on a busy machine the compiler's thread may come late.
    private const int Attempts = 3;

    // The test's own.
    private const long ListOfAgentsBytesMax = 1000;

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
        long bytes = long.MaxValue;
        for (int attempt = 1; attempt <= Attempts && bytes >= ListOfAgentsBytesMax; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Drive(node, WarmupEvents + (attempt * MeasuredEvents));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(bytes, Is.LessThan(ListOfAgentsBytesMax));
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
