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
/// Windows over random streams: row by row what a slow oracle says, late rows counted; and the same rows in the same
/// order, the same hash at each mark, on other numbers of shards, in other units and (every other stream) the long way.
/// 10 streams for each query.
/// </summary>
public sealed class WindowOracleTests
{
    private const int Parts = 10;
    private const int StreamsPerQuery = 10;

    [Test]
    public void RandomStreams_FireAsTheOracleSays([Range(0, Parts - 1)] int part) =>
        Assert.That(RunPart(part, WindowQuery.Fixed).Bridges, Is.Zero);

    /// <summary>Sessions that meet, by row after row and by rows between them.</summary>
    [Test]
    public void RandomSessions_FireAsTheOracleSays([Range(0, Parts - 1)] int part) =>
        Assert.That(RunPart(part, ["SESSION"]).Bridges, Is.GreaterThan(2), "sessions that never meet prove little");

    /// <summary>Windows that are kept: each row that comes late enough changes what came out.</summary>
    [Test]
    public void RandomStreams_ReviseAsTheOracleSays([Range(0, Parts - 1)] int part) =>
        Assert.That(RunPart(part, WindowQuery.Fixed, isKept: true).Revised, Is.GreaterThan(100), "streams without revisions prove little");

    /// <summary>Sessions that are kept: late rows change, lengthen, join and reopen those that have come out.</summary>
    [Test]
    public void RandomSessions_ReviseAsTheOracleSays([Range(0, Parts - 1)] int part)
    {
        (_, long bridges, long revised, long reopened) = RunPart(part, ["SESSION"], isKept: true);
        Assert.That(Math.Min(bridges, reopened), Is.GreaterThan(2), "sessions that never meet prove little");
        Assert.That(revised, Is.GreaterThan(30), "streams without revisions prove little");
    }

    private static (long Late, long Bridges, long Revised, long Reopened) RunPart(int part, string[] functions, bool isKept = false)
    {
        long revised = 0;
        long reopened = 0;
        long late = 0;
        long partlyLate = 0;
        long bridges = 0;
        int queries = OracleStreams.Of(Parts) / StreamsPerQuery;
        for (int i = 0; i < queries; i++)
        {
            ulong seed = TestSeed.Value + (ulong)((part * queries) + i);
            var random = new SplitMix64(seed);
            WindowQuery query = WindowQuery.Random(random, functions);
            if (isKept)
            {
                query = query with { Lateness = (random.Below(3) * random.Below(8000), 1 + random.Below(20_000)) };
            }

            SqlJobPlan plan = CheckpointScripts.Compile(query.ToSql());
            for (int stream = 0; stream < StreamsPerQuery; stream++)
            {
                string what = $"HOTPATH_SEED={seed}, stream {stream}\n{query.ToSql()}";
                WindowOracle oracle = Run(plan, query, random, stream, what);
                late += oracle.Late;
                partlyLate += oracle.PartlyLate;
                bridges += oracle.Bridges;
                revised += oracle.Revised;
                reopened += oracle.Reopened;
            }
        }

        TestContext.Out.WriteLine($"{late} rows late, {partlyLate} for some of their windows only, {bridges} bridge sessions, {revised} windows revised, {reopened} sessions reopened");
        Assert.That(Math.Min(late, partlyLate), Is.GreaterThan(functions == WindowQuery.Fixed ? 50 : 10), "streams without late rows prove little");
        return (late, bridges, revised, reopened);
    }

