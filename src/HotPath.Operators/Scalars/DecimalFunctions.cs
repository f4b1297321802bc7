using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Numerics;

namespace HotPath.Operators.Scalars;

/// <summary>Operators and functions of DECIMAL values. An overflow of the result's precision gives NULL.</summary>
/// <remarks>
/// Threading: pure functions but for the failure they report. Scales and precisions are constants of the compiled
/// query. Source: specs/flink-semantics.md 2.10.
/// </remarks>
public static class DecimalFunctions
{
    /// <summary>Sum.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="leftScale">Unit: digits.</param>
    /// <param name="rightScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The sum, or NULL.</returns>
    public static Int128? Add(Int128 left, Int128 right, int leftScale, int rightScale, int precision, int scale)
    {
        Int128 value = DecimalMath.Add(left, leftScale, right, rightScale, precision, scale, out bool overflow);
        return overflow ? null : value;
    }

    /// <summary>Difference.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="leftScale">Unit: digits.</param>
    /// <param name="rightScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The difference, or NULL.</returns>
    public static Int128? Subtract(
        Int128 left, Int128 right, int leftScale, int rightScale, int precision, int scale) =>
        Add(left, -right, leftScale, rightScale, precision, scale);

    /// <summary>Product.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="leftScale">Unit: digits.</param>
    /// <param name="rightScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The product, or NULL.</returns>
    public static Int128? Multiply(Int128 left, Int128 right, int leftScale, int rightScale, int precision, int scale)
    {
        Int128 value = DecimalMath.Multiply(left, right, leftScale + rightScale, precision, scale, out bool overflow);
        return overflow ? null : value;
    }

    /// <summary>Quotient; division by zero fails the row.</summary>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <param name="leftScale">Unit: digits.</param>
    /// <param name="rightScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The quotient, or NULL.</returns>
    public static Int128? Divide(
        Int128 left, Int128 right, int leftScale, int rightScale, int precision, int scale, ScalarContext context)
    {
        if (right == Int128.Zero)
        {
            Arithmetic.Guard(context).Fail(RejectReason.DivisionByZero);
            return null;
        }

        Int128 value = DecimalMath.Divide(left, leftScale, right, rightScale, precision, scale, out bool overflow);
        return overflow ? null : value;
    }

    /// <summary>Remainder with the dividend's sign; division by zero fails the row.</summary>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <param name="leftScale">Unit: digits.</param>
    /// <param name="rightScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The remainder, or NULL.</returns>
    public static Int128? Modulo(
        Int128 left, Int128 right, int leftScale, int rightScale, int precision, int scale, ScalarContext context)
    {
        if (right == Int128.Zero)
        {
            Arithmetic.Guard(context).Fail(RejectReason.DivisionByZero);
            return null;
        }

        Int128 value = DecimalMath.Remainder(left, leftScale, right, rightScale, precision, scale, out bool overflow);
        return overflow ? null : value;
    }

    /// <summary>The same number in another DECIMAL type, rounded half up.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="fromScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The number, or NULL.</returns>
    public static Int128? Rescale(Int128 value, int fromScale, int precision, int scale)
    {
        Int128 result = DecimalMath.Rescale(value, fromScale, scale, precision, out bool overflow);
        return overflow ? null : result;
    }

    /// <summary>The same number in a DECIMAL type that holds every value of its own.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="moreDigits">Digits that the scale grows by.</param>
    /// <returns>The number.</returns>
    public static Int128 Widen(Int128 value, int moreDigits) => value * (Int128)Powers.Ten(moreDigits);

    /// <summary>ROUND with a known number of digits: half up, away from zero.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Digits to keep after the point; may be negative.</param>
    /// <param name="fromScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The rounded number, or NULL.</returns>
    public static Int128? Round(Int128 value, int digits, int fromScale, int precision, int scale)
    {
        if (digits >= fromScale)
        {
            return Rescale(value, fromScale, precision, scale);
        }

        int drop = fromScale - Math.Max(digits, fromScale - Powers.MaxExponent - 1);
        Int128 rounded = drop > Powers.MaxExponent
            ? Int128.Zero
            : DecimalMath.Rescale(value, drop, 0, Powers.MaxExponent, out _);
        return Rescale(rounded, fromScale - drop, precision, scale);
    }

    /// <summary>TRUNCATE: digits are cut.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Digits to keep after the point; may be negative.</param>
    /// <param name="fromScale">Unit: digits.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The cut number, or NULL.</returns>
    public static Int128? Truncate(Int128 value, int digits, int fromScale, int precision, int scale)
    {
        if (digits >= fromScale)
        {
            return Rescale(value, fromScale, precision, scale);
        }

        int drop = fromScale - Math.Max(digits, fromScale - Powers.MaxExponent - 1);
        Int128 cut = drop > Powers.MaxExponent ? Int128.Zero : DecimalMath.Truncate(value, drop);
        return Rescale(cut, fromScale - drop, precision, scale);
    }

    /// <summary>FLOOR.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="fromScale">Unit: digits.</param>
    /// <returns>A number of scale 0.</returns>
    public static Int128 Floor(Int128 value, int fromScale) => DecimalMath.Floor(value, fromScale);

    /// <summary>CEIL.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="fromScale">Unit: digits.</param>
    /// <returns>A number of scale 0.</returns>
    public static Int128 Ceiling(Int128 value, int fromScale) => DecimalMath.Ceiling(value, fromScale);

    /// <summary>SIGN, in the operand's type.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="fromScale">Unit: digits.</param>
    /// <returns>-1, 0 or 1 at the operand's scale.</returns>
    public static Int128 Sign(Int128 value, int fromScale) => Int128.Sign(value) * (Int128)Powers.Ten(fromScale);
}
