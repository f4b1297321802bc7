using System;
using System.Globalization;
using System.Numerics;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Hashing;
using NUnit.Framework;

namespace HotPath.Dataflow.Tests.Text;

public sealed class SqlParseTests
{
    [TestCase("0", SqlTypeKind.Int, ParseOutcome.Ok, 0)]
    [TestCase(" +7 ", SqlTypeKind.Int, ParseOutcome.Ok, 7)]
    [TestCase("-128", SqlTypeKind.TinyInt, ParseOutcome.Ok, -128)]
    [TestCase("128", SqlTypeKind.TinyInt, ParseOutcome.OutOfRange, 0)]
    [TestCase("-32769", SqlTypeKind.SmallInt, ParseOutcome.OutOfRange, 0)]
    [TestCase("2147483648", SqlTypeKind.Int, ParseOutcome.OutOfRange, 0)]
    [TestCase("-9223372036854775808", SqlTypeKind.BigInt, ParseOutcome.Ok, long.MinValue)]
    [TestCase("9223372036854775808", SqlTypeKind.BigInt, ParseOutcome.OutOfRange, 0)]
    [TestCase("-9223372036854775809", SqlTypeKind.BigInt, ParseOutcome.OutOfRange, 0)]
    [TestCase("99999999999999999999999999999", SqlTypeKind.BigInt, ParseOutcome.OutOfRange, 0)]
    [TestCase("", SqlTypeKind.Int, ParseOutcome.Malformed, 0)]
    [TestCase("-", SqlTypeKind.Int, ParseOutcome.Malformed, 0)]
    [TestCase("1.0", SqlTypeKind.Int, ParseOutcome.Malformed, 0)]
    [TestCase("99999999999999999999x", SqlTypeKind.Int, ParseOutcome.Malformed, 0)]
    public void Integer_OfEdges_TellsMalformedFromOutOfRange(
        string text, SqlTypeKind kind, ParseOutcome outcome, long expected)
    {
        Assert.That(SqlParse.Integer(Encoding.ASCII.GetBytes(text), kind, out long value), Is.EqualTo(outcome));
        Assert.That(outcome != ParseOutcome.Ok || value == expected);
    }

