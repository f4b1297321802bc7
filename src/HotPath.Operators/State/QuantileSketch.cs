using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// APPROX_PERCENTILE: how often each value came, of values that are told apart as finely as the room allows. It follows
/// from the values alone, whatever their order, so that merged sketches are the sketch of all values.
/// </summary>
/// <remarks>
/// <code>
/// byte 0         4       8        16
///      +---------+-------+--------+-- level 0: 256 values in order (8 each), how often each came (8 each) ----+
///      | entries | level | values |                                                                          |
///      +---------+-------+--------+-- from 1: 512 buckets in order: number (24 bits), how often (40 bits) ----+
/// </code>
/// A value is the number that its bits as DOUBLE make (negative below zero), which sorts as it does. Level 0 holds up
/// to 256 different ones, exactly. From level 1 on a bucket holds those whose numbers are the same without their last
/// 39 + level bits, toward zero: 12 bits of the mantissa at level 1, one less at each that follows, then whole powers
/// of two, of four. The level is the lowest at which there is room. A bucket of m bits lies within 2^-(m + 1) of all
/// its values. What is not in use is zeros. Threading: single-threaded.
/// </remarks>
public static class QuantileSketch
{
    /// <summary>Size of a slot. Unit: bytes.</summary>
    public const int SlotBytes = HeaderBytes + (BucketsMax * sizeof(ulong));

    /// <summary>What a percentage is a part of.</summary>
    public const long Whole = 1_000_000_000;

    private const int HeaderBytes = 16;
    private const int ValuesMax = 256;
    private const int BucketsMax = 512;
    private const int CountBits = 40;
    private const ulong CountMask = (1UL << CountBits) - 1;
    private const int Bias = 1 << 23; // bucket numbers from 0
    private const int LostBits = 39; // and one more a level
    private const long Infinity = 0x7FF0_0000_0000_0000;
    private const long NotANumber = 0x7FF8_0000_0000_0000;

    /// <summary>A value.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value; all that are not a number are the same, above all others.</param>
    public static void Add(nint slot, double value)
    {
        Values(slot)++;
        Add(slot, NumberOf(value), 1);
    }

    /// <summary>Everything that another sketch has seen.</summary>
    /// <param name="target">Address of the slot that takes it.</param>
    /// <param name="source">Address of the other's slot; it stays what it is.</param>
    public static void Merge(nint target, nint source)
    {
        Values(target) += Values(source);
        int entries = Entries(source);
        if (Level(source) == 0)
        {
            ReadOnlySpan<long> numbers = Numbers(source);
            ReadOnlySpan<long> counts = Counts(source);
            for (int i = 0; i < entries; i++)
            {
                Add(target, numbers[i], counts[i]);
            }

            return;
        }

        while (Level(target) < Level(source))
        {
            Coarsen(target);
        }

        ReadOnlySpan<ulong> buckets = Buckets(source);
        for (int i = 0; i < entries; i++)
        {
            int bucket = (int)(buckets[i] >> CountBits) - Bias;
            AddBucket(target, Coarse(bucket, Level(target) - Level(source)), (long)(buckets[i] & CountMask));
        }
    }

    /// <summary>A value so that about a part of all values is not above it.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="part">The part. Unit: 1 / <see cref="Whole"/>.</param>
    /// <returns>The value, or what stands for its bucket; NULL of nothing.</returns>
    public static double? At(nint slot, long part)
    {
        long values = Values(slot);
        if (values == 0)
        {
            return null;
        }

        long rank = Math.Max(1, (long)((((Int128)part * values) + Whole - 1) / Whole));
        return Level(slot) == 0 ? ValueAt(slot, rank) : BucketAt(slot, rank);
    }

    private static ref int Entries(nint slot) => ref Raw.Ref<int>(slot);

    private static ref int Level(nint slot) => ref Raw.Ref<int>(slot + 4);

    private static ref long Values(nint slot) => ref Raw.Ref<long>(slot + 8);

    private static Span<long> Numbers(nint slot) => Raw.Items<long>(slot + HeaderBytes, ValuesMax);

    private static Span<long> Counts(nint slot) =>
        Raw.Items<long>(slot + HeaderBytes + (ValuesMax * sizeof(long)), ValuesMax);

    private static Span<ulong> Buckets(nint slot) => Raw.Items<ulong>(slot + HeaderBytes, BucketsMax);

    private static long NumberOf(double value)
    {
        long bits = double.IsNaN(value) ? NotANumber : BitConverter.DoubleToInt64Bits(value);
        return bits < 0 ? -(bits & long.MaxValue) : bits;
    }

    private static double ValueOf(long number) =>
        BitConverter.Int64BitsToDouble(number < 0 ? -number | long.MinValue : number);

    private static int BucketOf(long number, int level) =>
        (int)(number < 0 ? -(-number >> (LostBits + level)) : number >> (LostBits + level));

    private static int Coarse(int bucket, int levels) => bucket < 0 ? -(-bucket >> levels) : bucket >> levels;

