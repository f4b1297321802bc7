using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

[TestFixture]
public sealed class SequencingTests
{
    [Test]
    public void Log_OfOneFile_StartsWithPlanAndDefinesBeforeUse()
    {
        var plan = new ShopPlan();
        ShopRow[] rows =
        [
            new("a", 1, 10), new(null, 2, 11), new("b", 3, 12), new("a", 4, 13), new("x", 5, 14, IsRejected: true), new(string.Empty, 6, 15),
        ];
        List<string> log = Log(plan, FakeConnectors.OneFile(rows), seed: 1);
        Assert.That(log[^1], Does.StartWith("mark "));
        Assert.That(log[..^1], Is.EqualTo(new[]
        {
            "plan shop test plan", "table 1 events1", "source 1:0 events.csv",
            "tenant 1 a", "event 1:0:1 tenant 1 10", "event 1:0:2 tenant 0 11", "tenant 2 b", "event 1:0:3 tenant 2 12",
            "event 1:0:4 tenant 1 13", "reject 1:0:5 1/1 bad 14", "tenant 3 ", "event 1:0:6 tenant 3 15", "end 1",
        }));
    }

    [Test]
    public void Log_AnyBatchSizeAndSchedule_IsTheSame()
    {
        List<ShopRow> rows = ShopRow.Random(TestSeed.Value, 800);
        List<string>? expected = null;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var plan = new ShopPlan(markIntervalBytes: 1000);
            List<string> log = Log(plan, FakeConnectors.OneFile(rows), seed, SimulatedJob.Options with { BatchFrames = 1 << ((int)seed % 10) });
            expected ??= log;
            Assert.That(log, Is.EqualTo(expected), TestSeed.Replay(TestSeed.Value));
        }

