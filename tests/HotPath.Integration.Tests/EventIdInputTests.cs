using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Integration.Tests.Support;
using HotPath.Runtime.Jobs;
using HotPath.Runtime.Simulation;
using NUnit.Framework;

namespace HotPath.Integration.Tests;

/// <summary>
/// Whole nodes crashed in simulation whose input has no cursor and is given from its start in each life: event ids alone
/// say what has been taken. The sinks end with the bytes of a run that never stopped. Source: design.md, "Exactly once".
/// </summary>
public sealed class EventIdInputTests
{
    private const int Seeds = 12;

    [Test]
    public void Input_GivenAgainAfterEveryCrash_EndsWithTheBytesOfARunWithoutACrash()
    {
        int lives = 0;
        long copies = 0;
        for (ulong seed = Support.Seeds.Base; seed < Support.Seeds.Base + Seeds; seed++)
        {
            (string? problem, int livesOfSeed, long copiesOfSeed) = Run(seed, windowSeconds: 4000);
            Assert.That(problem, Is.Null, $"HOTPATH_SEED={Support.Seeds.Base} seed {seed}");
            lives += livesOfSeed;
            copies += copiesOfSeed;
        }

        TestContext.Out.WriteLine($"{lives} lives, {copies} copies");
        Assert.That(lives, Is.GreaterThan(2 * Seeds));
        Assert.That(copies, Is.GreaterThan(100 * Seeds));
    }

    /// <summary>The test can fail: a window shorter than the input loses rows to staleness, or doubles them.</summary>
    [Test]
    public void Input_LongerThanTheWindow_IsFound()
    {
        ulong first = Support.Seeds.Base;
        Assert.That(Enumerable.Range(0, 10).Select(i => Run(first + (ulong)i, windowSeconds: 0).Problem), Has.Some.Not.Null);
    }

    private static (string? Problem, int Lives, long Copies) Run(ulong seed, int windowSeconds)
    {
        using var folder = new WorkFolder();
        var random = new SplitMix64(seed);
        folder.Write("input.csv", Input(random));
        IJobPlan plan = TestEngine.Compile(folder.File("input.csv"), Script(windowSeconds));
        string calm = Directory.CreateDirectory(folder.File("calm")).FullName;
        string crashed = Directory.CreateDirectory(folder.File("crashed")).FullName;
        var job = new NodeJob
        {
            Plan = plan,
            Connectors = new FileSinkConnectors(calm),
            Options = TestEngine.Small,
            ShardCount = 1,
        };
        Simulator.Run(new SimulatedWorld(seed), job);
        var lives = new DurableLives(
            plan, crashed, seed, connect: static sinks => new PipeConnectors(new FileSinkConnectors(sinks)));
        JobReport? report = lives.Run(crashesMax: 1 + random.Below(5), crashStepsMax: 40 + random.Below(300));
        IReadOnlyDictionary<string, string> expected = new FileSinkConnectors(calm).Texts;
        IReadOnlyDictionary<string, string> found = new FileSinkConnectors(crashed).Texts;
        string? differs = expected.Keys.FirstOrDefault(file => found.GetValueOrDefault(file) != expected[file]);
        bool isRight = report is { Balanced: true } && lives.Problem is null && differs is null;
        string? problem = isRight ? null : $"{lives.Problem} {differs} differs after {lives.Lives} lives";
        return (problem, lives.Lives, report?.Sources.Sum(static s => s.Deduplicated) ?? 0);
    }

    private static string Script(int windowSeconds) => $$"""
        CREATE TABLE ev (ts TIMESTAMP(3), tenant STRING, id STRING, v INT, WATERMARK FOR ts AS ts - INTERVAL '3' SECOND)
        WITH ('connector' = 'filesystem', 'path' = '${INPUT}', 'format' = 'csv');
        SET 'hotpath.table.ev.tenant' = 'tenant';
        SET 'hotpath.table.ev.event-id' = 'id';
        SET 'hotpath.table.ev.dedup-window' = '{{windowSeconds}} s';
        SET 'hotpath.mark-interval-bytes' = '2048';
        SELECT tenant, id, ts FROM ev WHERE v > 4;
        SELECT tenant, window_start, COUNT(*) AS n, SUM(v) AS s
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY tenant, window_start, window_end;
        SELECT v, window_start, COUNT(DISTINCT id) AS n
        FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY v, window_start, window_end;
        """;

    private static string Input(SplitMix64 random)
    {
        var lines = new List<string>();
        for (int i = 0; i < 150; i++)
        {
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"2024-03-01 00:{i / 60:D2}:{i % 60:D2}.{random.Below(1000):D3},t{random.Below(3)},event-{i},{random.Below(9)}");
            lines.Add(random.Below(5) == 0 && i > 0 ? lines[random.Below(lines.Count)] : line);
        }

        return new StringBuilder().AppendJoin('\n', lines).Append('\n').ToString();
    }
}