    private static void Add(nint slot, long number, long times)
    {
        if (Level(slot) != 0)
        {
            AddBucket(slot, BucketOf(number, Level(slot)), times);
            return;
        }

        int entries = Entries(slot);
        Span<long> numbers = Numbers(slot);
        Span<long> counts = Counts(slot);
        int place = numbers[..entries].BinarySearch(number);
        if (place >= 0)
        {
            counts[place] += times;
            return;
        }

        if (entries == ValuesMax)
        {
            ToBuckets(slot);
            AddBucket(slot, BucketOf(number, Level(slot)), times);
            return;
        }

        place = ~place;
        numbers[place..entries].CopyTo(numbers[(place + 1)..]);
        counts[place..entries].CopyTo(counts[(place + 1)..]);
        numbers[place] = number;
        counts[place] = times;
        Entries(slot)++;
    }

    private static void AddBucket(nint slot, int bucket, long times)
    {
        int place = FindBucket(slot, bucket, out bool isThere);
        while (!isThere && Entries(slot) == BucketsMax)
        {
            Coarsen(slot);
            bucket = Coarse(bucket, 1);
            place = FindBucket(slot, bucket, out isThere);
        }

        Span<ulong> buckets = Buckets(slot);
        if (isThere)
        {
            buckets[place] = Counted(buckets[place], (ulong)times);
            return;
        }

        buckets[place..Entries(slot)].CopyTo(buckets[(place + 1)..]);
        buckets[place] = Counted((ulong)(bucket + Bias) << CountBits, (ulong)times);
        Entries(slot)++;
    }

    // More than 10^12 values of one bucket count as so many: ranks behind it are then too low.
    private static ulong Counted(ulong bucket, ulong times) =>
        (bucket & ~CountMask) | Math.Min((bucket & CountMask) + times, CountMask);

    private static int FindBucket(nint slot, int bucket, out bool isThere)
    {
        ReadOnlySpan<ulong> buckets = Buckets(slot)[..Entries(slot)];
        ulong number = (ulong)(bucket + Bias);
        int low = 0;
        int high = buckets.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (buckets[middle] >> CountBits < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        isThere = low < buckets.Length && buckets[low] >> CountBits == number;
        return low;
    }

    // From values to the finest buckets, of which there are not more.
    private static void ToBuckets(nint slot)
    {
        Span<ulong> packed = stackalloc ulong[ValuesMax];
        ReadOnlySpan<long> numbers = Numbers(slot)[..Entries(slot)];
        ReadOnlySpan<long> counts = Counts(slot);
        int buckets = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            buckets = AddLast(packed, buckets, BucketOf(numbers[i], 1), (ulong)counts[i]);
        }

        Span<ulong> target = Buckets(slot);
        target.Clear();
        packed[..buckets].CopyTo(target);
        Entries(slot) = buckets;
        Level(slot) = 1;
    }

    // A bucket behind all others, or the last of them again.
    private static int AddLast(Span<ulong> buckets, int count, int bucket, ulong times)
    {
        ulong empty = (ulong)(bucket + Bias) << CountBits;
        if (count > 0 && (buckets[count - 1] & ~CountMask) == empty)
        {
            buckets[count - 1] = Counted(buckets[count - 1], times);
            return count;
        }

        buckets[count] = Counted(empty, times);
        return count + 1;
    }

    private static void Coarsen(nint slot)
    {
        if (Level(slot) == 0)
        {
            ToBuckets(slot);
            return;
        }

        Span<ulong> buckets = Buckets(slot);
        int entries = Entries(slot);
        int kept = 0;
        for (int i = 0; i < entries; i++)
        {
            int bucket = Coarse((int)(buckets[i] >> CountBits) - Bias, 1);
            kept = AddLast(buckets, kept, bucket, buckets[i] & CountMask);
        }

        buckets[kept..entries].Clear();
        Entries(slot) = kept;
        Level(slot)++;
    }

    private static double ValueAt(nint slot, long rank)
    {
        ReadOnlySpan<long> counts = Counts(slot)[..Entries(slot)];
        int place = 0;
        for (; place < counts.Length - 1 && rank > counts[place]; place++)
        {
            rank -= counts[place];
        }

        return ValueOf(Numbers(slot)[place]);
    }

    private static double BucketAt(nint slot, long rank)
    {
        ReadOnlySpan<ulong> buckets = Buckets(slot)[..Entries(slot)];
        int place = 0;
        for (; place < buckets.Length - 1 && rank > (long)(buckets[place] & CountMask); place++)
        {
            rank -= (long)(buckets[place] & CountMask);
        }

        int bucket = (int)(buckets[place] >> CountBits) - Bias;
        return bucket < 0 ? -Middle(-bucket, Level(slot)) : Middle(bucket, Level(slot));
    }

    // Bits are linear in values between powers of two. What is nearest to zero is zero.
    private static double Middle(int bucket, int level)
    {
        long first = (long)bucket << (LostBits + level);
        long middle = first + (1L << (LostBits + level - 1));
        return bucket == 0
            ? 0
            : first == Infinity ? double.PositiveInfinity
            : first > Infinity ? double.NaN
            : BitConverter.Int64BitsToDouble(middle < Infinity ? middle : first);
    }
}
