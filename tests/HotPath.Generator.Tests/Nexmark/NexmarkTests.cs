using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Generator.Nexmark;
using HotPath.Integration.Tests.Support;
using NUnit.Framework;
using static HotPath.Generator.Tests.Nexmark.NexmarkRows;

namespace HotPath.Generator.Tests.Nexmark;

/// <summary>
/// Nexmark events against the recorded ones of another generator: what is not drawn is the same, and what is drawn keeps
/// the same rules there and here.
/// </summary>
public sealed class NexmarkTests
{
    private const int Columns = 26;

    // As golden/nexmark/README.md says of its events.
    private static readonly NexmarkOptions LikeRecorded = new()
    {
        Events = 20_000,
        Seed = 20_261,
        EventsPerSecond = 100,
        BaseMs = new DateTimeOffset(2026, 1, 1, 23, 58, 20, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        HasFullExtra = false,
        HasUpstreamBidders = false,
    };

    [Test]
    public void Events_LikeTheRecordedOnes_HaveTheirKindsIdsAndTimes()
    {
        List<string[]> made = Made(LikeRecorded);
        List<string[]> recorded = Recorded(SharedFiles.Require("golden/nexmark/events/events.csv.gz"));
        Assert.That(made, Has.Count.EqualTo(recorded.Count));
        int[] notDrawn = [0, PersonId, PersonTime, AuctionId, AuctionTime, BidTime];
        for (int i = 0; i < made.Count; i++)
        {
            Assert.That(made[i], Has.Length.EqualTo(Columns));
            Assert.That(notDrawn.Select(c => made[i][c]), Is.EqualTo(notDrawn.Select(c => recorded[i][c])), $"event {i}");
            Assert.That(
                made[i].Select(static v => v == "NULL"), Is.EqualTo(recorded[i].Select(static v => v == "NULL")), $"event {i}");
        }
    }

    [Test]
    public void Recorded_KeepTheRules() =>
        AssertRules(Recorded(SharedFiles.Require("golden/nexmark/events/events.csv.gz")), LikeRecorded);

    [Test]
    public void Made_KeepTheRules([Values(1, 2, 3)] int seed) =>
        AssertRules(Made(LikeRecorded with { Seed = seed }), LikeRecorded);

    [Test]
    public void Full_ExtrasFillTheEventUpToItsAverage()
    {
        List<string[]> rows = Made(new NexmarkOptions { Events = 50_000 });
        string[] bids = [.. rows.Where(static r => r[0] == "2").Select(static r => r[BidExtra])];
        Assert.That(bids.Min(static e => e.Length), Is.EqualTo(54));
        Assert.That(bids.Max(static e => e.Length), Is.EqualTo(81));
        Assert.That(bids.SelectMany(static e => e).Min(), Is.EqualTo('H'));
        Assert.That(bids.SelectMany(static e => e).Max(), Is.EqualTo('z'));
        double[] auctions = [.. rows.Where(static r => r[0] == "1")
            .Select(static r => 48.0 + r[ItemName].Length + r[Description].Length + r[AuctionExtra].Length)];
        Assert.That(auctions.Average(), Is.EqualTo(500).Within(10));
        double[] persons = [.. rows.Where(static r => r[0] == "0")
            .Select(static r => 8.0 + r[PersonName..State].Sum(static t => t.Length) + r[State].Length + r[PersonExtra].Length)];
        Assert.That(persons.Average(), Is.EqualTo(200).Within(5));
    }

    [TestCase(1)]
    [TestCase(10)]
    [TestCase(100)]
    public void OutOfOrder_EveryEventComesOnceAndNearItsPlace(int group)
    {
        var numbers = new NexmarkNumbers(new NexmarkOptions { DisorderGroup = group });
        // Whole groups, but for the first, which begins with number 1.
        long[] all = [.. Enumerable.Range(0, (50 * group) - 1).Select(i => numbers.NumberAt(i))];
        Assert.That(all.Distinct().Count(), Is.EqualTo(all.Length));
        Assert.That(all.Select((number, i) => Math.Abs(number - i - 1)).Max(), Is.LessThan(group));
        Assert.That(group == 1 || all.Zip(all.Skip(1)).Any(static pair => pair.First > pair.Second));
    }

    [Test]
    public void Upstream_BiddersAreAThousandIdsAbove()
    {
        List<string[]> plain = Made(LikeRecorded);
        List<string[]> upstream = Made(LikeRecorded with { HasUpstreamBidders = true });
        foreach ((string[] one, string[] other) in plain.Zip(upstream).Where(static pair => pair.First[0] == "2"))
        {
            Assert.That(Number(other[Bidder]), Is.EqualTo(Number(one[Bidder]) + 1000));
        }
    }

    [Test]
    public void Json_SaysTheSameAsCsv()
    {
        NexmarkOptions options = LikeRecorded with { Events = 2_000, HasFullExtra = true };
        List<string[]> csv = Made(options);
        string[] json = Text(options, DataFormat.Json).TrimEnd('\n').Split('\n');
        for (int i = 0; i < csv.Count; i++)
        {
            using JsonDocument document = JsonDocument.Parse(json[i]);
            JsonElement root = document.RootElement;
            List<string> values = [root.GetProperty("event_type").GetRawText()];
            foreach ((string name, int columns) in ((string, int)[])[("person", 8), ("auction", 10), ("bid", 7)])
            {
                JsonElement of = root.GetProperty(name);
                values.AddRange(of.ValueKind == JsonValueKind.Null
                    ? Enumerable.Repeat("NULL", columns)
                    : of.EnumerateObject().Select(static field => field.Value.ToString()));
            }

            Assert.That(values, Is.EqualTo(csv[i]), $"event {i}");
        }
    }

    [Test]
    public void Options_EqualOnes_GiveEqualBytes_AndOtherSeedsOthers()
    {
        Assert.That(Text(LikeRecorded, DataFormat.Csv), Is.EqualTo(Text(LikeRecorded, DataFormat.Csv)));
        Assert.That(Text(LikeRecorded with { Seed = 2 }, DataFormat.Csv), Is.Not.EqualTo(Text(LikeRecorded, DataFormat.Csv)));
    }

    [Test]
    public void Options_ThatCannotBe_AreRefused()
    {
        Assert.That(
            () => new NexmarkGeneration(new NexmarkOptions { DisorderGroup = 2 * 953 }),
            Throws.TypeOf<HotPathException>().With.Message.Contains("a multiple of 953"));
        Assert.That(
            () => new NexmarkGeneration(new NexmarkOptions()).Write(Stream.Null, DataFormat.Sbe, CancellationToken.None),
            Throws.TypeOf<HotPathException>().With.Message.Contains("give csv or json"));
    }

    private static void AssertRules(List<string[]> rows, NexmarkOptions options)
    {
        var numbers = new NexmarkNumbers(options);
        int hotAuctions = 0;
        int hotBidders = 0;
        int hotChannels = 0;
        int bids = 0;
        var prices = new List<long>();
        for (int i = 0; i < rows.Count; i++)
        {
            string[] row = rows[i];
            long number = numbers.NumberAt(i);
            long eventId = NexmarkNumbers.EventId(number);
            string what = $"event {i}: {string.Join(',', row)}";
            switch (row[0])
            {
                case "0":
                    Assert.That(row[PersonName], Does.Match("^(Peter|Paul|Luke|John|Saul|Vicky|Kate|Julie|Sarah|Deiter|Walter) [A-Z][a-z]+$"), what);
                    Assert.That(row[Email], Does.Match("^[a-z ]*@[a-z ]*\\.com$"), what);
                    Assert.That(row[CreditCard], Does.Match("^[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}$"), what);
                    Assert.That(row[State], Does.Match("^(AZ|CA|ID|OR|WA|WY)$"), what);
                    break;
                case "1":
                    long beginMs = numbers.TimeMs(number);
                    Assert.That(TimeMs(row[Expires]), Is.InRange(beginMs + 1, beginMs + numbers.DurationMs(number)), what);
                    Assert.That(Number(row[Category]), Is.InRange(10, 14), what);
                    Assert.That(Number(row[Reserve]) - Number(row[InitialBid]), Is.InRange(100, 100_000_000), what);
                    AssertMeant(Number(row[Seller]), NexmarkNumbers.PersonsMeant(eventId), NexmarkNumbers.Hot(NexmarkNumbers.LastPerson(eventId)), what);
                    Assert.That(row[ItemName].Length, Is.LessThan(20), what);
                    Assert.That(row[Description].Length, Is.LessThan(100), what);
                    break;
                default:
                    bids++;
                    long hotAuction = NexmarkNumbers.Hot(NexmarkNumbers.LastAuction(eventId));
                    long hotBidder = NexmarkNumbers.Hot(NexmarkNumbers.LastPerson(eventId)) + 1;
                    AssertMeant(Number(row[BidAuction]), NexmarkNumbers.AuctionsMeant(eventId), hotAuction, what);
                    AssertMeant(Number(row[Bidder]), NexmarkNumbers.PersonsMeant(eventId), hotBidder, what);
                    hotAuctions += Number(row[BidAuction]) == hotAuction + 1000 ? 1 : 0;
                    hotBidders += Number(row[Bidder]) == hotBidder + 1000 ? 1 : 0;
                    hotChannels += Regex.IsMatch(row[Channel], "^(Google|Facebook|Baidu|Apple)$") ? 1 : 0;
                    prices.Add(Number(row[Price]));
                    Assert.That(row[Url], Does.Match("^https:" + "//www\\.nexmark\\.com/[a-z_]{3,4}/[a-z_]{3,4}/[a-z_]{3,4}/item\\.htm\\?query=1(&channel_id=([0-9]+|-2147483648))?$"), what);
                    Assert.That(row[BidExtra], Does.Match("^[a-e]{0,7}$"), what);
                    break;
            }
        }

        // Half and three quarters, besides those that are drawn among all; a third of the range is a third of the exponents.
        Assert.That(hotAuctions, Is.EqualTo(0.505 * bids).Within(0.015 * bids));
        Assert.That(hotBidders, Is.EqualTo(0.752 * bids).Within(0.015 * bids));
        Assert.That(hotChannels, Is.EqualTo(0.5 * bids).Within(0.015 * bids));
        Assert.That(prices, Has.All.InRange(100, 100_000_000));
        Assert.That(prices.Count(static p => p < 10_000), Is.EqualTo(bids / 3.0).Within(0.015 * bids));
        Assert.That(prices.Count(static p => p > 1_000_000), Is.EqualTo(bids / 3.0).Within(0.015 * bids));
    }

    private static void AssertMeant(long id, (long First, int Count) meant, long hot, string what) => Assert.That(
        id - 1000 == hot || (id - 1000 >= meant.First && id - 1000 < meant.First + meant.Count), what);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long TimeMs(string text) => new DateTimeOffset(
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
}
