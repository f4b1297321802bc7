using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using HotPath.Sql.Planning;
using HotPath.Sql.Tests.Checkpoints;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Windows over rows that change, of random streams: after every row, the changes so far put together are what a slow oracle says, for
/// one shard and for several that fire in small units, and only rows that are there are taken back.
/// </summary>
public sealed class ChangingWindowOracleTests
{
    private const int Parts = 10;
    private const int RowsPerStream = 80;

    [Test]
    public void RandomStreams_GiveWhatTheOracleSays([Range(0, Parts - 1)] int part)
    {
        int streams = OracleStreams.Of(Parts);
        int takenBack = 0;
        int late = 0;
        for (int i = 0; i < streams; i++)
        {
            (int streamTakenBack, int streamLate) = Run(TestSeed.Value + (ulong)((part * streams) + i));
            takenBack += streamTakenBack;
            late += streamLate;
        }

        TestContext.Out.WriteLine($"{takenBack} rows taken back, {late} late");
        Assert.That(takenBack, Is.GreaterThan(streams * 5), "streams in which nothing is corrected prove little");
        Assert.That(late, Is.GreaterThan(streams), "and so do those in which nothing is late");
    }

    private static (int TakenBack, int Late) Run(ulong seed)
    {
        var random = new SplitMix64(seed);
        ChangingWindowQuery query = ChangingWindowQuery.Random(random);
        SqlJobPlan plan = CheckpointScripts.Compile(query.Sql);
        using var one = new PlanTestBed(plan);
        using var many = new PlanTestBed(plan, shards: 1 + random.Below(3), firingUnitRows: 1 + random.Below(3));
        var result = new Dictionary<string, int>(StringComparer.Ordinal);
        int takenBack = 0;
        for (int i = 0; i <= RowsPerStream; i++)
        {
            string what = $"HOTPATH_SEED={seed}: row {i}\n{query.Sql}";
            if (i < RowsPerStream)
            {
                ChainRow row = Row(random, i);
                query.Add(row);
                Feed(one, row);
                Feed(many, row);
            }
            else
            {
                query.End();
                one.End("ev");
                many.End("ev");
            }

            IReadOnlyList<string> changed = one.TakeChanges();
            Assert.That(many.TakeChanges(), Is.EqualTo(changed), what);
            takenBack += changed.Count(change => change[0] == '-');
            foreach (string change in changed)
            {
                Apply(result, change, what);
            }

            Assert.That(
                result.SelectMany(static r => Enumerable.Repeat(r.Key, r.Value)).Order(StringComparer.Ordinal),
                Is.EqualTo(query.Answer().Order(StringComparer.Ordinal)),
                what);
            Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
        }

        foreach (PlanTestBed bed in (PlanTestBed[])[one, many])
        {
            Assert.That(bed.Counters.Sum(static c => c.Late), Is.EqualTo(query.Late), $"HOTPATH_SEED={seed}\n{query.Sql}");
            Assert.That(bed.Counters.All(static c => c.IsBalanced), Is.True);
            Assert.That(bed.StateEntries == 0, Is.EqualTo(query.ForgetsAll), query.Sql);
        }

        return (takenBack, query.Late);
    }

    private static void Apply(Dictionary<string, int> result, string change, string what)
    {
        string text = change[(change.IndexOf('|', StringComparison.Ordinal) + 1)..];
        int copies = result.GetValueOrDefault(text) + (change[0] == '+' ? 1 : -1);
        Assert.That(copies, Is.Not.Negative, $"{change} takes back what is not there; {what}");
        result[text] = copies;
    }

    private static void Feed(PlanTestBed bed, ChainRow row) => bed.Row(
        "ev",
        ChainRow.TimeText(row.TimeMs),
        row.K,
        row.G,
        row.V?.ToString(CultureInfo.InvariantCulture),
        row.S);

    private static ChainRow Row(SplitMix64 random, int number)
    {
        long timeMs = 1_709_251_200_000 + (number * 700L);
        return new ChainRow(
            timeMs - (random.Below(3) == 0 ? random.Below(14_000) : random.Below(700)),
            random.Below(8) == 0 ? null : $"k{random.Below(3)}",
            random.Below(8) == 0 ? null : $"g{random.Below(2)}",
            random.Below(8) == 0 ? null : random.Below(7) - 3,
            random.Below(8) == 0 ? null : new string((char)('a' + random.Below(3)), random.Below(30)));
    }
}
