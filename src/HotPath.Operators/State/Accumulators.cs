using System;
using System.Numerics;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Numerics;
using HotPath.Foundation.Text;

namespace HotPath.Operators.State;

/// <summary>
/// Updates and results of aggregates over their slots in a state entry. Compiled code calls them with the slot's
/// address; a slot of zeros is an aggregate that has seen nothing. Results of nothing are NULL, but COUNT is 0.
/// </summary>
/// <remarks>
/// <code>
/// count    : [count]
/// sum : [sum: 8][values seen: 8] integers wrap in the input's width when the result is cast; DOUBLE, FLOAT alike
/// decimal  : [sum: 16][state: 8][count: 8]    SUM: state 0 = NULL, 1 = a sum. AVG: state 1 = overflowed for good
/// deviations: [mean: 8][sum of squared deviations: 8][values seen: 8]    all DOUBLE but the last
/// extreme  : [value: 8 or 16][seen: 8]        text: [seen: 8], the text itself in a text slot
/// first, last, list : as extreme
/// </code>
/// Threading: single-threaded. Source: flink-semantics.md 2.4 and 2.10.
/// </remarks>
public static class Accumulators
{
    /// <summary>Precision of sums. Unit: digits.</summary>
    private const int SumPrecision = 38;

    /// <summary>Length of the slot of <see cref="Deviate"/>. Unit: bytes.</summary>
    public const int DeviationBytes = 24;

    /// <summary>COUNT.</summary>
    /// <param name="slot">Address of the slot.</param>
    public static void Count(nint slot) => Raw.Ref<long>(slot)++;

    /// <summary>SUM and AVG of integers: wraps at 64 bits.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void SumInteger(nint slot, long value)
    {
        Raw.Ref<long>(slot) = unchecked(Raw.Ref<long>(slot) + value);
        Raw.Ref<long>(slot + 8)++;
    }

    /// <summary>SUM of DOUBLE, AVG of DOUBLE and FLOAT.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void SumDouble(nint slot, double value)
    {
        Raw.Ref<double>(slot) += value;
        Raw.Ref<long>(slot + 8)++;
    }

    /// <summary>SUM of FLOAT, in FLOAT.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void SumFloat(nint slot, float value)
    {
        Raw.Ref<float>(slot) += value;
        Raw.Ref<long>(slot + 8)++;
    }

    /// <summary>SUM of DECIMAL: NULL on overflow, and the next value starts anew.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Unscaled value.</param>
    public static void SumDecimal(nint slot, Int128 value)
    {
        bool hasSum = Raw.Read<long>(slot + 16) != 0;
        Int128 sum = value;
        bool overflow = false;
        if (hasSum)
        {
            sum = DecimalMath.Add(Raw.Read<Int128>(slot), value, SumPrecision, out overflow);
        }

        Raw.Write(slot, overflow ? Int128.Zero : sum);
        Raw.Write(slot + 16, overflow ? 0L : 1L);
    }

    /// <summary>AVG of DECIMAL: NULL for good after an overflow.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Unscaled value.</param>
    public static void AverageDecimal(nint slot, Int128 value)
    {
        Raw.Ref<long>(slot + 24)++;
        if (Raw.Read<long>(slot + 16) != 0)
        {
            return;
        }

        Int128 sum = DecimalMath.Add(Raw.Read<Int128>(slot), value, SumPrecision, out bool overflow);
        Raw.Write(slot, overflow ? Int128.Zero : sum);
        Raw.Write(slot + 16, overflow ? 1L : 0L);
    }

    /// <summary>A value's squared deviation from the mean, by Welford's method, in the order of Flink's operations.
    /// </summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void Deviate(nint slot, double value)
    {
        long values = ++Raw.Ref<long>(slot + 16);
        if (values <= 0)
        {
            return;
        }

        double delta = value - Raw.Read<double>(slot);
        double mean = Raw.Ref<double>(slot) += delta / values;
        Raw.Ref<double>(slot + 8) += delta * (value - mean);
    }