    [Test]
    public void Integer_OfRandomText_AgreesWithBigInteger()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            BigInteger oracle = (BigInteger)(long)numbers.Next() * numbers.Between(-2, 2) / (1L << numbers.Below(63));
            ParseOutcome outcome = SqlParse.Integer(
                Encoding.ASCII.GetBytes(
                    oracle.ToString(CultureInfo.InvariantCulture)), SqlTypeKind.BigInt, out long value);
            bool fits = oracle >= long.MinValue && oracle <= long.MaxValue;
            Assert.That(
                outcome, Is.EqualTo(fits ? ParseOutcome.Ok : ParseOutcome.OutOfRange), $"{oracle}; {TestSeed.Hint}");
            Assert.That(!fits || value == oracle, $"{oracle}; {TestSeed.Hint}");
        }
    }

    [Test]
    public void Decimal_OfRandomText_AgreesWithBigInteger()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < 20_000; i++)
        {
            int precision = 1 + numbers.Below(38);
            int scale = numbers.Below(precision + 1);
            string digits = string.Concat(
                new string('0', numbers.Below(3)), RandomDigits(numbers, 1 + numbers.Below(42)));
            int point = numbers.Below(digits.Length + 1);
            int exponent = numbers.Below(3) == 0 ? (int)numbers.Between(-45, 45) : 0;
            bool isNegative = numbers.Below(2) == 0;
            string mantissa = digits[..point] + (point < digits.Length ? "." : "") + digits[point..];
            string tail = exponent == 0 ? "" : "e" + exponent.ToString(CultureInfo.InvariantCulture);
            string text = (isNegative ? "-" : "") + mantissa + tail;
            int shift = scale + exponent - (digits.Length - point);
            BigInteger oracle = HalfUp(BigInteger.Parse(digits, CultureInfo.InvariantCulture), shift);
            ParseOutcome expected =
                oracle < BigInteger.Pow(10, precision) ? ParseOutcome.Ok : ParseOutcome.OutOfRange;
            oracle = isNegative ? -oracle : oracle;

            ParseOutcome outcome = SqlParse.Decimal(Encoding.ASCII.GetBytes(text), precision, scale, out Int128 value);

            string hint = $"{text} ({precision}, {scale}); {TestSeed.Hint}";
            Assert.That(outcome, Is.EqualTo(expected), hint);
            Assert.That(expected != ParseOutcome.Ok || (BigInteger)value == oracle, hint);
        }
    }

    [TestCase("1.2.3")]
    [TestCase(".")]
    [TestCase("-")]
    [TestCase("1e")]
    [TestCase("1e+")]
    [TestCase("1 e2")]
    [TestCase("12x")]
    [TestCase("")]
    public void Decimal_OfGarbage_IsMalformed(string text) =>
        Assert.That(SqlParse.Decimal(Encoding.ASCII.GetBytes(text), 38, 2, out _), Is.EqualTo(ParseOutcome.Malformed));

    [TestCase("1.5", 1.5)]
    [TestCase("1e3", 1000.0)]
    [TestCase("1e999", double.PositiveInfinity)]
    [TestCase("-Infinity", double.NegativeInfinity)]
    [TestCase(" 2.5d", 2.5)]
    public void Double_OfNumbers_IsRead(string text, double expected)
    {
        Assert.That(SqlParse.Double(Encoding.ASCII.GetBytes(text), out double value), Is.EqualTo(ParseOutcome.Ok));
        Assert.That(value, Is.EqualTo(expected));
    }

    [TestCase("infinity")]
    [TestCase("nan")]
    [TestCase("1,5")]
    [TestCase("")]
    [TestCase("d")]
    [TestCase("0x10")]
    public void Double_OfGarbage_IsMalformed(string text) =>
        Assert.That(SqlParse.Double(Encoding.ASCII.GetBytes(text), out _), Is.EqualTo(ParseOutcome.Malformed));

    [TestCase("2024-01-02 03:04:05.6", ParseOutcome.Ok, 1_704_164_645_600)]
    [TestCase("2024-01-02T03:04:05.123456789", ParseOutcome.Ok, 1_704_164_645_123)]
    [TestCase("2024-1-2 3:4:5", ParseOutcome.Ok, 1_704_164_645_000)]
    [TestCase("2024-02-30 00:00:00", ParseOutcome.Ok, 1_709_164_800_000)]
    [TestCase("2024-02-32 00:00:00", ParseOutcome.OutOfRange, 0)]
    [TestCase("2024-01-02 24:00:00", ParseOutcome.OutOfRange, 0)]
    [TestCase("2024-01-02 03:04", ParseOutcome.Malformed, 0)]
    [TestCase("2024-01-02 03:04:05 x", ParseOutcome.Malformed, 0)]
    [TestCase("2024-01-02x03:04:05", ParseOutcome.Malformed, 0)]
    [TestCase("24-01-02 03:04:05", ParseOutcome.Malformed, 0)]
    public void Timestamp_OfEdges_IsReadOrRefused(string text, ParseOutcome outcome, long expectedMs)
    {
        Assert.That(SqlTimeParse.Timestamp(Encoding.ASCII.GetBytes(text), out long value), Is.EqualTo(outcome));
        Assert.That(outcome != ParseOutcome.Ok || value == expectedMs);
    }

    [TestCase("2024-01-02 03:04:05.6Z", ParseOutcome.Ok)]
    [TestCase("2024-01-02T03:04:05Z", ParseOutcome.Ok)]
    [TestCase("2024-01-02 03:04:05", ParseOutcome.Malformed)]
    public void TimestampLtz_WithAndWithoutZ_NeedsIt(string text, ParseOutcome outcome) =>
        Assert.That(SqlTimeParse.TimestampLtz(Encoding.ASCII.GetBytes(text), out _), Is.EqualTo(outcome));

    [TestCase("2024-02-29", ParseOutcome.Ok, 19_782)]
    [TestCase("2023-02-29", ParseOutcome.OutOfRange, 0)]
    [TestCase("2023-13-01", ParseOutcome.OutOfRange, 0)]
    [TestCase("2023-01", ParseOutcome.Malformed, 0)]
    public void Date_OfEdges_IsReadOrRefused(string text, ParseOutcome outcome, int expectedDays)
    {
        Assert.That(SqlTimeParse.Date(Encoding.ASCII.GetBytes(text), out int value), Is.EqualTo(outcome));
        Assert.That(outcome != ParseOutcome.Ok || value == expectedDays);
    }

    private static string RandomDigits(SplitMix64 numbers, int count)
    {
        var text = new char[count];
        for (int i = 0; i < count; i++)
        {
            text[i] = (char)('0' + numbers.Below(10));
        }

        return new string(text);
    }

    private static BigInteger HalfUp(BigInteger value, int shift) => shift >= 0
        ? value * BigInteger.Pow(10, shift)
        : ((2 * value) + BigInteger.Pow(10, -shift)) / (2 * BigInteger.Pow(10, -shift));
}
