using System;

namespace HotPath.Foundation.Numerics;

/// <summary>
/// An unsigned 256-bit number: what the product of two decimals and the dividend of a decimal division need. Only the
/// operations of <see cref="DecimalMath"/> exist.
/// </summary>
/// <param name="High">Upper 128 bits.</param>
/// <param name="Low">Lower 128 bits.</param>
/// <remarks>Threading: immutable.</remarks>
public readonly record struct UInt256(UInt128 High, UInt128 Low) : IComparable<UInt256>
{
    /// <summary>Less than.</summary>
    /// <param name="left">First number.</param>
    /// <param name="right">Second number.</param>
    /// <returns>Whether the first is smaller.</returns>
    public static bool operator <(UInt256 left, UInt256 right) => left.CompareTo(right) < 0;

    /// <summary>Greater than.</summary>
    /// <param name="left">First number.</param>
    /// <param name="right">Second number.</param>
    /// <returns>Whether the first is larger.</returns>
    public static bool operator >(UInt256 left, UInt256 right) => left.CompareTo(right) > 0;

    /// <summary>Less than or equal.</summary>
    /// <param name="left">First number.</param>
    /// <param name="right">Second number.</param>
    /// <returns>Whether the first is not larger.</returns>
    public static bool operator <=(UInt256 left, UInt256 right) => left.CompareTo(right) <= 0;

    /// <summary>Greater than or equal.</summary>
    /// <param name="left">First number.</param>
    /// <param name="right">Second number.</param>
    /// <returns>Whether the first is not smaller.</returns>
    public static bool operator >=(UInt256 left, UInt256 right) => left.CompareTo(right) >= 0;

    /// <summary>The exact product of two 128-bit numbers.</summary>
    /// <param name="left">First factor.</param>
    /// <param name="right">Second factor.</param>
    /// <returns>The product.</returns>
    public static UInt256 Multiply(UInt128 left, UInt128 right)
    {
        UInt128 lowLow = Product((ulong)left, (ulong)right);
        UInt128 lowHigh = Product((ulong)left, (ulong)(right >> 64));
        UInt128 highLow = Product((ulong)(left >> 64), (ulong)right);
        UInt128 highHigh = Product((ulong)(left >> 64), (ulong)(right >> 64));
        UInt128 middle = (lowLow >> 64) + (ulong)lowHigh + (ulong)highLow;
        return new UInt256(
            highHigh + (lowHigh >> 64) + (highLow >> 64) + (middle >> 64),
            (middle << 64) | (ulong)lowLow);
    }

    /// <summary>The sum; the caller knows that it fits.</summary>
    /// <param name="left">First number.</param>
    /// <param name="right">Second number.</param>
    /// <returns>The sum modulo 2^256.</returns>
    public static UInt256 Add(UInt256 left, UInt256 right)
    {
        UInt128 low = unchecked(left.Low + right.Low);
        return new UInt256(unchecked(left.High + right.High + (low < left.Low ? UInt128.One : UInt128.Zero)), low);
    }

    /// <summary>The difference; the caller knows that it is not negative.</summary>
    /// <param name="left">Number to subtract from.</param>
    /// <param name="right">Number to subtract; not larger.</param>
    /// <returns>The difference.</returns>
    public static UInt256 Subtract(UInt256 left, UInt256 right) => new(
        unchecked(left.High - right.High - (left.Low < right.Low ? UInt128.One : UInt128.Zero)),
        unchecked(left.Low - right.Low));

    /// <summary>Quotient and remainder: long division in base 2^32 (Knuth, algorithm D).</summary>
    /// <param name="dividend">Dividend.</param>
    /// <param name="divisor">Divisor, not zero.</param>
    /// <param name="remainder">Remainder.</param>
    /// <returns>Quotient, rounded down.</returns>
    public static UInt256 DivRem(UInt256 dividend, UInt128 divisor, out UInt128 remainder)
    {
        if (dividend.High == UInt128.Zero)
        {
            (UInt128 quotient, remainder) = UInt128.DivRem(dividend.Low, divisor);
            return new UInt256(UInt128.Zero, quotient);
        }

        // Normalised so that the divisor's top bit is set: then a digit's estimate is at most two too large.
        int shift = (int)UInt128.LeadingZeroCount(divisor);
        Span<uint> rest = stackalloc uint[13];
        Span<uint> parts = stackalloc uint[4];
        Span<uint> digits = stackalloc uint[9];
        SplitShifted(dividend, shift, rest);
        Split(divisor << shift, parts);
        digits.Clear();
        for (int i = 8; i >= 0; i--)
        {
            digits[i] = NextDigit(rest.Slice(i, 5), parts);
        }

        remainder = Join(rest[..4]) >> shift;
        return new UInt256(Join(digits[4..8]), Join(digits[..4]));
    }

    /// <inheritdoc/>
    public int CompareTo(UInt256 other)
    {
        int high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    private static UInt128 Product(ulong left, ulong right)
    {
        ulong high = Math.BigMul(left, right, out ulong low);
        return new UInt128(high, low);
    }

    private static uint NextDigit(Span<uint> rest, ReadOnlySpan<uint> divisor)
    {
        ulong top = ((ulong)rest[4] << 32) | rest[3];
        ulong estimate = Math.Min(top / divisor[3], uint.MaxValue);
        ulong left = top - (estimate * divisor[3]);
        while (left <= uint.MaxValue && estimate * divisor[2] > ((left << 32) | rest[2]))
        {
            estimate--;
            left += divisor[3];
        }

        long borrow = 0;
        ulong carry = 0;
        for (int i = 0; i < 4; i++)
        {
            carry += estimate * divisor[i];
            long difference = rest[i] - borrow - (uint)carry;
            rest[i] = unchecked((uint)difference);
            borrow = difference < 0 ? 1 : 0;
            carry >>= 32;
        }

        long last = rest[4] - borrow - (long)carry;
        rest[4] = unchecked((uint)last);
        if (last >= 0)
        {
            return (uint)estimate;
        }

        AddBack(rest, divisor);
        return (uint)(estimate - 1);
    }

    private static void AddBack(Span<uint> rest, ReadOnlySpan<uint> divisor)
    {
        ulong carry = 0;
        for (int i = 0; i < 4; i++)
        {
            carry += (ulong)rest[i] + divisor[i];
            rest[i] = unchecked((uint)carry);
            carry >>= 32;
        }

        rest[4] = unchecked(rest[4] + (uint)carry);
    }

    // Twelve digits and one spare: the dividend shifted left by less than 128 bits.
    private static void SplitShifted(UInt256 value, int shift, Span<uint> digits)
    {
        digits.Clear();
        UInt128 top = shift == 0 ? UInt128.Zero : value.High >> (128 - shift);
        UInt128 middle = shift == 0 ? value.High : (value.High << shift) | (value.Low >> (128 - shift));
        Split(value.Low << shift, digits);
        Split(middle, digits[4..]);
        Split(top, digits[8..]);
    }

    private static void Split(UInt128 value, Span<uint> digits)
    {
        for (int i = 0; i < 4; i++)
        {
            digits[i] = unchecked((uint)(ulong)value);
            value >>= 32;
        }
    }

    private static UInt128 Join(ReadOnlySpan<uint> digits) => new(
        ((ulong)digits[3] << 32) | digits[2],
        ((ulong)digits[1] << 32) | digits[0]);
}
