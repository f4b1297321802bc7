using System;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Numerics;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Connectors.Files.Sbe;

/// <summary>Numbers of messages as columns; what does not fit is refused, never rounded.</summary>
internal static class SbeNumbers
{
    private const long NsPerMs = 1_000_000;
    private const long MsPerDay = 86_400_000;

    // What DATE and TIMESTAMP hold: the years 1 to 9999.
    private const long TimeMsMin = -62_135_596_800_000;
    private const long TimeMsMax = 253_402_300_799_999;

    /// <summary>Sets a column from one number.</summary>
    /// <param name="column">Column of a number, an enum or a set.</param>
    /// <param name="value">Not the null value.</param>
    /// <param name="row">Row under construction.</param>
    /// <returns>Why it does not fit, if it does not.</returns>
    public static RejectReason Set(SbeColumn column, PrimitiveValue value, RowBuilder row)
    {
        switch (column.Conversion)
        {
            case SbeConversion.Float:
                row.Set(column.Index, (float)value.ToDouble());
                return RejectReason.None;
            case SbeConversion.Double:
                row.Set(column.Index, value.ToDouble());
                return RejectReason.None;
            case SbeConversion.Choice:
                row.Set(column.Index, ((value.ToUInt64() >> column.Member.BitIndex) & 1) != 0);
                return RejectReason.None;
            case SbeConversion.WholeDecimal:
                return Decimal(column, value, exponent: 0, row);
            default:
                return SetWhole(column, value.ToInt64(), row);
        }
    }

    /// <summary>Sets a column of an integer type, a TIMESTAMP or a DATE.</summary>
    /// <param name="column">Column of a whole number.</param>
    /// <param name="value">Not the null value; of uint64 its bits.</param>
    /// <param name="row">Row under construction.</param>
    /// <returns>Why it does not fit, if it does not.</returns>
    public static RejectReason SetWhole(SbeColumn column, long value, RowBuilder row)
    {
        if (value < 0 && column.MayExceedInt64)
        {
            return RejectReason.OutOfRange;
        }

        switch (column.Conversion)
        {
            case SbeConversion.Time:
                return Time(column, value, row);
            case SbeConversion.Date when value < TimeMsMin / MsPerDay || value > TimeMsMax / MsPerDay:
                return RejectReason.OutOfRange;
            case SbeConversion.Date:
                row.Set(column.Index, (int)value);
                return RejectReason.None;
            default:
                Whole(column, value, row);
                return RejectReason.None;
        }
    }

    /// <summary>Sets a DECIMAL column.</summary>
    /// <param name="column">Column.</param>
    /// <param name="mantissa">Not the null value.</param>
    /// <param name="exponent">Power of ten.</param>
    /// <param name="row">Row under construction.</param>
    /// <returns>Why it does not fit, if it does not.</returns>
    public static RejectReason Decimal(SbeColumn column, PrimitiveValue mantissa, int exponent, RowBuilder row)
    {
        Int128 unscaled = mantissa.Type == PrimitiveType.UInt64 ? mantissa.ToUInt64() : mantissa.ToInt64();
        int power = unscaled == 0 ? 0 : column.Type.Scale + exponent;
        if (Math.Abs(power) > Powers.MaxExponent)
        {
            return power > 0 ? RejectReason.OutOfRange : RejectReason.BadValue;
        }

        var factor = (Int128)Powers.Ten(Math.Abs(power));
        if (power < 0)
        {
            (unscaled, Int128 lost) = Int128.DivRem(unscaled, factor);
            if (lost != 0)
            {
                return RejectReason.BadValue;
            }
        }
        else if (Int128.Abs(unscaled) > Int128.MaxValue / factor)
        {
            return RejectReason.OutOfRange;
        }
        else
        {
            unscaled *= factor;
        }

        if (!DecimalMath.Fits(unscaled, column.Type.Precision))
        {
            return RejectReason.OutOfRange;
        }

        row.Set(column.Index, unscaled);
        return RejectReason.None;
    }

    // The column's type is at hand here; the row would look it up.
    private static void Whole(SbeColumn column, long value, RowBuilder row)
    {
        switch (column.Type.Kind)
        {
            case SqlTypeKind.TinyInt:
                row.Set(column.Index, (sbyte)value);
                break;
            case SqlTypeKind.SmallInt:
                row.Set(column.Index, (short)value);
                break;
            case SqlTypeKind.Int:
                row.Set(column.Index, (int)value);
                break;
            default:
                row.Set(column.Index, value);
                break;
        }
    }

    // Down to the millisecond, before 1970 too.
    private static RejectReason Time(SbeColumn column, long value, RowBuilder row)
    {
        long timeMs;
        if (column.UnitNs > NsPerMs)
        {
            long factor = column.UnitNs / NsPerMs;
            timeMs = value is > TimeMsMax or < TimeMsMin ? long.MaxValue : value * factor;
        }
        else
        {
            timeMs = Math.DivRem(value, NsPerMs / column.UnitNs, out long rest);
            timeMs -= rest < 0 ? 1 : 0;
        }

        if (timeMs is < TimeMsMin or > TimeMsMax)
        {
            return RejectReason.OutOfRange;
        }

        row.Set(column.Index, timeMs);
        return RejectReason.None;
    }
}
