using System;

namespace HotPath.Foundation.Numerics;

/// <summary>
/// Arithmetic of SQL decimals: an unscaled 128-bit number whose scale the caller knows. Intermediate results are
/// exact in 256 bits; a result is rounded half up (away from zero) to its scale, and one with more digits than its
/// precision overflows, which SQL shows as NULL.
/// </summary>
/// <remarks>
/// Threading: pure functions. Values passed in have at most 38 digits. Source: specs/flink-semantics.md 2.10.
/// </remarks>
public static class DecimalMath
{
    /// <summary>Largest precision. Unit: digits.</summary>
    public const int MaxPrecision = 38;

    /// <summary>Whether a value has at most <paramref name="precision"/> digits.</summary>
    /// <param name="unscaled">Value.</param>
    /// <param name="precision">Range: 0 to 38. Unit: digits.</param>
    /// <returns><see langword="false"/> on overflow.</returns>
    public static bool Fits(Int128 unscaled, int precision) => Magnitude(unscaled) < Powers.Ten(precision);

    /// <summary>Sum of two decimals of one scale: the step of SUM.</summary>
    /// <param name="left">First value.</param>
    /// <param name="right">Second value.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the sum has more digits.</param>
    /// <returns>The sum, or 0 on overflow.</returns>
    public static Int128 Add(Int128 left, Int128 right, int precision, out bool overflow) =>
        Check(unchecked(left + right), precision, out overflow);

    /// <summary>Sum of two decimals of any scales.</summary>
    /// <param name="left">First value.</param>
    /// <param name="leftScale">Its scale. Unit: digits.</param>
    /// <param name="right">Second value.</param>
    /// <param name="rightScale">Its scale. Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the sum has more digits.</param>
    /// <returns>The sum, or 0 on overflow.</returns>
    public static Int128 Add(
        Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out bool overflow)
    {
        if (leftScale == rightScale && leftScale == scale)
        {
            return Add(left, right, precision, out overflow);
        }

        int exactScale = Math.Max(leftScale, rightScale);
        UInt256 first = UInt256.Multiply(Magnitude(left), Powers.Ten(exactScale - leftScale));
        UInt256 second = UInt256.Multiply(Magnitude(right), Powers.Ten(exactScale - rightScale));
        bool isNegative = Int128.IsNegative(left);
        UInt256 sum;
        if (isNegative == Int128.IsNegative(right))
        {
            sum = UInt256.Add(first, second);
        }
        else if (first >= second)
        {
            sum = UInt256.Subtract(first, second);
        }
        else
        {
            sum = UInt256.Subtract(second, first);
            isNegative = !isNegative;
        }

        return Finish(sum, exactScale, isNegative, precision, scale, out overflow);
    }

    /// <summary>Product.</summary>
    /// <param name="left">First factor.</param>
    /// <param name="right">Second factor.</param>
    /// <param name="exactScale">Sum of the factors' scales. Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the product has more digits.</param>
    /// <returns>The product, or 0 on overflow.</returns>
    public static Int128 Multiply(
        Int128 left, Int128 right, int exactScale, int precision, int scale, out bool overflow)
    {
        UInt256 product = UInt256.Multiply(Magnitude(left), Magnitude(right));
        return Finish(
            product, exactScale, Int128.IsNegative(left) != Int128.IsNegative(right), precision, scale, out overflow);
    }

