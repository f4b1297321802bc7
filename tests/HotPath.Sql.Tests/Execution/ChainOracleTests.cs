using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// Ranking, deduplication and chains of operators over random streams: after every row, the changes so far put together
/// are the answer computed from all rows, and only rows that are there are taken back.
/// </summary>
public sealed class ChainOracleTests
{
    private const int Parts = 10;
    private const int RowsPerStream = 100;

    [Test]
    public void RandomStreams_GiveWhatTheOracleSays([Range(0, Parts - 1)] int part)
    {
        int streams = OracleStreams.Of(Parts);
        int changes = 0;
        for (int i = 0; i < streams; i++)
        {
            changes += Run(TestSeed.Value + (ulong)((part * streams) + i));
        }

        Assert.That(changes, Is.GreaterThan(streams * 20), "streams that change little prove little");
    }

    private static int Run(ulong seed)
    {
        var random = new SplitMix64(seed);
        ChainQuery query = ChainQuery.Random(random);
        using var one = new PlanTestBed(ChainQuery.Table + query.Sql);
        using var many = new PlanTestBed(ChainQuery.Table + query.Sql, shards: 3, firingUnitRows: 1 + random.Below(3));
        var rows = new List<ChainRow>();
        var result = new Dictionary<string, int>(StringComparer.Ordinal);
        int changes = 0;
        foreach (ChainRow row in Rows(random))
        {
            string what = $"HOTPATH_SEED={seed}: row {rows.Count}\n{query.Sql}";
            rows.Add(row);
            Feed(one, row);
            Feed(many, row);
            IReadOnlyList<string> changed = one.TakeChanges();
            Assert.That(many.TakeChanges(), Is.EqualTo(changed), what);
            foreach (string change in changed)
            {
                changes++;
                Apply(result, change, what);
            }

            Assert.That(
                result.SelectMany(static r => Enumerable.Repeat(r.Key, r.Value)).Order(StringComparer.Ordinal),
                Is.EqualTo(query.Answer(rows).Order(StringComparer.Ordinal)),
                what);
            if (random.Below(20) == 0)
            {
                Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
            }
        }

        Assert.That(one.Counters.All(static c => c.IsBalanced), Is.True);
        return changes;
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

    private static IEnumerable<ChainRow> Rows(SplitMix64 random)
    {
        long timeMs = 1_709_251_200_000;
        for (int i = 0; i < RowsPerStream; i++)
        {
            timeMs += random.Below(4) == 0 ? 0 : random.Below(900);
            yield return new ChainRow(
                timeMs - (random.Below(3) == 0 ? random.Below(4000) : 0),
                random.Below(8) == 0 ? null : $"k{random.Below(4)}",
                random.Below(8) == 0 ? null : $"g{random.Below(3)}",
                random.Below(8) == 0 ? null : random.Below(7) - 3,
                random.Below(8) == 0 ? null : new string((char)('a' + random.Below(3)), random.Below(30)));
        }
    }
}
