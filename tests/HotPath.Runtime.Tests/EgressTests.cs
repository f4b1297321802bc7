using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Runtime.Egress;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Simulation;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class EgressTests
{
    [Test]
    public void Sink_AnyShardCountAndSchedule_GetsTheTotalOrder()
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 600, tenants: 11);
        List<string>? expected = null;
        for (ulong seed = 0; seed < 30; seed++)
        {
            FakeConnectors connectors = FakeConnectors.OneFile(rows);
            SimulatedJob.Run(new SimulatedWorld(seed), new ShopPlan(), connectors, shards: 1 + (int)(seed % 6));
            foreach (RecordingSink sink in connectors.Sinks)
            {
                Assert.That(sink.Identities, Is.Ordered, TestSeed.Replay(seed));
                Assert.That(sink.IsComplete, Is.True);
            }

            List<string> all = [.. connectors.Sinks.SelectMany(sink => sink.Rows)];
            expected ??= all;
            Assert.That(all, Is.EqualTo(expected), TestSeed.Replay(seed));
        }

        Assert.That(expected, Has.Count.GreaterThan(1000));
    }

    [Test]
    public void ShardOutputs_RandomAddsAndTakes_BehaveAsASortedList()
    {
        var random = new SplitMix64(TestSeed.Value);
        var outputs = new ShardOutputs(capacity: 16);
        using var arena = new OutputArena(new NativeHeap());
        var oracle = new SortedSet<OutputIdentity>();
        for (int step = 0; step < 5_000; step++)
        {
            if (random.Below(5) < 3)
            {
                var identity = new OutputIdentity(random.Below(1 << 20), random.Below(4), random.Below(100), step, RowKind.Insert);
                _ = arena.Reserve(step % 50);
                arena.Commit(identity, step % 50);
                Assert.That(arena.TryRead(out OutputRecord record), Is.True);
                outputs.Add(record);
                oracle.Add(identity);
            }
            else if (oracle.Count > 0)
            {
                outputs.Sort();
                Assert.That(outputs.First.Identity, Is.EqualTo(oracle.Min), TestSeed.Replay(TestSeed.Value));
                outputs.RemoveFirst();
                oracle.Remove(oracle.Min);
            }

            Assert.That(outputs.Count, Is.EqualTo(oracle.Count));
            Assert.That(outputs.WaitingBytes == 0, Is.EqualTo(oracle.Count == 0));
        }
    }
}