    /// <summary>
    /// Quotient. As in Flink it is rounded twice: half up to 38 significant digits, then half up to the scale.
    /// </summary>
    /// <param name="left">Dividend.</param>
    /// <param name="leftScale">Its scale. Unit: digits.</param>
    /// <param name="right">Divisor, not zero.</param>
    /// <param name="rightScale">Its scale. Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the quotient has more digits.</param>
    /// <returns>The quotient, or 0 on overflow.</returns>
    public static Int128 Divide(
        Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out bool overflow)
    {
        UInt128 dividend = Magnitude(left);
        UInt128 divisor = Magnitude(right);
        bool isNegative = Int128.IsNegative(left) != Int128.IsNegative(right);
        if (dividend == UInt128.Zero)
        {
            overflow = false;
            return Int128.Zero;
        }

        int dividendDigits = Powers.Digits(dividend);
        int shift = scale - leftScale + rightScale;
        if (shift >= 0 && dividendDigits + shift <= 19 && divisor < Powers.Ten(18))
        {
            // The quotient has at most 19 digits and its fraction misses one half by at least 1 / (2 * 10^18), while
            // the first rounding moves it by at most 10^-19 / 2: rounding once gives the same.
            (UInt128 quotient, UInt128 rest) = UInt128.DivRem(dividend * Powers.Ten(shift), divisor);
            quotient += (rest << 1) >= divisor ? UInt128.One : UInt128.Zero;
            return Check(Signed(quotient, isNegative), precision, out overflow);
        }

        // A quotient of 38 or 39 digits: enough to round to 38.
        int extra = MaxPrecision + Powers.Digits(divisor) - dividendDigits;
        UInt256 exact = Scaled(dividend, extra);
        UInt256 digits = UInt256.DivRem(exact, divisor, out UInt128 remainder);
        int quotientScale = leftScale - rightScale + extra;
        if (digits >= new UInt256(UInt128.Zero, Powers.Ten(MaxPrecision)))
        {
            digits = DropDigits(digits, 1);
            quotientScale--;
        }
        else if (remainder >= divisor - remainder)
        {
            digits = UInt256.Add(digits, new UInt256(UInt128.Zero, UInt128.One));
        }

        return Finish(digits, quotientScale, isNegative, precision, scale, out overflow);
    }

    /// <summary>Sum divided by a count, rounded half up: the end of AVG.</summary>
    /// <param name="sum">Sum.</param>
    /// <param name="count">Number of values, not zero. Unit: rows.</param>
    /// <param name="fromScale">Scale of the sum. Unit: digits.</param>
    /// <param name="toScale">Scale of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the result has more than 38 digits.</param>
    /// <returns>The average, or 0 on overflow.</returns>
    public static Int128 DivideHalfUp(Int128 sum, long count, int fromScale, int toScale, out bool overflow) =>
        Divide(sum, fromScale, count, 0, MaxPrecision, toScale, out overflow);

    /// <summary>Remainder with the dividend's sign.</summary>
    /// <param name="left">Dividend.</param>
    /// <param name="leftScale">Its scale. Unit: digits.</param>
    /// <param name="right">Divisor, not zero.</param>
    /// <param name="rightScale">Its scale. Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the remainder has more digits.</param>
    /// <returns>The remainder, or 0 on overflow.</returns>
    public static Int128 Remainder(
        Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out bool overflow)
    {
        int exactScale = Math.Max(leftScale, rightScale);
        UInt256 dividend = UInt256.Multiply(Magnitude(left), Powers.Ten(exactScale - leftScale));
        UInt256 divisor = UInt256.Multiply(Magnitude(right), Powers.Ten(exactScale - rightScale));

        // A divisor beyond 128 bits was scaled up, so that the dividend was not and is the smaller one.
        UInt256 rest = dividend;
        if (divisor.High == UInt128.Zero)
        {
            _ = UInt256.DivRem(dividend, divisor.Low, out UInt128 remainder);
            rest = new UInt256(UInt128.Zero, remainder);
        }

        return Finish(rest, exactScale, Int128.IsNegative(left), precision, scale, out overflow);
    }

    /// <summary>The same number at another scale, rounded half up.</summary>
    /// <param name="unscaled">Value.</param>
    /// <param name="fromScale">Its scale. Unit: digits.</param>
    /// <param name="toScale">Scale of the result. Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="overflow">Whether the result has more digits.</param>
    /// <returns>The value, or 0 on overflow.</returns>
    public static Int128 Rescale(Int128 unscaled, int fromScale, int toScale, int precision, out bool overflow)
    {
        return fromScale == toScale
            ? Check(unscaled, precision, out overflow)
            : Finish(
                new UInt256(UInt128.Zero, Magnitude(unscaled)),
                fromScale,
                Int128.IsNegative(unscaled),
                precision,
                toScale,
                out overflow);
    }

    /// <summary>The integer part: rounded toward zero.</summary>
    /// <param name="unscaled">Value.</param>
    /// <param name="scale">Its scale. Unit: digits.</param>
    /// <returns>A number of scale 0.</returns>
    public static Int128 Truncate(Int128 unscaled, int scale) =>
        Signed(Magnitude(unscaled) / Powers.Ten(scale), Int128.IsNegative(unscaled));

