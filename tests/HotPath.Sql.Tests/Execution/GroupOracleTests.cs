using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Execution;

/// <summary>
/// GROUP BY without a window over random streams, with and without each TTL: row by row the changes of a slow oracle, at
/// each mark what it holds, and the same hash on any number of shards.
/// </summary>
public sealed class GroupOracleTests
{
    private const int Parts = 8;
    private const int RowsPerStream = 150;

    [Test]
    public void RandomStreams_ChangeAsTheOracleSays([Range(0, Parts - 1)] int part)
    {
        int streams = OracleStreams.Of(Parts);
        int restarts = 0;
        for (int i = 0; i < streams; i++)
        {
            restarts += Run(TestSeed.Value + (ulong)((part * streams) + i));
        }

        TestContext.Out.WriteLine($"{restarts} groups were over when a row came");
        Assert.That(restarts, Is.GreaterThan(30), "streams without groups that end prove little");
    }

    private static int Run(ulong seed)
    {
        var random = new SplitMix64(seed);
        GroupQuery query = GroupQuery.Random(random);
        var oracle = new GroupOracle(query);
        using var one = new PlanTestBed(query.ToSql());
        using var many = new PlanTestBed(query.ToSql(), shards: 2 + random.Below(3));
        foreach (GroupRow row in Rows(random))
        {
            string what = $"HOTPATH_SEED={seed}: {row}\n{query.ToSql()}";
            IReadOnlyList<string> expected = oracle.Apply(row);
            Assert.That(Feed(one, row), Is.EqualTo(expected), what);
            Assert.That(Feed(many, row), Is.EqualTo(expected), what);
            if (random.Below(20) == 0)
            {
                Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
                Assert.That(new[] { one.StateEntries, many.StateEntries }, Is.All.EqualTo(oracle.Entries), what);
            }
        }

        Assert.That(one.Counters.All(static c => c.IsBalanced), Is.True);
        return oracle.Restarts;
    }

    private static IReadOnlyList<string> Feed(PlanTestBed bed, GroupRow row)
    {
        bed.IngestTimeMs = row.IngestMs;
        bed.Row("ev", Time(row.TimeMs), row.Tenant, row.K, row.V?.ToString(CultureInfo.InvariantCulture), row.S);
        return [.. bed.TakeChanges().Where(static c => !c.Contains(" 0|", StringComparison.Ordinal))];
    }

    private static string? Time(long? timeMs) => timeMs is { } ms
        ? DateTime.UnixEpoch.AddMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
        : null;

    private static IEnumerable<GroupRow> Rows(SplitMix64 random)
    {
        long ingestMs = 1_700_000_000_000;
        long timeMs = 1_709_251_200_000;
        for (int i = 0; i < RowsPerStream; i++)
        {
            ingestMs += random.Below(15) == 0 ? random.Below(400) : random.Below(20);
            timeMs += random.Below(15) == 0 ? random.Below(30_000) : random.Below(1200);
            yield return new GroupRow(
                ingestMs,
                random.Below(40) == 0 ? null : timeMs - (random.Below(4) == 0 ? random.Below(9000) : 0),
                $"t{random.Below(3)}",
                random.Below(8) == 0 ? null : $"k{random.Below(5)}",
                random.Below(8) == 0 ? null : random.Below(6),
                random.Below(6) == 0 ? null : new string((char)('a' + random.Below(4)), 1 + random.Below(40)));
        }
    }
}
