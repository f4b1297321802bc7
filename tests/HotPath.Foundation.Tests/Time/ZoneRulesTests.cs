using System;
using System.Globalization;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Time;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Time;

public sealed class ZoneRulesTests
{
    private static readonly string[] Zones =
    [
        "America/New_York", "Europe/Berlin", "Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Sao_Paulo", "Pacific/Apia", "Asia/Tehran", "Europe/London", "Antarctica/Troll", "America/St_Johns",
    ];

    private static DateTime At(long epochMs) => DateTime.UnixEpoch.AddMilliseconds(epochMs);

    [TestCaseSource(nameof(Zones))]
    public void OffsetMs_AtRandomInstantsAndAroundEveryTransition_AgreesWithTimeZoneInfo(string id)
    {
        TimeZoneInfo oracle = TimeZoneInfo.FindSystemTimeZoneById(id);
        ZoneRules rules = ZoneRules.Of(id);
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 4_000; i++)
        {
            long epochMs = numbers.Between(-3_000_000_000_000, 7_000_000_000_000);
            Assert.That(
                rules.OffsetMs(epochMs), Is.EqualTo(oracle.GetUtcOffset(At(epochMs)).TotalMilliseconds), TestSeed.Hint);
        }

        foreach (long transitionMs in rules.TransitionsMs)
        {
            foreach (long epochMs in (long[])[transitionMs - 1, transitionMs])
            {
                Assert.That(rules.OffsetMs(epochMs), Is.EqualTo(oracle.GetUtcOffset(At(epochMs)).TotalMilliseconds));
            }
        }
    }

    [TestCaseSource(nameof(Zones))]
    public void ToEpochMs_OfEveryInstantsLocalTime_GivesOneOfTheInstantsThatShowIt(string id)
    {
        ZoneRules rules = ZoneRules.Of(id);
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 4_000; i++)
        {
            long nearMs = rules.TransitionsMs[numbers.Below(rules.TransitionsMs.Length)];
            long epochMs = nearMs + numbers.Between(-3 * CivilTime.HourMs, 3 * CivilTime.HourMs);
            long localMs = rules.ToLocalMs(epochMs);
            long earlier = rules.ToEpochMs(localMs, LocalAmbiguity.Earlier);
            long later = rules.ToEpochMs(localMs, LocalAmbiguity.Later);
            bool isRight = earlier <= later && (epochMs == earlier || epochMs == later)
                && rules.ToLocalMs(earlier) == localMs && rules.ToLocalMs(later) == localMs;
            Assert.That(
                isRight, $"{id} {At(epochMs):O} -> {At(localMs):O} -> {At(earlier):O}, {At(later):O}; {TestSeed.Hint}");
        }
    }

    // 2024-03-10 02:30 does not exist in New York; 2024-11-03 01:30 exists twice.
    [TestCase("2024-03-10T02:30", LocalAmbiguity.Earlier, "2024-03-10T07:30")]
    [TestCase("2024-03-10T02:30", LocalAmbiguity.Later, "2024-03-10T07:30")]
    [TestCase("2024-03-10T03:00", LocalAmbiguity.Later, "2024-03-10T07:00")]
    [TestCase("2024-11-03T01:30", LocalAmbiguity.Earlier, "2024-11-03T05:30")]
    [TestCase("2024-11-03T01:30", LocalAmbiguity.Later, "2024-11-03T06:30")]
    [TestCase("2024-11-03T02:00", LocalAmbiguity.Earlier, "2024-11-03T07:00")]
    public void ToEpochMs_AroundNewYorksChanges_FollowsJava(string local, LocalAmbiguity ambiguity, string utc)
    {
        ZoneRules rules = ZoneRules.Of("America/New_York");
        Assert.That(At(rules.ToEpochMs(Ms(local), ambiguity)), Is.EqualTo(At(Ms(utc))));
    }

    // The clock passes over 02:00 to 03:00 at 07:00 UTC, and shows 01:00 to 02:00 twice until 07:00 UTC.
    [TestCase("2024-03-10T02:00", "2024-03-10T06:59:59.999")]
    [TestCase("2024-03-10T02:30", "2024-03-10T06:59:59.999")]
    [TestCase("2024-03-10T03:00", "2024-03-10T06:59:59.999")]
    [TestCase("2024-03-10T03:01", "2024-03-10T07:00:59.999")]
    [TestCase("2024-11-03T01:00", "2024-11-03T04:59:59.999")]
    [TestCase("2024-11-03T01:30", "2024-11-03T06:29:59.999")]
    [TestCase("2024-11-03T02:00", "2024-11-03T06:59:59.999")]
    [TestCase("2024-07-01T12:00", "2024-07-01T15:59:59.999")]
    public void LastInstantBefore_AroundNewYorksChanges(string local, string utc)
    {
        ZoneRules rules = ZoneRules.Of("America/New_York");
        Assert.That(At(rules.LastInstantBefore(Ms(local))), Is.EqualTo(At(Ms(utc))));
    }

    [TestCaseSource(nameof(Zones))]
    public void LastInstantBefore_IsTheLastThatShowsLess(string id)
    {
        ZoneRules rules = ZoneRules.Of(id);
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 4_000; i++)
        {
            long nearMs = rules.TransitionsMs[numbers.Below(rules.TransitionsMs.Length)];
            long localMs = rules.ToLocalMs(nearMs) + numbers.Between(-3 * CivilTime.HourMs, 3 * CivilTime.HourMs);
            long last = rules.LastInstantBefore(localMs);
            bool isRight = rules.ToLocalMs(last) < localMs && rules.ToLocalMs(last + 1) >= localMs;
            long behindMs = last + 1 + numbers.Between(0, 6 * CivilTime.HourMs);
            Assert.That(isRight && rules.ToLocalMs(behindMs) >= localMs, $"{id} {At(localMs):O} {TestSeed.Hint}");
        }
    }

    [TestCase("UTC", 0)]
    [TestCase("GMT+08:00", 8)]
    [TestCase("UTC-03:00", -3)]
    [TestCase("+05:00", 5)]
    public void Of_FixedOffsets_HaveNoTransitions(string id, int hours)
    {
        ZoneRules rules = ZoneRules.Of(id);
        Assert.That(rules.IsFixed);
        Assert.That(rules.ToLocalMs(0), Is.EqualTo(hours * CivilTime.HourMs));
    }

    [Test]
    public void Of_UnknownZone_NamesSettingAndRemedy()
    {
        HotPathException? problem = Assert.Throws<HotPathException>(() => ZoneRules.Of("Mars/Olympus"));
        Assert.That(problem!.Message, Does.Contain("table.local-time-zone").And.Contain("Mars/Olympus"));
    }

    [Test]
    public void Identity_OfTwoZones_Differs() =>
        Assert.That(ZoneRules.Of("Asia/Shanghai").Identity, Is.Not.EqualTo(ZoneRules.Of("GMT+08:00").Identity));

    private static long Ms(string text) =>
        (long)(DateTime.SpecifyKind(DateTime.Parse(text, CultureInfo.InvariantCulture), DateTimeKind.Utc)
            - DateTime.UnixEpoch).TotalMilliseconds;
}
