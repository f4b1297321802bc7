using System;
using System.Numerics;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Merges of aggregates over slots laid out as in <see cref="Accumulators"/>: the target comes to hold what it would
/// after its own values and then those of the source. The source stays what it is.
/// </summary>
/// <remarks>Threading: single-threaded. Source: Flink's merge of each function, flink-semantics.md 2.3 and 2.10.
/// </remarks>
public static class AccumulatorMerges
{
    /// <summary>COUNT.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Count(nint target, nint source) => Raw.Ref<long>(target) += Raw.Read<long>(source);

    /// <summary>SUM and AVG of integers: wraps at 64 bits.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Integers(nint target, nint source)
    {
        Raw.Ref<long>(target) = unchecked(Raw.Read<long>(target) + Raw.Read<long>(source));
        Raw.Ref<long>(target + 8) += Raw.Read<long>(source + 8);
    }

    /// <summary>SUM of DOUBLE, AVG of DOUBLE and FLOAT.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Doubles(nint target, nint source)
    {
        Raw.Ref<double>(target) += Raw.Read<double>(source);
        Raw.Ref<long>(target + 8) += Raw.Read<long>(source + 8);
    }

    /// <summary>SUM of FLOAT, in FLOAT.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Floats(nint target, nint source)
    {
        Raw.Ref<float>(target) += Raw.Read<float>(source);
        Raw.Ref<long>(target + 8) += Raw.Read<long>(source + 8);
    }

    /// <summary>Squared deviations of both from the mean of both.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void Deviations(nint target, nint source)
    {
        long more = Raw.Read<long>(source + 16);
        long own = Raw.Read<long>(target + 16);
        if (more <= 0)
        {
            return;
        }

        if (own == 0)
        {
            Raw.Copy(source, target, Accumulators.DeviationBytes);
            return;
        }

        double all = own + more;
        double delta = Raw.Read<double>(source) - Raw.Read<double>(target);
        double squares = (double)own * more / all * delta * delta;
        Raw.Ref<double>(target) += more / all * delta;
        Raw.Ref<double>(target + 8) = Raw.Read<double>(target + 8) + Raw.Read<double>(source + 8) + squares;
        Raw.Write(target + 16, own + more);
    }

    /// <summary>SUM of DECIMAL: a source that is NULL, also after an overflow, adds nothing.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void DecimalSums(nint target, nint source)
    {
        if (Accumulators.DecimalSum(source) is { } sum)
        {
            Accumulators.SumDecimal(target, sum);
        }
    }

    /// <summary>AVG of DECIMAL: NULL for good after an overflow of either.</summary>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    public static void DecimalAverages(nint target, nint source)
    {
        long values = Raw.Read<long>(target + 24) + Raw.Read<long>(source + 24);
        if (Raw.Read<long>(source + 16) != 0)
        {
            Raw.Write(target, Int128.Zero);
            Raw.Write(target + 16, 1L);
        }
        else if (Raw.Read<long>(source + 24) != 0)
        {
            Accumulators.AverageDecimal(target, Raw.Read<Int128>(source));
        }

        Raw.Write(target + 24, values);
    }

    /// <summary>MIN of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    /// <param name="seenOffset">Where the seen mark lies behind a slot. Unit: bytes.</param>
    public static void Minimum<T>(nint target, nint source, int seenOffset)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (Accumulators.Extreme<T>(source, source + seenOffset) is { } value)
        {
            Accumulators.Minimum(target, target + seenOffset, value);
        }
    }

    /// <summary>MAX of a fixed-size type.</summary>
    /// <typeparam name="T">CLR form.</typeparam>
    /// <param name="target">Address of the target's slot.</param>
    /// <param name="source">Address of the source's slot.</param>
    /// <param name="seenOffset">Where the seen mark lies behind a slot. Unit: bytes.</param>
    public static void Maximum<T>(nint target, nint source, int seenOffset)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (Accumulators.Extreme<T>(source, source + seenOffset) is { } value)
        {
            Accumulators.Maximum(target, target + seenOffset, value);
        }
    }

    /// <summary>MIN of text.</summary>
    /// <param name="target">Address of the target's seen mark.</param>
    /// <param name="source">Address of the source's seen mark.</param>
    /// <param name="textOffset">Where the text slot lies behind the seen mark. Unit: bytes.</param>
    /// <param name="texts">Where the target's bytes are kept.</param>
    public static void MinimumText(nint target, nint source, int textOffset, SizeClassArena texts)
    {
        if (Accumulators.ExtremeText(source + textOffset, source) is { } value)
        {
            Accumulators.MinimumText(target + textOffset, target, value, texts);
        }
    }

    /// <summary>LISTAGG: the source's values behind those of the target.</summary>
    /// <param name="target">Address of the target's seen mark.</param>
    /// <param name="source">Address of the source's seen mark.</param>
    /// <param name="textOffset">Where the text slot lies behind the seen mark. Unit: bytes.</param>
    /// <param name="separator">What stands between two values.</param>
    /// <param name="texts">Where the target's bytes are kept.</param>
    public static void ListText(nint target, nint source, int textOffset, byte[] separator, SizeClassArena texts)
    {
        if (Accumulators.ExtremeText(source + textOffset, source) is { } list)
        {
            Accumulators.ListText(target + textOffset, target, list, separator, texts);
        }
    }

    /// <summary>LISTAGG: the source's values before those of the target.</summary>
    /// <param name="target">Address of the target's seen mark.</param>
    /// <param name="source">Address of the source's seen mark.</param>
    /// <param name="textOffset">Where the text slot lies behind the seen mark. Unit: bytes.</param>
    /// <param name="separator">What stands between two values.</param>
    /// <param name="texts">Where the target's bytes are kept.</param>
    public static void ListTextBefore(
        nint target, nint source, int textOffset, byte[] separator, SizeClassArena texts)
    {
        ArgumentNullException.ThrowIfNull(separator);
        int before = TextSlot.Get(target + textOffset).LengthBytes;
        bool changePlaces = Raw.Read<long>(target) != 0 && Raw.Read<long>(source) != 0;
        ListText(target, source, textOffset, separator, texts);
        if (changePlaces)
        {
            // A turn of the whole, and of each of its parts, leaves each part as it was, in another place.
            Span<byte> all = Raw.WritableSpan(
                Raw.Read<nint>(target + textOffset), TextSlot.Get(target + textOffset).LengthBytes);
            int behind = all.Length - before;
            all.Reverse();
            all[..(behind - separator.Length)].Reverse();
            all[(behind - separator.Length)..behind].Reverse();
            all[behind..].Reverse();
        }
    }

    /// <summary>MAX of text.</summary>
    /// <param name="target">Address of the target's seen mark.</param>
    /// <param name="source">Address of the source's seen mark.</param>
    /// <param name="textOffset">Where the text slot lies behind the seen mark. Unit: bytes.</param>
    /// <param name="texts">Where the target's bytes are kept.</param>
    public static void MaximumText(nint target, nint source, int textOffset, SizeClassArena texts)
    {
        if (Accumulators.ExtremeText(source + textOffset, source) is { } value)
        {
            Accumulators.MaximumText(target + textOffset, target, value, texts);
        }
    }
}
