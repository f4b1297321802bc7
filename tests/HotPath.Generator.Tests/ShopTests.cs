using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Generator.Tests;

/// <summary>What is promised of the data itself, seen in the file.</summary>
public sealed class ShopTests
{
    private static readonly GeneratorOptions Tidy = new()
    {
        Events = 20_000,
        Tenants = 4,
        Users = 200,
        Seed = 5,
        LatePpm = 0,
        DuplicatesPpm = 0,
        FarFuturePpm = 0,
        PoisonPpm = 0,
    };

    [Test]
    public void Visits_StayWithinTheGapAndUsersBeyondIt()
    {
        CsvEvent[] events = Events(Tidy with { Density = 1 });
        TimeSpan gap = TimeSpan.FromMilliseconds(Tidy.SessionGapMs);
        CsvEvent[][] visits = [.. events.Where(static e => e.Session != "NULL").GroupBy(static e => (e.Tenant, e.Session)).Select(static v => v.OrderBy(static e => e.Time).ToArray())];
        Assert.That(visits, Has.Length.GreaterThan(1_000));
        Assert.That(visits.Where(v => v.Zip(v.Skip(1)).Any(p => p.Second.Time - p.First.Time >= gap)), Is.Empty);
        CsvEvent[][][] users = [.. visits.Where(static v => v[0].User != "NULL").GroupBy(static v => (v[0].Tenant, v[0].User)).Select(static u => u.OrderBy(static v => v[0].Time).ToArray())];
        Assert.That(users.Count(static u => u.Length > 1), Is.GreaterThan(50), "users come back");
        Assert.That(users.Where(u => u.Zip(u.Skip(1)).Any(p => p.Second[0].Time - p.First[^1].Time <= gap)), Is.Empty);
    }

    [Test]
    public void Disorder_StaysWithinTheBound_AndLateEventsExceedIt()
    {
        Assert.That(MostBehindMs(Events(Tidy)), Is.InRange(Tidy.BoundMs / 2, Tidy.BoundMs - 1));
        Assert.That(MostBehindMs(Events(Tidy with { LatePpm = 5_000 })), Is.InRange(Tidy.BoundMs + 1, Tidy.BoundMs + Tidy.LateByMs + Tidy.BoundMs));
        Assert.That(MostBehindMs(Events(Tidy with { DisorderPpm = 0 })), Is.LessThanOrEqualTo(0));
    }

    [Test]
    public void Sources_CountTheirEvents_InTheOrderInWhichTheyHappen()
    {
        foreach (IGrouping<(int Tenant, int Source), CsvEvent> source in Events(Tidy).GroupBy(static e => (e.Tenant, e.Source)))
        {
            CsvEvent[] ordered = [.. source.OrderBy(static e => e.Sequence)];
            Assert.That(ordered.Zip(ordered.Skip(1)).All(static p => p.First.Time <= p.Second.Time), source.Key.ToString());
            Assert.That(ordered.Select(static e => e.Sequence), Is.Unique);
        }
    }

    [Test]
    public void Copies_AreTheSameToTheOctet_AndNothingElseSharesAnId()
    {
        CsvEvent[] events = Events(Tidy with { DuplicatesPpm = 50_000 });
        IGrouping<string, CsvEvent>[] twice = [.. events.GroupBy(static e => e.Id).Where(static g => g.Count() > 1)];
        Assert.That(twice, Has.Length.InRange(800, 1_200));
        Assert.That(twice.Where(static g => g.Count() != 2 || g.First().Line != g.Last().Line), Is.Empty);
    }

    [Test]
    public void FarFuture_IsOfTheSmallestTenantAlone()
    {
        CsvEvent[] events = Events(Tidy with { FarFuturePpm = 50_000 });
        CsvEvent[] future = [.. events.Where(static e => e.Time > DateTime.UnixEpoch.AddMilliseconds(Tidy.StartMs).AddDays(30))];
        Assert.That(future, Has.Length.GreaterThan(50));
        Assert.That(future.Select(static e => e.Tenant), Has.All.EqualTo(Tidy.Tenants));
    }

