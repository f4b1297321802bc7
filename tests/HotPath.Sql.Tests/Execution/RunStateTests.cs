using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Rows that come many at a time, while checkpoints are written between them, are committed or fail, groups leave memory
/// and come back, and shards are thrown away and made anew, as many or as few, from what was committed: what comes out is
/// what the same rows leave one by one in a shard to which nothing of it happens. Random queries, rows, marks and ticks; a
/// second table that ends before, some of whose tenants are at their quota.
/// </summary>
public sealed class RunStateTests
{
    private const int Parts = 4;
    private const int StreamsPerQuery = 5;
    private const int RunRowsMax = 100;

    // One in three of the streams of other tests: each is run as often as it is restarted, and two times besides.
    private static int Queries => Math.Max(1, OracleStreams.Of(Parts) / (3 * StreamsPerQuery));

    [Test]
    public void Runs_BetweenCheckpointsEvictionsAndRestarts_LeaveNoTrace([Range(0, Parts - 1)] int part)
    {
        long rows = 0, inRuns = 0, readBack = 0, evicted = 0;
        int commits = 0, failed = 0, crashes = 0, images = 0;
        for (int i = 0; i < Queries; i++)
        {
            ulong seed = TestSeed.Value + (ulong)((part * Queries) + i);
            var random = new SplitMix64(seed);
            bool isZoned = random.Below(3) == 0;
            string script = RunStreams.LongScript(random, isZoned);
            SqlJobPlan plan = CheckpointScripts.Compile(script);
            for (int stream = 0; stream < StreamsPerQuery; stream++)
            {
                long memoryBytes = random.Below(4) switch { 0 => 0, 1 => 1000 + random.Below(30_000), _ => 1 };
                IReadOnlyList<LogFrame> log = RunLog.Of(plan, random, isZoned);
                using var trial = new CheckpointTrial(plan, log, random, memoryBytes, RunRowsMax);
                Assert.That(trial.Run(), Is.Null, $"HOTPATH_SEED={seed}, stream {stream}\n{script}");
                rows += trial.Rows;
                inRuns += trial.RowsInRuns;
                evicted += trial.Evicted;
                readBack += trial.ReadBack;
                (commits, failed) = (commits + trial.Commits, failed + trial.FailedCommits);
                (crashes, images) = (crashes + trial.Crashes, images + trial.ImagesSeen);
            }
        }

        TestContext.Out.WriteLine($"{Queries * StreamsPerQuery} streams, {inRuns} of {rows} rows in runs, {commits} checkpoints, "
            + $"{failed} failed, {images} times with images, {crashes} restarts, {evicted} evicted, {readBack} read back");
        Assert.That(inRuns, Is.GreaterThan(rows / 3), "streams without runs prove little");
        Assert.That(
            new[] { commits, failed, crashes, images, evicted, readBack }, Has.All.GreaterThan(Queries), "nor do those without checkpoints");
    }
}
