using System.Numerics;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Numerics;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Comparisons of values that are not NULL: numbers, booleans as 0 and 1, times, decimals of any scales, and text by
/// unsigned bytes. NaN compares as IEEE 754 says.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.9.</remarks>
public static class Comparison
{
    /// <summary>Equal.</summary>
    /// <typeparam name="T">Comparable type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal<T>(T left, T right)
        where T : struct, IEqualityOperators<T, T, bool> => left == right;

    /// <summary>Not equal.</summary>
    /// <typeparam name="T">Comparable type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NotEqual<T>(T left, T right)
        where T : struct, IEqualityOperators<T, T, bool> => left != right;

    /// <summary>Less.</summary>
    /// <typeparam name="T">Comparable type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Less<T>(T left, T right)
        where T : struct, IComparisonOperators<T, T, bool> => left < right;

    /// <summary>Less or equal.</summary>
    /// <typeparam name="T">Comparable type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool LessOrEqual<T>(T left, T right)
        where T : struct, IComparisonOperators<T, T, bool> => left <= right;

    /// <summary>Greater.</summary>
    /// <typeparam name="T">Comparable type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Greater<T>(T left, T right)
        where T : struct, IComparisonOperators<T, T, bool> => left > right;

    /// <summary>Greater or equal.</summary>
    /// <typeparam name="T">Comparable type.</typeparam>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool GreaterOrEqual<T>(T left, T right)
        where T : struct, IComparisonOperators<T, T, bool> => left >= right;

    /// <summary>Any comparison of booleans; FALSE is less than TRUE.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="orders">Orders that satisfy the operator: bit 0 less, bit 1 equal, bit 2 greater.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Booleans(bool left, bool right, int orders) => IsIn(left.CompareTo(right), orders);

    /// <summary>Any comparison of text or binary values, by unsigned bytes.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="orders">Orders that satisfy the operator: bit 0 less, bit 1 equal, bit 2 greater.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Texts(Utf8View left, Utf8View right, int orders) => IsIn(Utf8View.Compare(left, right), orders);

    /// <summary>Equality of text or binary values: cheaper than their order.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TextsEqual(Utf8View left, Utf8View right) => left.Equals(right);

    /// <summary>Inequality of text or binary values.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <returns>Whether it holds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TextsDiffer(Utf8View left, Utf8View right) => !left.Equals(right);

    /// <summary>Any comparison of decimals of different scales.</summary>
    /// <param name="left">First operand.</param>
    /// <param name="right">Second operand.</param>
    /// <param name="leftScale">Scale of the first. Unit: digits.</param>
    /// <param name="rightScale">Scale of the second. Unit: digits.</param>
    /// <param name="orders">Orders that satisfy the operator: bit 0 less, bit 1 equal, bit 2 greater.</param>
    /// <returns>Whether it holds.</returns>
    public static bool Decimals(System.Int128 left, System.Int128 right, int leftScale, int rightScale, int orders) =>
        IsIn(DecimalMath.Compare(left, leftScale, right, rightScale), orders);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsIn(int order, int orders) => (orders & (order < 0 ? 1 : order == 0 ? 2 : 4)) != 0;
}
