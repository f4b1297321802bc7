using System;
using HotPath.Daemon.Reports;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class QuantityTests
{
    [TestCase(0, "0/s")]
    [TestCase(9_999, "9999/s")]
    [TestCase(12_345, "12.3 k/s")]
    [TestCase(5_120_000, "5.12 M/s")]
    [TestCase(123_456_789, "123 M/s")]
    public void Rate_OfEachSize_HasThreeDigits(double rate, string expected) => Assert.That(Quantity.Rate(rate), Is.EqualTo(expected));

    [TestCase(0, "0 B")]
    [TestCase(1023, "1023 B")]
    [TestCase(1024, "1.00 KiB")]
    [TestCase(12_900_000, "12.3 MiB")]
    [TestCase(1L << 40, "1024 GiB")]
    public void Bytes_OfEachSize_HasThreeDigits(long bytes, string expected) => Assert.That(Quantity.Bytes(bytes), Is.EqualTo(expected));

    [TestCase(0.0125, "12.5 ms")]
    [TestCase(1.5, "1.50 s")]
    [TestCase(61, "1 min 01 s")]
    [TestCase(3_720, "1 h 02 min")]
    public void Duration_OfEachSize_IsReadable(double seconds, string expected) =>
        Assert.That(Quantity.Duration(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    [TestCase(long.MinValue, "none")]
    [TestCase(long.MaxValue, "end")]
    [TestCase(0, "1970-01-01 00:00:00.000")]
    [TestCase(-1, "1969-12-31 23:59:59.999")]
    [TestCase(long.MaxValue - 1, "9223372036854775806 ms")]
    public void EventTime_OfEachKind_IsReadable(long timeMs, string expected) => Assert.That(Quantity.EventTime(timeMs), Is.EqualTo(expected));

    [TestCase(1, "1 row")]
    [TestCase(1_234, "1,234 rows")]
    public void Count_WithNoun_AgreesInNumber(long count, string expected) => Assert.That(Quantity.Count(count, "row"), Is.EqualTo(expected));
}
