using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Rows that come many at a time leave what they leave one by one: results, late rows and dead letters in their order,
/// counts, the hash at each mark, what a checkpoint writes. Random queries and streams: tenants, zones, disorder, NULLs,
/// rows that fail, that are late, too far ahead or quarantined, timeouts, marks that nobody waits for, runs of any length.
/// </summary>
public sealed class WindowRunTests
{
    private const int Parts = 4;
    private const int StreamsPerQuery = 5;

    [Test]
    public void RandomRuns_LeaveWhatTheirRowsLeave([Range(0, Parts - 1)] int part)
    {
        long rows = 0;
        long inRuns = 0;
        int queries = Math.Max(1, OracleStreams.Of(Parts) / StreamsPerQuery);
        for (int i = 0; i < queries; i++)
        {
            ulong seed = TestSeed.Value + (ulong)((part * queries) + i);
            var random = new SplitMix64(seed);
            bool isZoned = random.Below(3) == 0;
            string script = RunStreams.Script(random, isZoned);
            SqlJobPlan plan = CheckpointScripts.Compile(script);
            for (int stream = 0; stream < StreamsPerQuery; stream++)
            {
                (long all, long taken) = Run(plan, random, isZoned, $"HOTPATH_SEED={seed}, stream {stream}\n{script}");
                rows += all;
                inRuns += taken;
            }
        }

        TestContext.Out.WriteLine($"{inRuns} of {rows} rows in runs");
        Assert.That(inRuns, Is.GreaterThan(rows / 3), "streams without runs prove little");
    }

    /// <summary>What rows leave in scratch memory lives as long as their run, so a run is not longer than that allows.</summary>
    [Test]
    public void LongTexts_EndARun()
    {
        const string Key = "CHAR_LENGTH(REPEAT(s, 100000))";
        using var bed = new PlanTestBed(RunStreams.ScriptOf(string.Empty, isZoned: false, $"""
            SELECT {Key} AS k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY {Key}, window_start, window_end;
            """));
        bed.Run("ev", [.. Enumerable.Range(0, 200).Select(static ms =>
            new[] { WindowOracle.Time(1_709_251_200_000 + ms), "t", "k", "1", "1", "1", "abc", "1" })]);
        Assert.That(bed.RowsInRuns, Is.GreaterThan(100));
        Assert.That(bed.NativeBytes, Is.LessThan(8 << 20), "one result has 300,000 bytes");
    }

    private static (long Rows, long InRuns) Run(SqlJobPlan plan, SplitMix64 random, bool isZoned, string what)
    {
        (int shards, int unit) = (1 + random.Below(3), 1 + random.Below(9));
        using var runs = new PlanTestBed(plan, shards, unit);
        using PlanTestBed one = PlanTestBed.WithoutLanes(plan, shards, unit);
        runs.IsBusy = one.IsBusy = random.Below(3) == 0;
        long rows = 0;
        long startMs = random.Below(4) == 0 ? -3_000 : 1_709_251_200_000;
        long nowMs = startMs;
        foreach (string?[][] run in RunStreams.Rows(random, startMs, isZoned).Chunk(1 + random.Below(100)))
        {
            rows += run.Length * shards;
            nowMs += random.Below(2000);
            runs.IngestTimeMs = one.IngestTimeMs = Math.Max(0, nowMs);
            runs.Source = one.Source = random.Below(3);
            if (random.Below(12) == 0)
            {
                ulong operatorId = random.Below(2) == 0 ? 0 : plan.Statements[0].OperatorId;
                runs.QuarantineNext(operatorId);
                one.QuarantineNext(operatorId);
            }

            runs.Run("ev", run);
            foreach (string?[] row in run)
            {
                one.Row("ev", row);
            }

            MarkOrTick(runs, one, random, ref nowMs, what);
        }

        runs.End("ev");
        one.End("ev");
        Compare(runs, one, what);
        Assert.That(runs.Marks, Is.EqualTo(one.Marks), what);
        Assert.That(runs.Mark(), Is.EqualTo(one.Mark()), what);
        Assert.That(runs.StateEntries, Is.Zero, what);
        return (rows, runs.RowsInRuns);
    }

    private static void MarkOrTick(PlanTestBed runs, PlanTestBed one, SplitMix64 random, ref long nowMs, string what)
    {
        if (runs.IsBusy && random.Below(3) > 0)
        {
            runs.PassMark();
            one.PassMark();
            return;
        }

        Compare(runs, one, what);
        if (random.Below(3) == 0)
        {
            Assert.That(runs.Mark(), Is.EqualTo(one.Mark()), what);
            Assert.That(runs.Checkpoint(), Is.EqualTo(one.Checkpoint()), what);
        }

        if (random.Below(8) == 0)
        {
            nowMs += random.Below(9000);
            long heldMs = random.Below(2) * random.Below(1000);
            runs.Tick(Math.Max(0, nowMs), heldMs);
            one.Tick(Math.Max(0, nowMs), heldMs);
        }
    }

    private static void Compare(PlanTestBed runs, PlanTestBed one, string what)
    {
        Assert.That(runs.TakeChanges(), Is.EqualTo(one.TakeChanges()), what);
        Assert.That(runs.StateEntries, Is.EqualTo(one.StateEntries), what);
        Assert.That(Ledger(runs), Is.EqualTo(Ledger(one)), what);
    }

    private static List<string> Ledger(PlanTestBed bed) =>
        [.. bed.Counters.Select(static counters => $"{counters}, produced {counters.Produced}").Order(StringComparer.Ordinal)];
}
