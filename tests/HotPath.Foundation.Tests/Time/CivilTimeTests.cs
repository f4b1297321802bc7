using System;
using System.Globalization;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Time;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Time;

public sealed class CivilTimeTests
{
    [Test]
    public void EveryDay_OfDateTimesRange_AgreesWithDateTime()
    {
        int first = (int)(DateTime.MinValue - DateTime.UnixEpoch).TotalDays;
        for (int days = first; days < first + 3_652_059; days += 11)
        {
            DateTime oracle = DateTime.UnixEpoch.AddDays(days);
            var date = CivilTime.FromDays(days);
            if (date != new CivilDate(oracle.Year, oracle.Month, oracle.Day)
                || CivilTime.ToDays(oracle.Year, oracle.Month, oracle.Day) != days
                || CivilTime.DayOfYear(days) != oracle.DayOfYear
                || CivilTime.IsoDayOfWeek(days) % 7 != (int)oracle.DayOfWeek)
            {
                Assert.Fail($"day {days}: {date} is not {oracle:O}");
            }
        }
    }

    [Test]
    public void IsoWeek_OfRandomDays_AgreesWithISOWeek()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            int days = (int)numbers.Between(-700_000, 2_900_000);
            DateTime oracle = DateTime.UnixEpoch.AddDays(days);
            if (CivilTime.IsoWeek(days) != ISOWeek.GetWeekOfYear(oracle)
                || CivilTime.IsoWeekYear(days) != ISOWeek.GetYear(oracle))
            {
                Assert.Fail($"day {days} ({oracle:O}): week {CivilTime.IsoWeek(days)}; {TestSeed.Hint}");
            }
        }
    }

    [Test]
    public void AddMonths_OfRandomDays_AgreesWithDateTime()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            int days = (int)numbers.Between(-500_000, 2_500_000);
            int months = (int)numbers.Between(-2_000, 2_000);
            int oracle = (int)(DateTime.UnixEpoch.AddDays(days).AddMonths(months) - DateTime.UnixEpoch).TotalDays;
            Assert.That(CivilTime.AddMonths(days, months), Is.EqualTo(oracle), TestSeed.Hint);
        }
    }

    [Test]
    public void DaysAndDates_FarOutsideDateTimesRange_RoundTrip()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            int days = (int)numbers.Between(-700_000_000, 700_000_000);
            CivilDate date = CivilTime.FromDays(days);
            Assert.That(CivilTime.IsValid(date.Year, date.Month, date.Day), TestSeed.Hint);
            Assert.That(CivilTime.ToDays(date.Year, date.Month, date.Day), Is.EqualTo(days), TestSeed.Hint);
        }
    }

    [TestCase(-1L, -1, 86_399_999)]
    [TestCase(0L, 0, 0)]
    [TestCase(86_400_000L, 1, 0)]
    public void DayOf_AroundTheEpoch_RoundsDown(long timeMs, int day, int msOfDay)
    {
        Assert.That(CivilTime.DayOf(timeMs), Is.EqualTo(day));
        Assert.That(CivilTime.MsOfDay(timeMs), Is.EqualTo(msOfDay));
    }
}