    private static WindowOracle Run(SqlJobPlan plan, WindowQuery query, SplitMix64 random, int stream, string what)
    {
        var oracle = new WindowOracle(query);
        using var one = new PlanTestBed(plan);
        (int shards, int unit) = (1 + random.Below(4), 1 + random.Below(9));
        using PlanTestBed many = stream % 2 == 0 ? PlanTestBed.WithoutLanes(plan, shards, unit) : new PlanTestBed(plan, shards, unit);
        foreach (WindowRow row in Rows(random, query))
        {
            Feed(one, row);
            Feed(many, row);
            Compare(one, many, oracle.Apply(row), $"{row} of {what}");
            if (random.Below(20) == 0)
            {
                Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
                Assert.That(many.StateEntries, Is.EqualTo(one.StateEntries), what);
            }
        }

        one.End("ev");
        many.End("ev");
        Compare(one, many, oracle.End(), $"the end of {what}");
        Assert.That(many.Mark(), Is.EqualTo(one.Mark()), what);
        Assert.That(one.StateEntries + many.StateEntries, Is.Zero, what);
        Assert.That(Ledger(many), Is.EqualTo(Ledger(one)), what);
        foreach (PlanTestBed bed in new[] { one, many })
        {
            Assert.That(bed.Counters.Sum(static c => c.Late), Is.EqualTo(oracle.Late), what);
            Assert.That(bed.Counters.Sum(static c => c.Open), Is.Zero, what);
            Assert.That(bed.Counters.All(static c => c.IsBalanced), what);
        }

        return oracle;
    }

    private static List<string> Ledger(PlanTestBed bed) =>
        [.. bed.Counters.Select(static counters => $"{counters}, produced {counters.Produced}").Order(StringComparer.Ordinal)];

    private static void Compare(PlanTestBed one, PlanTestBed many, IReadOnlyList<string> expected, string what)
    {
        IReadOnlyList<string> found = one.TakeChanges();
        Assert.That(many.TakeChanges(), Is.EqualTo(found), what);
        Assert.That(found.Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)), what);
    }

    private static void Feed(PlanTestBed bed, WindowRow row) => bed.Row(
        "ev",
        WindowOracle.Time(row.TimeMs),
        row.Tenant,
        row.K,
        row.V?.ToString(CultureInfo.InvariantCulture),
        row.Cents is { } cents ? (cents / 100m).ToString("F2", CultureInfo.InvariantCulture) : null,
        row.F?.ToString(CultureInfo.InvariantCulture),
        row.S);

    // A whole number of gaps before a time, or a millisecond next to that: where sessions meet or just do not.
    private static long NearGap(SplitMix64 random, long timeMs, long gapMs) =>
        timeMs - (random.Below(8) * gapMs) + random.Below(3) - 1;

    // From before 1970 or from today; gaps, ties, disorder, few keys or many; of sessions about as far apart as the gap.
    private static IEnumerable<WindowRow> Rows(SplitMix64 random, WindowQuery query)
    {
        long timeMs = random.Below(3) == 0 ? -20_000 + random.Below(10_000) : 1_709_251_200_000;
        int count = 1 + random.Below(80);
        int keys = random.Below(4) == 0 ? 40 : 4;
        int paceMs = random.Below(2) == 0 ? 300 : 3000;
        int lateMs = 25_000;
        if (query.Function == "SESSION")
        {
            count *= 2;
            paceMs = 1 + (int)(2 * query.SizeMs / (1 << random.Below(6)));
            lateMs = 1 + (int)(6 * query.SizeMs);
        }

        for (int i = 0; i < count; i++)
        {
            timeMs += random.Below(12) == 0 ? random.Below(60_000) : random.Below(paceMs);
            bool isNear = query.Function == "SESSION" && random.Below(3) == 0;
            long rowTimeMs = isNear ? NearGap(random, timeMs, query.SizeMs) : timeMs - (random.Below(4) == 0 ? random.Below(lateMs) : 0);
            yield return new WindowRow(
                random.Below(4) == 0 ? rowTimeMs - (rowTimeMs % 1000) : rowTimeMs,
                $"t{random.Below(3)}",
                random.Below(8) == 0 ? null : $"k{random.Below(keys)}",
                random.Below(8) == 0 ? null : random.Below(20) == 0 ? int.MaxValue - random.Below(3) : random.Below(10) - 3,
                random.Below(8) == 0 ? null : random.Between(-99_999_99, 99_999_99),
                random.Below(8) == 0 ? null : random.Below(100) / 4.0,
                random.Below(6) == 0 ? null : new string((char)('a' + random.Below(4)), random.Below(50)));
        }
    }
}
