using System;
using System.Numerics;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Numerics;
using NUnit.Framework;

namespace HotPath.Foundation.Tests.Numerics;

/// <summary>
/// Every operation against exact arithmetic in <see cref="BigInteger"/>, over numbers of every length.
/// </summary>
public sealed class DecimalMathTests
{
    private const int Rounds = 10_000;

    [Test]
    public void Multiply256_OfRandomNumbers_AgreesWithBigInteger()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < Rounds; i++)
        {
            UInt128 left = Bits(numbers);
            UInt128 right = Bits(numbers);
            Check(Big(UInt256.Multiply(left, right)) == (BigInteger)left * right, $"{left} * {right}");
        }
    }

    [Test]
    public void DivRem256_OfRandomNumbers_AgreesWithBigInteger()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < Rounds; i++)
        {
            // Dividends close to a multiple of the divisor reach the corrections of a digit's estimate.
            UInt128 divisor = UInt128.Max(Bits(numbers), 1);
            UInt256 dividend = i % 2 == 0
                ? new UInt256(Bits(numbers), Bits(numbers))
                : UInt256.Multiply(divisor, Bits(numbers) | (UInt128.One << 127));
            BigInteger oracle = BigInteger.DivRem(Big(dividend), divisor, out BigInteger rest);
            UInt256 quotient = UInt256.DivRem(dividend, divisor, out UInt128 remainder);
            Check(Big(quotient) == oracle && (BigInteger)remainder == rest, $"{Big(dividend)} / {divisor}");
        }
    }

    [Test]
    public void Add_OfRandomDecimals_IsExactThenRounded()
    {
        ForEach((left, leftScale, right, rightScale, precision, scale) =>
        {
            int exact = Math.Max(leftScale, rightScale);
            BigInteger sum = ((BigInteger)left * Ten(exact - leftScale)) + (
                (BigInteger)right * Ten(exact - rightScale));
            Int128 actual = DecimalMath.Add(left, leftScale, right, rightScale, precision, scale, out bool overflow);
            return (actual, overflow, Rounded(sum, exact, scale));
        });
    }

    [Test]
    public void Multiply_OfRandomDecimals_IsExactThenRounded()
    {
        ForEach((left, leftScale, right, rightScale, precision, scale) =>
        {
            Int128 actual = DecimalMath.Multiply(
                left, right, leftScale + rightScale, precision, scale, out bool overflow);
            return (actual, overflow, Rounded((BigInteger)left * right, leftScale + rightScale, scale));
        });
    }

    [Test]
    public void Divide_OfRandomDecimals_IsRoundedTo38DigitsAndThenToItsScale()
    {
        ForEach((left, leftScale, right, rightScale, precision, scale) =>
        {
            right = right == 0 ? 7 : right;
            Int128 actual = DecimalMath.Divide(left, leftScale, right, rightScale, precision, scale, out bool overflow);
            return (actual, overflow, Quotient(left, leftScale, right, rightScale, scale));
        });
    }

    [Test]
    public void Remainder_OfRandomDecimals_HasTheDividendsSign()
    {
        ForEach((left, leftScale, right, rightScale, precision, scale) =>
        {
            right = right == 0 ? 7 : right;
            int exact = Math.Max(leftScale, rightScale);
            BigInteger rest = BigInteger.Remainder(
                (BigInteger)left * Ten(exact - leftScale), (BigInteger)right * Ten(exact - rightScale));
            Int128 actual = DecimalMath.Remainder(
                left, leftScale, right, rightScale, precision, scale, out bool overflow);
            return (actual, overflow, Rounded(rest, exact, scale));
        });
    }

    [Test]
    public void Rescale_OfRandomDecimals_IsHalfUp()
    {
        ForEach((left, leftScale, _, _, precision, scale) =>
        {
            Int128 actual = DecimalMath.Rescale(left, leftScale, scale, precision, out bool overflow);
            return (actual, overflow, Rounded(left, leftScale, scale));
        });
    }

    [Test]
    public void CompareFloorAndCeiling_OfRandomDecimals_AgreeWithBigInteger()
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < Rounds; i++)
        {
            Int128 left = Unscaled(numbers);
            Int128 right = i % 3 == 0 ? left : Unscaled(numbers);
            int leftScale = numbers.Below(39);
            int rightScale = numbers.Below(39);
            int order = ((BigInteger)left * Ten(rightScale)).CompareTo((BigInteger)right * Ten(leftScale));
            Check(
                Math.Sign(
                    DecimalMath.Compare(
                        left, leftScale, right, rightScale)) == order, $"{left}/{leftScale} ? {right}/{rightScale}");

            BigInteger floor = BigInteger.DivRem(left, Ten(leftScale), out BigInteger rest) - (rest < 0 ? 1 : 0);
            Check(DecimalMath.Floor(left, leftScale) == (Int128)floor, $"floor {left}/{leftScale}");
            Check(
                DecimalMath.Ceiling(left, leftScale) == (Int128)(rest == 0 ? floor : floor + 1),
                $"ceiling {left}/{leftScale}");
        }
    }

    [Test]
    public void Add_OfTwoLargest_OverflowsAndDoesNotWrap()
    {
        Int128 largest = (Int128)Powers.Ten(38) - 1;
        Assert.That(DecimalMath.Add(largest, largest, 38, out bool overflow), Is.EqualTo(Int128.Zero));
        Assert.That(overflow);
        Assert.That(DecimalMath.Add(-largest, -largest, 38, out overflow), Is.EqualTo(Int128.Zero));
        Assert.That(overflow);
    }

    [Test]
    public void DivideHalfUp_OfSumAndCount_RoundsAwayFromZero()
    {
        Assert.That(DecimalMath.DivideHalfUp(100, 3, 2, 6, out _), Is.EqualTo((Int128)333_333));
        Assert.That(DecimalMath.DivideHalfUp(-500, 8, 2, 2, out _), Is.EqualTo((Int128)(-63)));
        Assert.That(DecimalMath.DivideHalfUp(500, 8, 2, 2, out _), Is.EqualTo((Int128)63));
    }

    [Test]
    public void Digits_AroundEveryPower_AreCounted()
    {
        Assert.That(Powers.Digits(0), Is.EqualTo(1));
        for (int i = 1; i <= 38; i++)
        {
            Assert.That(Powers.Digits(Powers.Ten(i) - 1), Is.EqualTo(i));
            Assert.That(Powers.Digits(Powers.Ten(i)), Is.EqualTo(i + 1));
        }

        Assert.That(Powers.Digits(UInt128.MaxValue), Is.EqualTo(39));
    }

    private delegate (Int128 Actual, bool Overflow, BigInteger Expected) Operation(
        Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale);

    private static void ForEach(Operation operation)
    {
        SplitMix64 numbers = TestSeed.Numbers();
        for (int i = 0; i < Rounds; i++)
        {
            Int128 left = Unscaled(numbers);
            Int128 right = Unscaled(numbers);
            int leftScale = numbers.Below(39);
            int rightScale = numbers.Below(39);
            int precision = 1 + numbers.Below(38);
            int scale = numbers.Below(precision + 1);
            (Int128 actual, bool overflow, BigInteger expected) = operation(
                left, leftScale, right, rightScale, precision, scale);
            bool fits = BigInteger.Abs(expected) < Ten(precision);
            Check(
                overflow == !fits && (!fits || actual == (Int128)expected),
                $"{left}/{leftScale}, {right}/{rightScale} as ({precision}, {scale}): "
                + $"{actual}, {overflow}, not {expected}");
        }
    }

    private static BigInteger Quotient(BigInteger left, int leftScale, BigInteger right, int rightScale, int scale)
    {
        if (left.IsZero)
        {
            return 0;
        }

        // Enough digits that the quotient has more than 38, then cut to 38 half up; a remainder beyond never makes a
        // tie.
        const int Extra = 120;
        BigInteger quotient = BigInteger.Divide(BigInteger.Abs(left) * Ten(Extra), BigInteger.Abs(right));
        int quotientScale = leftScale - rightScale + Extra;
        int drop = quotient.ToString(System.Globalization.CultureInfo.InvariantCulture).Length - 38;
        BigInteger significant = drop > 0 ? Rounded(quotient, drop, 0) : quotient;
        BigInteger result = Rounded(significant, quotientScale - Math.Max(drop, 0), scale);
        return left.Sign == right.Sign ? result : -result;
    }

    private static BigInteger Rounded(BigInteger value, int fromScale, int toScale)
    {
        if (toScale >= fromScale)
        {
            return value * Ten(toScale - fromScale);
        }

        BigInteger unit = Ten(fromScale - toScale);
        BigInteger magnitude = ((2 * BigInteger.Abs(value)) + unit) / (2 * unit);
        return value.Sign < 0 ? -magnitude : magnitude;
    }

    private static BigInteger Ten(int exponent) => BigInteger.Pow(10, exponent);

    private static BigInteger Big(UInt256 value) => ((BigInteger)value.High << 128) + value.Low;

    private static UInt128 Bits(SplitMix64 numbers) =>
        new UInt128(numbers.Next(), numbers.Next()) >> numbers.Below(128);

    // Numbers of 1 to 38 digits, often of few and often close to a power of ten.
    private static Int128 Unscaled(SplitMix64 numbers)
    {
        UInt128 bound = Powers.Ten(1 + numbers.Below(38));
        UInt128 value = new UInt128(numbers.Next(), numbers.Next()) % bound;
        value = numbers.Below(8) == 0 ? bound - 1 - (UInt128)numbers.Below(2) : value;
        return numbers.Below(2) == 0 ? (Int128)value : -(Int128)value;
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            Assert.Fail($"{what}; {TestSeed.Hint}");
        }
    }
}