    /// <summary>The largest integer that is not larger.</summary>
    /// <param name="unscaled">Value.</param>
    /// <param name="scale">Its scale. Unit: digits.</param>
    /// <returns>A number of scale 0.</returns>
    public static Int128 Floor(Int128 unscaled, int scale)
    {
        Int128 whole = Truncate(unscaled, scale);
        bool isExact = Magnitude(unscaled) % Powers.Ten(scale) == UInt128.Zero;
        return !isExact && Int128.IsNegative(unscaled) ? whole - 1 : whole;
    }

    /// <summary>The smallest integer that is not smaller.</summary>
    /// <param name="unscaled">Value.</param>
    /// <param name="scale">Its scale. Unit: digits.</param>
    /// <returns>A number of scale 0.</returns>
    public static Int128 Ceiling(Int128 unscaled, int scale) => -Floor(-unscaled, scale);

    /// <summary>Order of two decimals of any scales.</summary>
    /// <param name="left">First value.</param>
    /// <param name="leftScale">Its scale. Unit: digits.</param>
    /// <param name="right">Second value.</param>
    /// <param name="rightScale">Its scale. Unit: digits.</param>
    /// <returns>Negative, zero or positive.</returns>
    public static int Compare(Int128 left, int leftScale, Int128 right, int rightScale)
    {
        if (leftScale == rightScale || Int128.IsNegative(left) != Int128.IsNegative(right))
        {
            return left.CompareTo(right);
        }

        int scale = Math.Max(leftScale, rightScale);
        int order = UInt256.Multiply(Magnitude(left), Powers.Ten(scale - leftScale))
            .CompareTo(UInt256.Multiply(Magnitude(right), Powers.Ten(scale - rightScale)));
        return Int128.IsNegative(left) ? -order : order;
    }

    private static UInt128 Magnitude(Int128 value) =>
        Int128.IsNegative(value) ? unchecked(UInt128.Zero - (UInt128)value) : (UInt128)value;

    private static Int128 Signed(UInt128 magnitude, bool isNegative) =>
        isNegative ? unchecked(-(Int128)magnitude) : unchecked((Int128)magnitude);

    private static Int128 Check(Int128 value, int precision, out bool overflow)
    {
        overflow = !Fits(value, precision);
        return overflow ? Int128.Zero : value;
    }

    private static Int128 Finish(
        UInt256 magnitude, int fromScale, bool isNegative, int precision, int toScale, out bool overflow)
    {
        if (fromScale > toScale)
        {
            magnitude = DropDigits(magnitude, fromScale - toScale);
        }

        int missing = Math.Max(0, toScale - fromScale);
        overflow = magnitude.High != UInt128.Zero
            || (magnitude.Low != UInt128.Zero && Powers.Digits(magnitude.Low) + missing > precision);
        return overflow || magnitude.Low == UInt128.Zero
            ? Int128.Zero
            : Signed(magnitude.Low * Powers.Ten(missing), isNegative);
    }

    // Half up. Beyond 38 digits in two steps, the first of which only cuts, as the rounding digit stays.
    private static UInt256 DropDigits(UInt256 magnitude, int count)
    {
        while (count > MaxPrecision)
        {
            int cut = Math.Min(count - 1, MaxPrecision);
            magnitude = UInt256.DivRem(magnitude, Powers.Ten(cut), out _);
            count -= cut;
        }

        UInt128 divisor = Powers.Ten(count);
        UInt256 quotient = UInt256.DivRem(magnitude, divisor, out UInt128 remainder);
        return remainder >= divisor - remainder
            ? UInt256.Add(quotient, new UInt256(UInt128.Zero, UInt128.One))
            : quotient;
    }

    private static UInt256 Scaled(UInt128 value, int exponent)
    {
        if (exponent <= MaxPrecision)
        {
            return UInt256.Multiply(value, Powers.Ten(exponent));
        }

        // Only a value of few digits is scaled this far: the first product stays within 128 bits.
        int first = exponent - MaxPrecision;
        return UInt256.Multiply(value * Powers.Ten(first), Powers.Ten(MaxPrecision));
    }
}
