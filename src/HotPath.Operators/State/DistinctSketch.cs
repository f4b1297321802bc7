using System;
using System.Numerics;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Operators.State;

/// <summary>
/// APPROX_COUNT_DISTINCT: a HyperLogLog of fixed size over <see cref="StableHash"/>. It follows from the set of values
/// alone, whatever their order, so that merged sketches are the sketch of all values.
/// </summary>
/// <remarks>
/// <code>
/// byte 0                                 112                   2160
///      +------------------------------------+------------------+
///      | registers by what they hold: 2 each | register: 1 each |
///      +------------------------------------+------------------+
/// </code>
/// A register holds 1 + the most zeros that the hash of a value of its own began with. Place r - 1 counts the registers
/// that hold r, so that a result needs no look at registers. Zeros have seen nothing.
/// Threading: single-threaded. Source: Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017),
/// algorithm 6; its standard error is 1.04 / sqrt(registers), 2.3 percent.
/// </remarks>
public static class DistinctSketch
{
    /// <summary>Size of a slot. Unit: bytes.</summary>
    public const int SlotBytes = RegistersOffset + Registers;

    private const int IndexBits = 11;
    private const int Registers = 1 << IndexBits;
    private const int RestBits = 64 - IndexBits;
    private const int RankMax = RestBits + 1;
    private const int RegistersOffset = 112; // a count for each rank, and room up to a multiple of 8

    /// <summary>A fixed-size value.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void Add<T>(nint slot, T value)
        where T : unmanaged =>
        AddHash(slot, StableHash.OfValue(value));

    /// <summary>A text.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void AddText(nint slot, Utf8View value) => AddHash(slot, StableHash.Of(value.Span));

    /// <summary>Everything that another sketch has seen.</summary>
    /// <param name="target">Address of the slot that takes it.</param>
    /// <param name="source">Address of the other's slot; it stays what it is.</param>
    public static void Merge(nint target, nint source)
    {
        for (int first = RegistersOffset; first < SlotBytes; first += sizeof(ulong))
        {
            ulong others = Raw.Read<ulong>(source + first);
            if (others == 0 || others == Raw.Read<ulong>(target + first))
            {
                continue;
            }

            for (int i = first; i < first + sizeof(ulong); i++)
            {
                Raise(target, target + i, Raw.Read<byte>(source + i));
            }
        }
    }

    /// <summary>About how many values there are.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>0 of nothing.</returns>
    public static long Estimate(nint slot)
    {
        int untouched = Registers;
        for (int rank = 1; rank <= RankMax; rank++)
        {
            untouched -= Held(slot, rank);
        }

        if (untouched == Registers)
        {
            return 0;
        }

        double sum = Registers * Tau(1 - (Held(slot, RankMax) / (double)Registers));
        for (int rank = RestBits; rank >= 1; rank--)
        {
            sum = 0.5 * (sum + Held(slot, rank));
        }

        sum += Registers * Sigma(untouched / (double)Registers);
        const double Scale = Registers / (2 * 0.69314718055994530942) * Registers;
        return (long)Math.Round(Scale / sum, MidpointRounding.AwayFromZero);
    }

    private static ref ushort Held(nint slot, int rank) => ref Raw.Ref<ushort>(slot + (sizeof(ushort) * (rank - 1)));

    private static void AddHash(nint slot, ulong hash)
    {
        int register = (int)(hash >> RestBits);
        ulong rest = (hash << IndexBits) | (1UL << (IndexBits - 1)); // a stop behind the last bit
        Raise(slot, slot + RegistersOffset + register, (byte)(BitOperations.LeadingZeroCount(rest) + 1));
    }

    private static void Raise(nint slot, nint register, byte rank)
    {
        byte before = Raw.Read<byte>(register);
        if (rank <= before)
        {
            return;
        }

        Raw.Write(register, rank);
        Held(slot, rank)++;
        if (before != 0)
        {
            Held(slot, before)--;
        }
    }

    // The two series come to an end where another term changes nothing: only basic operations and roots, which are the
    // same on every machine.
    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double sum = x;
        double before;
        do
        {
            x *= x;
            before = sum;
            sum += x * y;
            y += y;
        }
        while (sum != before);

        return sum;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double sum = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = sum;
            y *= 0.5;
            sum -= (1 - x) * (1 - x) * y;
        }
        while (sum != before);

        return sum / 3;
    }
}