    [Test]
    public void Tenants_HaveTheirSizes_AndTheirDay()
    {
        var options = Tidy with { Events = 172_800, Density = 2, BurstEveryMs = 0 };
        CsvEvent[] events = Events(options);
        int[] sizes = [.. events.GroupBy(static e => e.Tenant).OrderBy(static t => t.Key).Select(static t => t.Count())];
        Assert.That(sizes[0] / (double)sizes[3], Is.InRange(3.4, 4.6));
        Assert.That((events[^1].Time - events[0].Time).TotalHours, Is.InRange(23, 25), "the density is about what was asked for");
        int[] hours = [.. Enumerable.Range(0, 24).Select(hour => events.Count(e => e.Tenant == 1 && e.Time.Hour == hour))];
        Assert.That(hours[19], Is.GreaterThan(5 * hours[4]));
        int[] other = [.. Enumerable.Range(0, 24).Select(hour => events.Count(e => e.Tenant == 2 && e.Time.Hour == hour))];
        Assert.That(Array.IndexOf(other, other.Max()), Is.InRange(13, 16), "five hours earlier than the first");
    }

    [Test]
    public void Bursts_BringMoreVisitorsToOneTenantAtATime()
    {
        CsvEvent[] events = Events(Tidy with { BurstFactor = 50 });
        var starts = events.Where(static e => e.Type == "SessionStarted").GroupBy(static e => (e.Time.Ticks / TimeSpan.TicksPerSecond / 10, e.Tenant));
        int[] counts = [.. starts.Select(static g => g.Count()).OrderDescending()];
        Assert.That(counts[0], Is.GreaterThan(10 * counts[counts.Length / 2]));
    }

    [Test]
    public void Bursts_BringAsManyTimesTheUsualVisitorsAsTheirFactorSays()
    {
        CsvEvent[] events = Events(Tidy with { Events = 100_000, Density = 50, BurstEveryMs = 60_000, BurstFactor = 10 });
        var starts = events.Where(static e => e.Type == "SessionStarted").GroupBy(static e => e.Time.Ticks / TimeSpan.TicksPerSecond / 10);
        int[] counts = [.. starts.Select(static g => g.Count()).Order()];
        Assert.That(counts[counts.Length * 8 / 10] / (double)counts[counts.Length * 2 / 10], Is.InRange(7, 14), "half of all time is a burst");
    }

    [TestCase(200_000)]
    [TestCase(500_000)]
    public void Poison_IsTheShareThatWasAskedFor_AndNeverTwoInARow(int ppm)
    {
        string[] lines = System.Text.Encoding.UTF8.GetString(Made.Stream(Tidy with { PoisonPpm = ppm }, DataFormat.Csv)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        bool[] arePoison = [.. lines.Select(static line => CsvEvent.Parse(line) is null)];
        Assert.That(arePoison.Count(static isPoison => isPoison) / (double)arePoison.Length, Is.EqualTo(ppm / 1e6).Within(0.01));
        Assert.That(Enumerable.Range(1, arePoison.Length - 1).Where(i => arePoison[i] && arePoison[i - 1]), Is.Empty);
    }

    [Test]
    public void Delays_DoNotChangeWhatHappens()
    {
        IEnumerable<string> calm = Events(Tidy with { DisorderPpm = 0 }).Take(10_000).Select(static e => e.Line);
        HashSet<string> wild = [.. Events(Tidy with { DisorderPpm = 900_000, LatePpm = 10_000 }).Select(static e => e.Line)];
        Assert.That(calm.Where(line => !wild.Contains(line)), Is.Empty);
    }

    private static CsvEvent[] Events(GeneratorOptions options) =>
        [.. System.Text.Encoding.UTF8.GetString(Made.Stream(options, DataFormat.Csv)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(CsvEvent.Parse).OfType<CsvEvent>()];

    private static double MostBehindMs(CsvEvent[] events)
    {
        DateTime newest = DateTime.MinValue;
        double most = 0;
        foreach (CsvEvent next in events)
        {
            most = newest == DateTime.MinValue ? most : Math.Max(most, (newest - next.Time).TotalMilliseconds);
            newest = next.Time > newest ? next.Time : newest;
        }

        return most;
    }
}
