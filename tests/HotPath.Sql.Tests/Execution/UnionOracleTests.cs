using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// UNION ALL over random streams of two tables: after every row and both ends, the changes so far put together are the
/// answer computed from all rows, for one shard and for three, whatever the length of a unit.
/// </summary>
public sealed class UnionOracleTests
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
        UnionQuery query = UnionQuery.Random(random);
        using var one = new PlanTestBed(UnionQuery.Tables + query.Sql);
        using var many = new PlanTestBed(UnionQuery.Tables + query.Sql, shards: 3, firingUnitRows: 1 + random.Below(3));
        var all = new List<UnionRow>();
        var result = new Dictionary<string, int>(StringComparer.Ordinal);
        int changes = 0;
        foreach (UnionRow row in Rows(random))
        {
            string what = $"HOTPATH_SEED={seed}: row {all.Count}\n{query.Sql}";
            all.Add(row);
            Feed(one, row);
            Feed(many, row);
            IReadOnlyList<string> changed = one.TakeChanges();
            Assert.That(many.TakeChanges(), Is.EqualTo(changed), what);
            foreach (string change in changed)
            {
                changes++;
                string text = change[(change.IndexOf('|', StringComparison.Ordinal) + 1)..];
                result[text] = result.GetValueOrDefault(text) + (change[0] == '+' ? 1 : -1);
                Assert.That(result[text], Is.Not.Negative, $"{change} takes back what is not there; {what}");
            }

            Assert.That(
                result.SelectMany(static r => Enumerable.Repeat(r.Key, r.Value)).Order(StringComparer.Ordinal),
                Is.EqualTo(query.Answer(all).Order(StringComparer.Ordinal)),
                what);
            if (random.Below(20) == 0)
            {
                Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
            }
        }

        Assert.That(one.Counters.All(static c => c.IsBalanced), Is.True);
        return changes;
    }

    private static void Feed(PlanTestBed bed, UnionRow next)
    {
        if (bed.Plan.Tables.All(table => table.Name != next.Table))
        {
            return;
        }

        if (next.Row is not { } row)
        {
            bed.End(next.Table);
            return;
        }

        bed.Row(
            next.Table,
            ChainRow.TimeText(row.TimeMs),
            row.K,
            row.G,
            row.V?.ToString(CultureInfo.InvariantCulture),
            row.S);
    }

    // One table may end long before the other.
    private static IEnumerable<UnionRow> Rows(SplitMix64 random)
    {
        long timeMs = 1_709_251_200_000;
        int endOfA = random.Below(2) == 0 ? RowsPerStream : random.Below(RowsPerStream);
        for (int i = 0; i < RowsPerStream; i++)
        {
            timeMs += random.Below(4) == 0 ? 0 : random.Below(900);
            if (i == endOfA)
            {
                yield return new UnionRow("a", null);
            }

            yield return new UnionRow(i < endOfA && random.Below(2) == 0 ? "a" : "b", new ChainRow(
                timeMs - (random.Below(3) == 0 ? random.Below(6000) : 0),
                random.Below(8) == 0 ? null : $"k{random.Below(4)}",
                random.Below(8) == 0 ? null : $"g{random.Below(3)}",
                random.Below(8) == 0 ? null : random.Below(7) - 3,
                null));
        }

        yield return new UnionRow("b", null);
        if (endOfA >= RowsPerStream)
        {
            yield return new UnionRow("a", null);
        }
    }
}