    /// <summary>MIN of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    public static void Minimum<T>(nint slot, nint seen, T value)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (Raw.Read<long>(seen) == 0 || value < Raw.Read<T>(slot))
        {
            Raw.Write(slot, value);
            Raw.Write(seen, 1L);
        }
    }

    /// <summary>MAX of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    public static void Maximum<T>(nint slot, nint seen, T value)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (Raw.Read<long>(seen) == 0 || value > Raw.Read<T>(slot))
        {
            Raw.Write(slot, value);
            Raw.Write(seen, 1L);
        }
    }

    /// <summary>MIN of text, by unsigned bytes.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="texts">Where the bytes are kept.</param>
    public static void MinimumText(nint slot, nint seen, Utf8View value, SizeClassArena texts)
    {
        if (Raw.Read<long>(seen) == 0 || Utf8View.Compare(value, TextSlot.Get(slot)) < 0)
        {
            TextSlot.Set(slot, value, texts);
            Raw.Write(seen, 1L);
        }
    }

    /// <summary>MAX of text, by unsigned bytes.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="texts">Where the bytes are kept.</param>
    public static void MaximumText(nint slot, nint seen, Utf8View value, SizeClassArena texts)
    {
        if (Raw.Read<long>(seen) == 0 || Utf8View.Compare(value, TextSlot.Get(slot)) > 0)
        {
            TextSlot.Set(slot, value, texts);
            Raw.Write(seen, 1L);
        }
    }

    /// <summary>FIRST_VALUE of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    public static void First<T>(nint slot, nint seen, T value)
        where T : unmanaged
    {
        if (Raw.Read<long>(seen) == 0)
        {
            Last(slot, seen, value);
        }
    }

    /// <summary>LAST_VALUE of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    public static void Last<T>(nint slot, nint seen, T value)
        where T : unmanaged
    {
        Raw.Write(slot, value);
        Raw.Write(seen, 1L);
    }

    /// <summary>FIRST_VALUE of text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="texts">Where the bytes are kept.</param>
    public static void FirstText(nint slot, nint seen, Utf8View value, SizeClassArena texts)
    {
        if (Raw.Read<long>(seen) == 0)
        {
            LastText(slot, seen, value, texts);
        }
    }

    /// <summary>LAST_VALUE of text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="texts">Where the bytes are kept.</param>
    public static void LastText(nint slot, nint seen, Utf8View value, SizeClassArena texts)
    {
        TextSlot.Set(slot, value, texts);
        Raw.Write(seen, 1L);
    }

    /// <summary>LISTAGG: values in the order in which they come.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="separator">What stands between two values.</param>
    /// <param name="texts">Where the bytes are kept.</param>
    public static void ListText(nint slot, nint seen, Utf8View value, byte[] separator, SizeClassArena texts)
    {
        TextSlot.Append(slot, Raw.Read<long>(seen) == 0 ? [] : separator, value.Span, texts);
        Raw.Write(seen, 1L);
    }

    /// <summary>Result of SUM over integers, before the cast to the input's width.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The sum, or NULL of nothing.</returns>
    public static long? IntegerSum(nint slot) => Raw.Read<long>(slot + 8) == 0 ? null : Raw.Read<long>(slot);

    /// <summary>Result of AVG over integers: truncated toward zero.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The average, or NULL of nothing.</returns>
    public static long? IntegerAverage(nint slot) =>
        Raw.Read<long>(slot + 8) == 0 ? null : Raw.Read<long>(slot) / Raw.Read<long>(slot + 8);

    /// <summary>Result of SUM over DOUBLE.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The sum, or NULL of nothing.</returns>
    public static double? DoubleSum(nint slot) => Raw.Read<long>(slot + 8) == 0 ? null : Raw.Read<double>(slot);

    /// <summary>Result of SUM over FLOAT.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The sum, or NULL of nothing.</returns>
    public static float? FloatSum(nint slot) => Raw.Read<long>(slot + 8) == 0 ? null : Raw.Read<float>(slot);

    /// <summary>Result of AVG over DOUBLE and FLOAT.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The average, or NULL of nothing.</returns>
    public static double? DoubleAverage(nint slot) =>
        Raw.Read<long>(slot + 8) == 0 ? null : Raw.Read<double>(slot) / Raw.Read<long>(slot + 8);

    /// <summary>Sum of the squared deviations from the mean.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The sum, or NULL of nothing and where values that were taken back left less than nothing.</returns>
    public static double? SquaredDeviations(nint slot) =>
        Raw.Read<long>(slot + 16) <= 0 || Raw.Read<double>(slot + 8) < 0 ? null : Raw.Read<double>(slot + 8);

    /// <summary>Result of SUM over DECIMAL.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The unscaled sum, or NULL of nothing or after an overflow.</returns>
    public static Int128? DecimalSum(nint slot) => Raw.Read<long>(slot + 16) == 0 ? null : Raw.Read<Int128>(slot);

    /// <summary>Result of AVG over DECIMAL: HALF_UP.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="fromScale">Scale of the values. Unit: digits.</param>
    /// <param name="toScale">Scale of the result. Unit: digits.</param>
    /// <returns>The unscaled average, or NULL of nothing or after an overflow.</returns>
    public static Int128? DecimalAverage(nint slot, int fromScale, int toScale)
    {
        long count = Raw.Read<long>(slot + 24);
        if (count == 0 || Raw.Read<long>(slot + 16) != 0)
        {
            return null;
        }

        Int128 average = DecimalMath.DivideHalfUp(Raw.Read<Int128>(slot), count, fromScale, toScale, out bool overflow);
        return overflow ? null : average;
    }

    /// <summary>Result of MIN and MAX over a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <returns>The value, or NULL of nothing.</returns>
    public static T? Extreme<T>(nint slot, nint seen)
        where T : unmanaged => Raw.Read<long>(seen) == 0 ? null : Raw.Read<T>(slot);

    /// <summary>Result of MIN and MAX over text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <returns>The text where it lies, or NULL of nothing.</returns>
    public static Utf8View? ExtremeText(nint slot, nint seen) => Raw.Read<long>(seen) == 0 ? null : TextSlot.Get(slot);
}
