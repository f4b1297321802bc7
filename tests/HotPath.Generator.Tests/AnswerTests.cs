using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NUnit.Framework;

namespace HotPath.Generator.Tests;

/// <summary>The answers against a slow computation of their own over the lines of the file.</summary>
public sealed class AnswerTests
{
    private static readonly GeneratorOptions Plain = new() { Events = 2_000, Tenants = 3, Users = 60 };

    private static IEnumerable<GeneratorOptions> Shops()
    {
        yield return Plain with { Seed = 1 };
        yield return Plain with { Seed = 2, LatePpm = 60_000, DuplicatesPpm = 100_000, FarFuturePpm = 20_000, PoisonPpm = 50_000 };
        yield return Plain with { Seed = 3, BoundMs = 1, LateByMs = 3_600_000, LatePpm = 200_000, DedupWindowMs = 600_000, Density = 3 };
        yield return Plain with { Seed = 4, SessionGapMs = 60_000, Density = 200, Users = 5, DisorderPpm = 1_000_000, BoundMs = 90_000 };
    }

    [TestCaseSource(nameof(Shops))]
    public void Minutes_AreThoseOfTheFile(object shop)
    {
        var options = (GeneratorOptions)shop;
        using var made = new Made(options, DataFormat.Csv);
        var force = new BruteForce(made.Events(), options);
        foreach (string reading in (string[])["raw", "distinct"])
        {
            (string[] rows, Dictionary<int, int> late, Dictionary<int, int> stale) = force.Minutes(hasIds: reading == "distinct");
            Assert.That(made.Answers($"{reading}/minutes.csv"), Is.EqualTo(rows), options.ToString());
            Assert.That(
                made.Answers($"{reading}/late.csv").Where(static row => row.StartsWith("minutes")),
                Is.EquivalentTo(late.Select(static l => $"minutes,{l.Key},{l.Value}")));
            Assert.That(
                made.Answers($"{reading}/ledger.csv").Select(static row => row.Split(',')).ToDictionary(static f => f[0], static f => f[^1]),
                Is.EqualTo(stale.ToDictionary(static s => s.Key.ToString(CultureInfo.InvariantCulture), static s => s.Value.ToString(CultureInfo.InvariantCulture))));
        }
    }

    [TestCaseSource(nameof(Shops))]
    public void SessionsAndFunnels_AreThoseOfTheFile(object shop)
    {
        var options = (GeneratorOptions)shop;
        using var made = new Made(options, DataFormat.Csv);
        var force = new BruteForce(made.Events(), options);
        Assert.That(made.Answers("sessions.csv"), Is.EqualTo(force.Sessions()), options.ToString());
        Assert.That(made.Answers("funnels.csv"), Is.EqualTo(force.Funnels()), options.ToString());
    }

    [TestCaseSource(nameof(Shops))]
    public void Totals_AreThoseOfTheFile(object shop)
    {
        var options = (GeneratorOptions)shop;
        using var made = new Made(options, DataFormat.Csv);
        CsvEvent?[] lines = [.. made.Events()];
        CsvEvent[] events = [.. lines.OfType<CsvEvent>()];
        int once = events.Select(static e => e.Id).Distinct().Count();
        Assert.That(
            made.Answers("totals.csv"),
            Is.EqualTo(new[] { $"copies,{events.Length - once}", $"events,{once}", $"poison,{lines.Length - events.Length}", $"records,{lines.Length}" }));
        Assert.That(lines, Has.Length.EqualTo(options.Events));
    }
}
