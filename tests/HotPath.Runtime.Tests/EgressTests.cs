using System.Collections.Generic;
using System.Linq;
using HotPath.Dataflow.Outputs;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Runtime.Egress;
using HotPath.Runtime.Jobs;
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

    /// <summary>What each sink gets is a function of the log: neither how firings are cut nor who overtakes whom shows in it.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Sinks_AnyUnitBatchShardsAndSchedule_GetTheSameRows(bool hasOneSink)
    {
        List<ShopRow>[] rows = [ShopRow.Random(TestSeed.Value, 300, tenants: 5), ShopRow.Random(TestSeed.Value + 1, 300, tenants: 5)];
        List<List<string>>? expected = null;
        for (ulong seed = 0; seed < 60; seed++)
        {
            FakeConnectors connectors = RunCut(seed, rows, new ShopPlan(tables: 2, hasOneSink: hasOneSink) { FanOut = 90 });
            List<List<string>> sinks = [.. connectors.Sinks.Select(sink => sink.Rows)];
            expected ??= sinks;
            Assert.That(sinks, Is.EqualTo(expected), TestSeed.Replay(seed));
            Assert.That(connectors.Sinks.Select(sink => sink.Identities), Is.All.Ordered, TestSeed.Replay(seed));
        }

        Assert.That(expected!.Sum(sink => sink.Count), Is.GreaterThan(3000));
    }

    /// <summary>Shards that do not tell what is pending: the test above must be able to find it.</summary>
    [Test]
    public void Sinks_WhenPendingFiringsAreHidden_AreOutOfOrder()
    {
        List<ShopRow>[] rows = [ShopRow.Random(TestSeed.Value, 300, tenants: 5), ShopRow.Random(TestSeed.Value + 1, 300, tenants: 5)];
        bool isFound = false;
        for (ulong seed = 0; seed < 60 && !isFound; seed++)
        {
            FakeConnectors connectors = RunCut(seed, rows, new ShopPlan(tables: 2) { FanOut = 90, HidesFirings = true });
            isFound = connectors.Sinks.Exists(sink => !sink.Identities.SequenceEqual(sink.Identities.Order()));
        }

        Assert.That(isFound, Is.True);
    }

    private static FakeConnectors RunCut(ulong seed, List<ShopRow>[] rows, ShopPlan plan)
    {
        FakeConnectors connectors = FakeConnectors.Files([.. rows.Select(file => new IReadOnlyList<ShopRow>[] { file })]);
        var random = new SplitMix64(seed);
        JobOptions options = SimulatedJob.Options with
        {
            FiringUnitRows = 1 + random.Below(random.Below(2) == 0 ? 5 : 100),
            BatchFrames = 1 + random.Below(40),
            OutputArenaLimitBytes = random.Below(3) == 0 ? 512 : 64 * 1024 * 1024,
        };
        SimulatedJob.Run(new SimulatedWorld(seed), plan, connectors, shards: 1 + (int)(seed % 4), options);
        return connectors;
    }

    [Test]
    public void ShardOutputs_RandomAddsAndTakes_BehaveAsASortedList()
    {
        var random = new SplitMix64(TestSeed.Value);
        var outputs = new ShardOutputs(capacity: 16);
        using var arena = new OutputArena(new NativeHeap(), blockBytes: 4096);
        var oracle = new SortedSet<OutputIdentity>();
        long stretched = 0;
        for (int step = 0; step < 5_000; step++)
        {
            if (random.Below(5) < 3)
            {
                var first = new OutputIdentity(random.Below(1 << 20), random.Below(4), random.Below(100), 1000L * step, RowKind.Insert);
                int rows = random.Below(2) == 0 ? 1 : 1 + random.Below(40);
                for (int row = 0; row < rows; row++)
                {
                    OutputIdentity identity = first with { Index = first.Index + row, Kind = (RowKind)random.Below(4) };
                    _ = arena.Reserve(step % 50);
                    arena.Commit(identity, step % 50);
                    oracle.Add(identity);
                }

                while (arena.TryReadStretch(out OutputStretch stretch))
                {
                    stretched += stretch.Rows - 1;
                    outputs.Add(stretch, OutputArena.RecordAt(stretch.RowAddress).Identity);
                }
            }
            else if (oracle.Count > 0)
            {
                outputs.Sort();
                Assert.That(outputs.FirstIdentity, Is.EqualTo(oracle.Min), TestSeed.Replay(TestSeed.Value));
                Take(outputs, arena, oracle, rows: 1 + random.Below(outputs.First.Rows));
            }

            Assert.That(outputs.Rows, Is.EqualTo(oracle.Count));
        }

        Assert.That(stretched, Is.GreaterThan(10_000), "single rows prove little");
    }

    private static void Take(ShardOutputs outputs, OutputArena arena, SortedSet<OutputIdentity> oracle, int rows)
    {
        nint row = outputs.First.RowAddress;
        int lengthBytes = 0;
        for (int i = 0; i < rows; i++)
        {
            OutputRecord record = OutputArena.RecordAt(row + lengthBytes);
            Assert.That(record.Identity, Is.EqualTo(oracle.Min), TestSeed.Replay(TestSeed.Value));
            oracle.Remove(oracle.Min);
            lengthBytes += record.LengthBytes;
        }

        outputs.Remove(rows, lengthBytes);
        arena.Release(row, lengthBytes);
    }
}
