using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Numerics;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Casts among numbers and booleans: integers wrap, floating point truncates and saturates, decimals round half up.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.10.</remarks>
public static class NumberCasts
{
    // Integers up to here are exact as DOUBLE, and powers of ten up to 10^22.
    private const long ExactDouble = 1L << 53;
    private const int ExactPower = 22;

    /// <summary>Integer to integer, and floating point to floating point: narrowing wraps or rounds.</summary>
    /// <typeparam name="TFrom">Type of the operand.</typeparam>
    /// <typeparam name="TTo">Type of the result.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>The number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TTo Convert<TFrom, TTo>(TFrom value)
        where TFrom : struct, INumberBase<TFrom>
        where TTo : struct, INumberBase<TTo> => TTo.CreateTruncating(value);

    /// <summary>Floating point to integer: toward zero; too large gives the largest INT or BIGINT, NaN 0.</summary>
    /// <typeparam name="TFrom">Floating-point type.</typeparam>
    /// <typeparam name="TTo">Integer type; below INT the INT is wrapped, as in Java.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>The integer.</returns>
    public static TTo ToInteger<TFrom, TTo>(TFrom value)
        where TFrom : struct, IFloatingPoint<TFrom>
        where TTo : struct, IBinaryInteger<TTo> =>
        typeof(TTo) == typeof(long)
            ? TTo.CreateSaturating(value)
            : TTo.CreateTruncating(int.CreateSaturating(value));

    /// <summary>Integer to DECIMAL.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The number, or NULL.</returns>
    public static Int128? ToDecimal<T>(T value, int precision, int scale)
        where T : struct, IBinaryInteger<T> =>
            DecimalFunctions.Rescale(Int128.CreateTruncating(value), 0, precision, scale);

    /// <summary>Integer to a DECIMAL that holds every value of its type.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The number.</returns>
    public static Int128 ToWideDecimal<T>(T value, int scale)
        where T : struct, IBinaryInteger<T> => Int128.CreateTruncating(value) * (Int128)Powers.Ten(scale);

    /// <summary>
    /// Floating point to DECIMAL, from its shortest decimal digits as a DOUBLE; NULL for NaN, infinity and overflow.
    /// </summary>
    /// <typeparam name="T">Floating-point type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The number, or NULL.</returns>
    public static Int128? FloatingToDecimal<T>(T value, int precision, int scale)
        where T : struct, IFloatingPoint<T>
    {
        Span<byte> text = stackalloc byte[SqlText.MaxLengthBytes];
        int length = SqlText.FormatDouble(double.CreateTruncating(value), text);
        return SqlParse.Decimal(text[..length], precision, scale, out Int128 result) == ParseOutcome.Ok ? result : null;
    }

    /// <summary>DECIMAL to an integer: toward zero, then wrapped.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <returns>The integer.</returns>
    public static T DecimalToInteger<T>(Int128 value, int scale)
        where T : struct, IBinaryInteger<T> => T.CreateTruncating(DecimalMath.Truncate(value, scale));

    /// <summary>DECIMAL to DOUBLE, rounded once.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <returns>The nearest DOUBLE.</returns>
    public static double DecimalToDouble(Int128 value, int scale)
    {
        if (scale <= ExactPower && value >= -ExactDouble && value <= ExactDouble)
        {
            // Both operands are exact, so that the one division rounds once.
            return (long)value / (double)Powers.Ten(scale);
        }

        Span<byte> text = stackalloc byte[SqlText.MaxLengthBytes];
        int length = SqlText.FormatDecimal(value, scale, text);
        _ = SqlParse.Double(text[..length], out double result);
        return result;
    }

    /// <summary>DECIMAL to FLOAT.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <returns>The nearest FLOAT.</returns>
    public static float DecimalToFloat(Int128 value, int scale)
    {
        Span<byte> text = stackalloc byte[SqlText.MaxLengthBytes];
        int length = SqlText.FormatDecimal(value, scale, text);
        _ = SqlParse.Float(text[..length], out float result);
        return result;
    }

    /// <summary>Number to BOOLEAN: not zero.</summary>
    /// <typeparam name="T">Numeric type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>Whether it is not zero.</returns>
    public static bool ToBoolean<T>(T value)
        where T : struct, INumberBase<T> => !T.IsZero(value);

    /// <summary>BOOLEAN to a number: 1 or 0.</summary>
    /// <typeparam name="T">Numeric type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>1 or 0.</returns>
    public static T FromBoolean<T>(bool value)
        where T : struct, INumberBase<T> => value ? T.One : T.Zero;

    /// <summary>BOOLEAN to DECIMAL: 1 or 0.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="precision">Precision of the result. Unit: digits.</param>
    /// <param name="scale">Scale of the result. Unit: digits.</param>
    /// <returns>The number, or NULL.</returns>
    public static Int128? BooleanToDecimal(bool value, int precision, int scale) =>
        DecimalFunctions.Rescale(value ? Int128.One : Int128.Zero, 0, precision, scale);
}
