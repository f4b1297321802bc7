using System;
using System.Globalization;
using System.Text;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Dataflow.Tests.Text;

public sealed class SqlTextTests
{
    private static string Text(Func<byte[], int> format)
    {
        var target = new byte[SqlText.MaxLengthBytes];
        return Encoding.ASCII.GetString(target, 0, format(target));
    }

    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(100.0, "100.0")]
    [TestCase(0.001, "0.001")]
    [TestCase(0.00099, "9.9E-4")]
    [TestCase(0.0123, "0.0123")]
    [TestCase(9999999.0, "9999999.0")]
    [TestCase(1e7, "1.0E7")]
    [TestCase(1.25e7, "1.25E7")]
    [TestCase(1234567.891, "1234567.891")]
    [TestCase(1e23, "1.0E23")]
    [TestCase(double.Epsilon, "4.9E-324")]
    [TestCase(double.MaxValue, "1.7976931348623157E308")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    public void FormatDouble_OfEdges_IsJavas(double value, string expected) =>
        Assert.That(Text(t => SqlText.FormatDouble(value, t)), Is.EqualTo(expected));

    [TestCase(0.1f, "0.1")]
    [TestCase(1.5e10f, "1.5E10")]
    [TestCase(float.MaxValue, "3.4028235E38")]
    public void FormatFloat_OfEdges_IsJavas(float value, string expected) =>
        Assert.That(Text(t => SqlText.FormatFloat(value, t)), Is.EqualTo(expected));

    [Test]
    public void FormatDouble_OfRandomBits_ReadsBackTheSame()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.UInt64BitsToDouble(numbers.Next());
            string text = Text(t => SqlText.FormatDouble(value, t));
            bool isRead = SqlParse.Double(Encoding.ASCII.GetBytes(text), out double read) == ParseOutcome.Ok;
            Assert.That(isRead && (read.Equals(value) || double.IsNaN(value)), $"{text}; {TestSeed.Hint}");
        }
    }

    [TestCase("0", 0, "0")]
    [TestCase("0", 3, "0.000")]
    [TestCase("-5", 2, "-0.05")]
    [TestCase("12345", 2, "123.45")]
    [TestCase("-99999999999999999999999999999999999999", 38, "-0.99999999999999999999999999999999999999")]
    [TestCase("99999999999999999999999999999999999999", 0, "99999999999999999999999999999999999999")]
    public void FormatDecimal_OfEdges_IsPlainWithItsScale(string unscaled, int scale, string expected) =>
        Assert.That(
            Text(
                t =>
                    SqlText.FormatDecimal(
                        Int128.Parse(unscaled, CultureInfo.InvariantCulture), scale, t)), Is.EqualTo(expected));

    [Test]
    public void Timestamp_OfRandomTimes_AgreesWithDateTimeBothWays()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            long ms = numbers.Between(-62_135_596_800_000, 253_402_300_799_999);
            string expected = DateTime.UnixEpoch.AddMilliseconds(ms).ToString(
                "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            Assert.That(Text(t => SqlText.FormatTimestamp(ms, t)), Is.EqualTo(expected), TestSeed.Hint);
            ParseOutcome outcome = SqlTimeParse.Timestamp(Encoding.ASCII.GetBytes(expected), out long read);
            Assert.That((outcome, read), Is.EqualTo((ParseOutcome.Ok, ms)), TestSeed.Hint);
        }
    }

    [TestCase(3, ' ', "2024-01-01 00:00:00.120")]
    [TestCase(SqlText.FractionAsNeeded, 'T', "2024-01-01T00:00:00.12")]
    [TestCase(0, ' ', "2024-01-01 00:00:00")]
    [TestCase(6, ' ', "2024-01-01 00:00:00.120000")]
    public void FormatTimestamp_WithFractionAndSeparator_FollowsBoth(int digits, char separator, string expected) =>
        Assert.That(
            Text(t => SqlText.FormatTimestamp(1_704_067_200_120, t, digits, (byte)separator)), Is.EqualTo(expected));

    [Test]
    public void FormatInterval_OfBothKinds_IsSigned()
    {
        Assert.That(Text(t => SqlText.FormatDayInterval(-86_400_000 - 1, t)), Is.EqualTo("-1 00:00:00.001"));
        Assert.That(Text(t => SqlText.FormatDayInterval(long.MinValue, t)), Is.EqualTo("-106751991167 07:12:55.808"));
        Assert.That(Text(t => SqlText.FormatMonthInterval(14, t)), Is.EqualTo("+1-02"));
    }
}
