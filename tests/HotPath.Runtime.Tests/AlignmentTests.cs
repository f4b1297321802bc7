using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Runtime.Simulation;
using HotPath.Runtime.Tests.Fakes;
using NUnit.Framework;

namespace HotPath.Runtime.Tests;

/// <summary>Sources that keep step: none is read while it is further ahead than it may be, and every record comes all the same.</summary>
[TestFixture]
public sealed class AlignmentTests
{
    private const long DriftMs = 40;

    [Test]
    public void Source_AheadOfItsGroup_IsNotReadUntilTheOthersHaveCaughtUp()
    {
        long freeMs = 0;
        for (ulong seed = TestSeed.Value; seed < TestSeed.Value + 60; seed++)
        {
            var random = new SplitMix64(seed);
            ShopRow[][] rows = [.. Enumerable.Range(0, 2 + random.Below(3)).Select(table => Rows(random, table))];
            List<(int Table, int Row)> aligned = Events(rows, new WatermarkAlignment("g", DriftMs), seed);
            List<(int Table, int Row)> free = Events(rows, null, seed);
            for (int table = 0; table < rows.Length; table++)
            {
                int[] all = [.. Enumerable.Range(0, rows[table].Length)];
                Assert.That(aligned.Where(e => e.Table == table).Select(static e => e.Row), Is.EqualTo(all), TestSeed.Replay(seed));
            }

            Assert.That(LongestLeadMs(rows, aligned), Is.LessThanOrEqualTo(DriftMs), TestSeed.Replay(seed));
            int first = aligned.FindIndex(e => e == (0, rows[0].Length / 2));
            Assert.That(aligned[..first].Select(static e => e.Table).Distinct().Count(), Is.EqualTo(rows.Length), "they take turns");
            freeMs = Math.Max(freeMs, LongestLeadMs(rows, free));
        }

        Assert.That(freeMs, Is.GreaterThan(10 * DriftMs), "sources that keep step by themselves prove little");
    }

    /// <summary>A group is what its name says.</summary>
    [Test]
    public void Sources_OfOtherGroups_DoNotWait()
    {
        ShopRow[][] rows = [[.. Enumerable.Range(0, 50).Select(static i => new ShopRow("a", i * 100, i))], [new("b", 0, 0), new("b", 1, 1, IdleBefore: 5000)]];
        List<(int Table, int Row)> events = Events(rows, null, seed: 1);
        Assert.That(events[^1], Is.EqualTo((1, 1)));
        events = Events(rows, new WatermarkAlignment("g", DriftMs), seed: 1);
        Assert.That(events.IndexOf((1, 1)), Is.LessThanOrEqualTo(4), "the first source waits behind its first rows: " + string.Join(" ", events.Take(8)));
    }

    /// <summary>Who says nothing for long enough holds nobody.</summary>
    [Test]
    public void IdleSource_HoldsNobody()
    {
        ShopRow[][] rows = [[.. Enumerable.Range(0, 50).Select(static i => new ShopRow("a", i * 100, i))], [new("b", 0, 0), new("b", 1, 1, IdleBefore: 20_000)]];
        List<(int Table, int Row)> events = Events(rows, new WatermarkAlignment("g", DriftMs) { IdleMs = 3 }, seed: 1);
        Assert.That(events[^1], Is.EqualTo((1, 1)));
    }

    // The first tables give rows whenever asked, the last one seldom.
    private static ShopRow[] Rows(SplitMix64 random, int table)
    {
        long timeMs = random.Below(100);
        return [.. Enumerable.Range(0, 100 + random.Below(100)).Select(i =>
        {
            timeMs += random.Below(12) - 1;
            return new ShopRow("a", timeMs, i, IdleBefore: table == 0 ? random.Below(20) : random.Below(20) == 0 ? 5 : 0);
        })];
    }

    private static List<(int Table, int Row)> Events(ShopRow[][] rows, WatermarkAlignment? alignment, ulong seed)
    {
        var plan = new ShopPlan(rows.Length, alignment: alignment);
        var world = new SimulatedWorld(seed);
        SimulatedJob.Run(world, plan, new FakeConnectors(table => [new ListSource($"{table.Name}.csv", 0, rows[table.Id - 1], isBounded: false)]));
        return [.. LogText.Read(world.Storage.ReadAll(SimulatedJob.LogPath), plan)
            .Where(static line => line.StartsWith("event ", StringComparison.Ordinal)).Select(Parse)];
    }

    // "event 2:0:5 ..." is the fifth record of the second table.
    private static (int Table, int Row) Parse(string line)
    {
        string[] parts = line.Split(' ')[1].Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture) - 1, int.Parse(parts[2], CultureInfo.InvariantCulture) - 1);
    }

    // How far a source was ahead of the slowest that had begun and had more to give, when it was read all the same.
    private static long LongestLeadMs(ShopRow[][] rows, List<(int Table, int Row)> events)
    {
        long longestMs = 0;
        var reachedMs = new long?[rows.Length];
        var given = new int[rows.Length];
        foreach ((int table, int row) in events)
        {
            long?[] others = [.. Enumerable.Range(0, rows.Length).Where(i => i != table && given[i] < rows[i].Length).Select(i => reachedMs[i])];
            long slowestMs = others.Where(static ms => ms is not null).Min() ?? long.MaxValue;
            longestMs = slowestMs == long.MaxValue ? longestMs : Math.Max(longestMs, (reachedMs[table] ?? slowestMs) - slowestMs);
            reachedMs[table] = Math.Max(reachedMs[table] ?? long.MinValue, rows[table][row].TimeMs!.Value);
            given[table]++;
        }

        return longestMs;
    }
}
