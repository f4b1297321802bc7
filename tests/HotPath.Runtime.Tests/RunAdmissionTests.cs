using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>Rows that a source shows many at a time give the log that they give one by one, whose way is the oracle.</summary>
[TestFixture]
public sealed class RunAdmissionTests
{
    [Test]
    public void Log_OfRunsOfAnyLength_IsThatOfRecordsOneByOne()
    {
        for (ulong run = 0; run < 200; run++)
        {
            ulong seed = TestSeed.Value + run;
            List<ShopRow> rows = RandomRows(seed);
            var plan = new ShopPlan(markIntervalBytes: 300 + (int)(97 * run));
            JobOptions options = SimulatedJob.Options with { BatchFrames = 1 + (int)(run % 80), RingBytes = run % 3 == 0 ? 32_768 : 131_072 };
            List<string> expected = Log(plan, new FakeConnectors(_ => [new ListSource("events.csv", 0, rows)]), seed, options, out JobReport one);
            ListRunSource? source = null;
            var connectors = new FakeConnectors(
                table => [source = new ListRunSource("events.csv", rows, table.Schema, new System.Random((int)seed))]);
            List<string> log = Log(plan, connectors, seed, options, out JobReport report);
            Assert.That(log, Is.EqualTo(expected), TestSeed.Replay(seed));
            Assert.That(
                (report.Events, report.Rejected, report.EndPosition),
                Is.EqualTo((one.Events, one.Rejected, one.EndPosition)),
                TestSeed.Replay(seed));
            Assert.That(source!.Shown, Is.GreaterThan(rows.Count / 4), "or nothing was compared");
        }
    }

    private static List<ShopRow> RandomRows(ulong seed)
    {
        var random = new SplitMix64(seed);
        List<ShopRow> rows = ShopRow.Random(seed, 150 + random.Below(300), tenants: 1 + random.Below(12), withIdle: random.Below(2) == 0);
        rows.Insert(random.Below(rows.Count), new ShopRow(new string('x', 5000), 2, 2)); // larger than a frame may be
        return rows;
    }

    private static List<string> Log(ShopPlan plan, FakeConnectors connectors, ulong seed, JobOptions options, out JobReport report)
    {
        var world = new SimulatedWorld(seed);
        report = SimulatedJob.Run(world, plan, connectors, shards: 2, options);
        return LogText.Read(world.Storage.ReadAll(SimulatedJob.LogPath), plan);
    }
}
