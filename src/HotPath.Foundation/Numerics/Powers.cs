using System;

namespace HotPath.Foundation.Numerics;

/// <summary>Powers of ten, and decimal digits of 128-bit numbers.</summary>
/// <remarks>Threading: pure functions over immutable tables.</remarks>
public static class Powers
{
    /// <summary>Largest exponent whose power fits in 128 bits. Unit: digits.</summary>
    public const int MaxExponent = 38;

    private static readonly UInt128[] Table = CreateTable();

    /// <summary>Ten to a power.</summary>
    /// <param name="exponent">Range: 0 to 38.</param>
    /// <returns>The power.</returns>
    public static UInt128 Ten(int exponent) => Table[exponent];

    /// <summary>Decimal digits of a number; zero has one.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>Range: 1 to 39. Unit: digits.</returns>
    public static int Digits(UInt128 value)
    {
        int bits = 128 - (int)UInt128.LeadingZeroCount(value);

        // 1233 / 4096 is log10(2) from above, close enough for 128 bits; the guess is right or one too small.
        int guess = (bits * 1233) >> 12;
        return guess <= MaxExponent && value >= Table[guess] ? guess + 1 : Math.Max(guess, 1);
    }

    private static UInt128[] CreateTable()
    {
        var table = new UInt128[MaxExponent + 1];
        table[0] = UInt128.One;
        for (int i = 1; i < table.Length; i++)
        {
            table[i] = table[i - 1] * 10;
        }

        return table;
    }
}
