using System;
using System.Numerics;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Functions of floating-point and integer numbers. Outside of a function's domain the result is NaN or infinity.
/// </summary>
/// <remarks>
/// Threading: pure functions. The transcendental ones are the platform's: their last bit may differ between machines.
/// Source: specs/flink-semantics.md 2.10.
/// </remarks>
public static class FloatingFunctions
{
    /// <summary>GREATEST, with NaN above all numbers and 0.0 above -0.0.</summary>
    /// <typeparam name="T">FLOAT or DOUBLE.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>The greater one.</returns>
    public static T Greatest<T>(T left, T right)
        where T : struct, INumber<T> => T.Max(left, right);

    /// <summary>LEAST, in the same order.</summary>
    /// <typeparam name="T">FLOAT or DOUBLE.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>The lesser one.</returns>
    public static T Least<T>(T left, T right)
        where T : struct, INumber<T> => T.MinNumber(left, right);

    /// <summary>SQRT.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The root.</returns>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>POWER.</summary>
    /// <param name="value">Base.</param>
    /// <param name="exponent">Exponent.</param>
    /// <returns>The power.</returns>
    public static double Power(double value, double exponent) => Math.Pow(value, exponent);

    /// <summary>EXP.</summary>
    /// <param name="value">Exponent.</param>
    /// <returns>The power of e.</returns>
    public static double Exp(double value) => Math.Exp(value);

    /// <summary>LN, LOG of one.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The natural logarithm.</returns>
    public static double Ln(double value) => Math.Log(value);

    /// <summary>LOG10.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The decimal logarithm.</returns>
    public static double Log10(double value) => Math.Log10(value);

    /// <summary>LOG2, as Flink computes it.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The binary logarithm.</returns>
    public static double Log2(double value) => Math.Log(value) / Math.Log(2);

    /// <summary>LOG(base, value).</summary>
    /// <param name="radix">Base.</param>
    /// <param name="value">Operand.</param>
    /// <returns>The logarithm.</returns>
    public static double Log(double radix, double value) => Math.Log(value) / Math.Log(radix);

    /// <summary>FLOOR of a DOUBLE.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The largest whole number that is not larger.</returns>
    public static double Floor(double value) => Math.Floor(value);

    /// <summary>CEIL of a DOUBLE.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The smallest whole number that is not smaller.</returns>
    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>FLOOR of a FLOAT.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The largest whole number that is not larger.</returns>
    public static float FloorSingle(float value) => MathF.Floor(value);

    /// <summary>CEIL of a FLOAT.</summary>
    /// <param name="value">Operand.</param>
    /// <returns>The smallest whole number that is not smaller.</returns>
    public static float CeilingSingle(float value) => MathF.Ceiling(value);

    /// <summary>ROUND of a DOUBLE: its shortest decimal digits, half up.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Digits to keep after the point; may be negative.</param>
    /// <returns>The rounded number.</returns>
    public static double Round(double value, int digits) => DecimalDigits.Round(value, digits, isTruncating: false);

    /// <summary>TRUNCATE of a DOUBLE.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Digits to keep after the point; may be negative.</param>
    /// <returns>The cut number.</returns>
    public static double Truncate(double value, int digits) => DecimalDigits.Round(value, digits, isTruncating: true);

    /// <summary>ROUND of a FLOAT: its shortest decimal digits, half up.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Digits to keep after the point; may be negative.</param>
    /// <returns>The rounded number.</returns>
    public static float RoundSingle(float value, int digits) => DecimalDigits.Round(value, digits, isTruncating: false);

    /// <summary>TRUNCATE of a FLOAT.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Digits to keep after the point; may be negative.</param>
    /// <returns>The cut number.</returns>
    public static float TruncateSingle(float value, int digits) =>
        DecimalDigits.Round(value, digits, isTruncating: true);

    /// <summary>ROUND of a BIGINT: half up, wrapped.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Negative to round tens, hundreds and so on.</param>
    /// <returns>The rounded number.</returns>
    public static long RoundInteger(long value, int digits) => Tens(value, digits, isTruncating: false);

    /// <summary>TRUNCATE of a BIGINT.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Negative to cut ones, tens and so on.</param>
    /// <returns>The cut number.</returns>
    public static long TruncateInteger(long value, int digits) => Tens(value, digits, isTruncating: true);

    /// <summary>ROUND of an INT: half up, wrapped.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Negative to round tens, hundreds and so on.</param>
    /// <returns>The rounded number.</returns>
    public static int RoundInt(int value, int digits) => unchecked((int)Tens(value, digits, isTruncating: false));

    /// <summary>TRUNCATE of an INT.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="digits">Negative to cut ones, tens and so on.</param>
    /// <returns>The cut number.</returns>
    public static int TruncateInt(int value, int digits) => unchecked((int)Tens(value, digits, isTruncating: true));

    private static long Tens(long value, int digits, bool isTruncating)
    {
        if (digits >= 0)
        {
            return value;
        }

        if (digits < -19)
        {
            return 0;
        }

        Int128 unit = (Int128)Foundation.Numerics.Powers.Ten(-digits);
        Int128 half = isTruncating ? 0 : value < 0 ? -(unit / 2) : unit / 2;
        return unchecked((long)((value + half) / unit * unit));
    }
}
