using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using HotPath.Dataflow.Ports;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Arithmetic of integers and floating-point numbers in the width of its type: integers wrap, floating point follows
/// IEEE 754. Generic over the type and small, so that the compiler inlines the one instruction it stands for.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.10.</remarks>
public static class Arithmetic
{
    /// <summary>Sum.</summary>
    /// <typeparam name="T">Numeric type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>The sum, wrapped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Add<T>(T left, T right)
        where T : struct, IAdditionOperators<T, T, T> => unchecked(left + right);

    /// <summary>Difference.</summary>
    /// <typeparam name="T">Numeric type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>The difference, wrapped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Subtract<T>(T left, T right)
        where T : struct, ISubtractionOperators<T, T, T> => unchecked(left - right);

    /// <summary>Product.</summary>
    /// <typeparam name="T">Numeric type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>The product, wrapped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Multiply<T>(T left, T right)
        where T : struct, IMultiplyOperators<T, T, T> => unchecked(left * right);

    /// <summary>Negation.</summary>
    /// <typeparam name="T">Numeric type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>The negation, wrapped: the smallest integer is its own.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Negate<T>(T value)
        where T : struct, IUnaryNegationOperators<T, T> => unchecked(-value);

    /// <summary>The operand itself: unary plus.</summary>
    /// <typeparam name="T">Any type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>The operand.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Identity<T>(T value)
        where T : struct => value;

    /// <summary>Quotient of integers, truncated; division by zero fails the row.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The quotient; the smallest integer by -1 is itself.</returns>
    public static T Divide<T>(T left, T right, ScalarContext context)
        where T : struct, IBinaryInteger<T>, ISignedNumber<T>
    {
        if (right == T.Zero)
        {
            Guard(context).Fail(RejectReason.DivisionByZero);
            return T.Zero;
        }

        return right == T.NegativeOne ? unchecked(-left) : left / right;
    }

    /// <summary>Remainder of integers with the dividend's sign; division by zero fails the row.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The remainder.</returns>
    public static T Modulo<T>(T left, T right, ScalarContext context)
        where T : struct, IBinaryInteger<T>, ISignedNumber<T>
    {
        if (right == T.Zero)
        {
            Guard(context).Fail(RejectReason.DivisionByZero);
            return T.Zero;
        }

        return right == T.NegativeOne ? T.Zero : left % right;
    }

    /// <summary>Remainder in the type of its divisor; division by zero fails the row.</summary>
    /// <typeparam name="T">Integer type that holds both operands.</typeparam>
    /// <typeparam name="TResult">Integer type of the divisor.</typeparam>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The remainder.</returns>
    public static TResult ModuloTo<T, TResult>(T left, T right, ScalarContext context)
        where T : struct, IBinaryInteger<T>, ISignedNumber<T>
        where TResult : struct, IBinaryInteger<TResult> => TResult.CreateTruncating(Modulo(left, right, context));

    /// <summary>Quotient of floating-point numbers; division by zero gives infinity or NaN.</summary>
    /// <typeparam name="T">Floating-point type.</typeparam>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <returns>The quotient.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T DivideFloating<T>(T left, T right)
        where T : struct, IFloatingPoint<T> => left / right;

    /// <summary>Remainder of floating-point numbers with the dividend's sign.</summary>
    /// <typeparam name="T">Floating-point type.</typeparam>
    /// <param name="left">Dividend.</param>
    /// <param name="right">Divisor.</param>
    /// <returns>The remainder; NaN for a divisor of zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ModuloFloating<T>(T left, T right)
        where T : struct, IFloatingPoint<T> => left % right;

    /// <summary>Absolute value.</summary>
    /// <typeparam name="T">Signed type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>The absolute value; the smallest integer is its own.</returns>
    public static T Abs<T>(T value)
        where T : struct, ISignedNumber<T> => T.IsNegative(value) ? unchecked(-value) : value;

    /// <summary>-1, 0 or 1.</summary>
    /// <typeparam name="T">Signed type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <returns>The sign in the operand's type; zero and NaN stay what they are.</returns>
    public static T Sign<T>(T value)
        where T : struct, ISignedNumber<T> =>
        T.IsZero(value) || T.IsNaN(value) ? value : T.IsNegative(value) ? T.NegativeOne : T.One;

    internal static ScalarContext Guard(ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context;
    }
}
