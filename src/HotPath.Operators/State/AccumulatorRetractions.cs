using System;
using System.Numerics;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Operators.State;

/// <summary>
/// Values of rows that are taken back, and sums that allow for it: compiled code calls them with the address of the
/// aggregate's slot, laid out as in <see cref="Accumulators"/>. A SUM of DECIMAL also counts its values, 24 bytes in.
/// </summary>
/// <remarks>Threading: single-threaded. Source: flink-semantics.md 2.4 and 2.10.</remarks>
public static class AccumulatorRetractions
{
    /// <summary>COUNT.</summary>
    /// <param name="slot">Address of the slot.</param>
    public static void Count(nint slot) => Raw.Ref<long>(slot)--;

    /// <summary>SUM and AVG of integers.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void SumInteger(nint slot, long value)
    {
        Raw.Ref<long>(slot) = unchecked(Raw.Ref<long>(slot) - value);
        Raw.Ref<long>(slot + 8)--;
    }

    /// <summary>SUM of DOUBLE, AVG of DOUBLE and FLOAT.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void SumDouble(nint slot, double value)
    {
        Raw.Ref<double>(slot) -= value;
        Raw.Ref<long>(slot + 8)--;
    }

    /// <summary>Squared deviations.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void Deviate(nint slot, double value)
    {
        long values = --Raw.Ref<long>(slot + 16);
        if (values <= 0)
        {
            Raw.Write(slot, 0d);
            Raw.Write(slot + 8, 0d);
            return;
        }

        double delta = value - Raw.Read<double>(slot);
        double mean = Raw.Ref<double>(slot) -= delta / values;
        Raw.Ref<double>(slot + 8) -= (value - mean) * delta;
    }

    /// <summary>SUM of FLOAT.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Value.</param>
    public static void SumFloat(nint slot, float value)
    {
        Raw.Ref<float>(slot) -= value;
        Raw.Ref<long>(slot + 8)--;
    }

    /// <summary>SUM of DECIMAL whose values may be taken back: a new value.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Unscaled value.</param>
    public static void AddDecimal(nint slot, Int128 value)
    {
        Accumulators.SumDecimal(slot, value);
        Raw.Ref<long>(slot + 24)++;
    }

    /// <summary>SUM of DECIMAL.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Unscaled value.</param>
    public static void SumDecimal(nint slot, Int128 value)
    {
        Accumulators.SumDecimal(slot, -value);
        Raw.Ref<long>(slot + 24)--;
    }

    /// <summary>AVG of DECIMAL.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="value">Unscaled value.</param>
    public static void AverageDecimal(nint slot, Int128 value)
    {
        Accumulators.AverageDecimal(slot, -value);
        Raw.Ref<long>(slot + 24) -= 2;
    }

    /// <summary>Result of SUM over DECIMAL whose values may be taken back.</summary>
    /// <param name="slot">Address of the slot.</param>
    /// <returns>The unscaled sum, or NULL of nothing or after an overflow.</returns>
    public static Int128? DecimalSum(nint slot) =>
        Raw.Read<long>(slot + 24) == 0 ? null : Accumulators.DecimalSum(slot);

    /// <summary>
    /// Whether a value is the MIN or MAX, and its last copy has gone: the next one is then looked for.
    /// </summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="slot">Address of the slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <returns>Whether it was; the aggregate has then seen nothing.</returns>
    public static bool Forget<T>(nint slot, nint seen, T value)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        T extreme = Raw.Read<T>(slot);
        bool isExtreme = Raw.Read<long>(seen) != 0 && !(extreme < value) && !(extreme > value);
        if (isExtreme)
        {
            Raw.Write<T>(slot, default);
            Raw.Write(seen, 0L);
        }

        return isExtreme;
    }

    /// <summary>The same for a text.</summary>
    /// <param name="slot">Address of the text slot.</param>
    /// <param name="seen">Address of the seen mark.</param>
    /// <param name="value">Value.</param>
    /// <param name="texts">Where the bytes are kept.</param>
    /// <returns>Whether it was; the aggregate has then seen nothing.</returns>
    public static bool ForgetText(nint slot, nint seen, Utf8View value, SizeClassArena texts)
    {
        bool isExtreme = Raw.Read<long>(seen) != 0 && Utf8View.Compare(value, TextSlot.Get(slot)) == 0;
        if (isExtreme)
        {
            TextSlot.Set(slot, [], texts);
            Raw.Write(seen, 0L);
        }

        return isExtreme;
    }
}