        Assert.That(expected!.Count(line => line.StartsWith("mark ", System.StringComparison.Ordinal)), Is.GreaterThan(80));
    }

    [Test]
    public void Marks_PositionPassesAMultiple_LieRightBehindThatFrame()
    {
        const long Interval = 1000;
        var plan = new ShopPlan(markIntervalBytes: Interval);
        var world = new SimulatedWorld(3);
        JobReport report = SimulatedJob.Run(world, plan, FakeConnectors.OneFile(ShopRow.Random(5, 300)));
        long[] positions = [.. report.MarkHashes.Select(mark => mark.Position)];
        Assert.That(positions[..^1].Select(position => position / Interval), Is.Unique);
        Assert.That(positions[..^1], Has.All.Matches<long>(position => position % Interval < 200), "a mark follows within a frame");
        Assert.That(positions[^1], Is.EqualTo(report.EndPosition - 64), "the log ends with a mark");
    }

    [Test]
    public void Merge_SeveralFilesAndTables_FollowsTheOracle()
    {
        for (ulong run = 0; run < 200; run++)
        {
            ulong seed = TestSeed.Value + run;
            var random = new SplitMix64(seed);
            IReadOnlyList<ShopRow>[][] files = RandomFiles(random, withIdle: true);
            var plan = new ShopPlan(tables: files.Length);
            List<string> log = Log(plan, FakeConnectors.Files(files), seed);
            Assert.That(log.Where(IsRecord).Select(Place), Is.EqualTo(MergeOracle(files)), TestSeed.Replay(seed));
            Assert.That(log.Where(line => line.StartsWith("end ", System.StringComparison.Ordinal)), Has.Exactly(files.Length).Items);
        }
    }

    [Test]
    public void Merge_TablesWithoutRowTime_TakeTurns()
    {
        var plan = new ShopPlan(tables: 2, hasRowTime: false);
        ShopRow[] three = [new("a", 9, 1), new("a", 8, 2, IdleBefore: 3), new("a", 7, 3)];
        ShopRow[] one = [new("a", 1, 4, IdleBefore: 2)];
        List<string> log = Log(plan, FakeConnectors.Files([[three, one], [three]]), seed: 4);
        Assert.That(
            log.Where(IsRecord).Select(Place),
            Is.EqualTo(new[] { "1:0:1", "1:1:1", "2:0:1", "1:0:2", "2:0:2", "1:0:3", "2:0:3" }));
    }

    [Test]
    public void Merge_UnboundedSourceWithNothing_IsNotWaitedFor()
    {
        var plan = new ShopPlan();
        ShopRow[] bounded = [.. Enumerable.Range(0, 50).Select(i => new ShopRow("a", i, i))];
        ShopRow[] slow = [new("b", 1, 1000, IdleBefore: 100_000)];
        var connectors = new FakeConnectors(_ =>
            [new ListSource("f0", 0, bounded), new ListSource("f1", 1, slow, isBounded: false)]);
        List<string> log = Log(plan, connectors, seed: 5);
        List<string> events = [.. log.Where(IsRecord)];
        Assert.That(events, Has.Count.EqualTo(51));
        Assert.That(events[^1], Does.EndWith(" 1000"));
    }

    [Test]
    public void Row_LargerThanTheLargestFrame_IsRejectedWithItsFirstBytes()
    {
        var plan = new ShopPlan();
        ShopRow[] rows = [new("a", 1, 1), new(new string('x', 5000), 2, 2), new("b", 3, 3)];
        FakeConnectors connectors = FakeConnectors.OneFile(rows);
        var world = new SimulatedWorld(6);
        JobReport report = SimulatedJob.Run(world, plan, connectors);
        Assert.That((report.Events, report.Rejected, report.DeadLetters), Is.EqualTo((2L, 1L, 1L)));
        Assert.That(connectors.Sinks[^1].Rows[0], Does.StartWith("TooLarge 0:2"));
    }

    [Test]
    public void Tenant_OfABadType_IsRefusedByName()
    {
        var plan = new ShopPlan();
        var bad = new BadTenantPlan(plan);
        HotPathException error = Assert.Throws<HotPathException>(
            () => SimulatedJob.Run(new SimulatedWorld(7), bad, FakeConnectors.OneFile([])))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ConfigurationInvalid));
        Assert.That(error.Message, Does.Contain("tenant column 'ts'").And.Contain("test.sql:1:1"));
    }

    private static List<string> Log(ShopPlan plan, FakeConnectors connectors, ulong seed, JobOptions? options = null)
    {
        var world = new SimulatedWorld(seed);
        SimulatedJob.Run(world, plan, connectors, shards: 2, options);
        return LogText.Read(world.Storage.ReadAll(SimulatedJob.LogPath), plan);
    }

    private static IReadOnlyList<ShopRow>[][] RandomFiles(SplitMix64 random, bool withIdle)
    {
        var files = new IReadOnlyList<ShopRow>[1 + random.Below(3)][];
        for (int table = 0; table < files.Length; table++)
        {
            files[table] = new IReadOnlyList<ShopRow>[1 + random.Below(4)];
            for (int file = 0; file < files[table].Length; file++)
            {
                files[table][file] = ShopRow.Random(random.Next(), random.Below(40), withIdle: withIdle);
            }
        }

        return files;
    }

    /// <summary>Slow and obvious: of all heads, take the least by (row time, table, file); again and again.</summary>
    private static List<string> MergeOracle(IReadOnlyList<ShopRow>[][] files)
    {
        int[][] next = [.. files.Select(table => new int[table.Length])];
        var places = new List<string>();
        while (true)
        {
            var heads = new List<(long TimeMs, int Table, int File)>();
            for (int table = 0; table < files.Length; table++)
            {
                for (int file = 0; file < files[table].Length; file++)
                {
                    if (next[table][file] < files[table][file].Count)
                    {
                        ShopRow head = files[table][file][next[table][file]];
                        heads.Add((head.IsRejected ? long.MinValue : head.TimeMs ?? long.MinValue, table, file));
                    }
                }
            }

            if (heads.Count == 0)
            {
                return places;
            }

            (_, int firstTable, int firstFile) = heads.Min();
            places.Add(string.Create(
                CultureInfo.InvariantCulture, $"{firstTable + 1}:{firstFile}:{++next[firstTable][firstFile]}"));
        }
    }

    private static bool IsRecord(string line) =>
        line.StartsWith("event ", System.StringComparison.Ordinal) || line.StartsWith("reject ", System.StringComparison.Ordinal);

    private static string Place(string line) => line.Split(' ')[1];
}
