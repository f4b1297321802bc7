using System;
using System.Globalization;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Numerics;
using HotPath.Foundation.Time;

namespace HotPath.Dataflow.Text;

/// <summary>
/// Text forms of values, as CSV, JSON and print sinks write them and as the golden cases hold them. Every method
/// writes ASCII from the start of its target and returns the length; none allocates or depends on culture.
/// </summary>
/// <remarks>
/// Threading: pure functions. A target of <see cref="MaxLengthBytes"/> is always long enough; a shorter one that does
/// not suffice is a broken invariant of the caller. Source: specs/flink-semantics.md 2.10 and golden/sql/README.md,
/// text forms.
/// </remarks>
public static class SqlText
{
    /// <summary>Room that any value of fixed size needs at most. Unit: bytes.</summary>
    public const int MaxLengthBytes = 64;

    /// <summary>
    /// Digits of the second as short as possible, none for a whole second: the SQL timestamp form of Flink's formats.
    /// </summary>
    public const int FractionAsNeeded = -1;

    /// <summary>Text of a fixed-size column of a row that is not NULL.</summary>
    /// <param name="row">Row.</param>
    /// <param name="column">Index of the column; not a text or binary column, whose bytes are their own form.</param>
    /// <param name="sessionZone">Zone in which TIMESTAMP_LTZ is shown.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int Format(RowView row, int column, ZoneRules sessionZone, Span<byte> target)
    {
        SqlType type = row.Schema.Columns[column].Type;
        nint slot = row.Address + row.Schema.SlotOffset(column);
        switch (type.Kind)
        {
            case SqlTypeKind.Boolean:
                return FormatBoolean(Raw.Read<byte>(slot) != 0, target);
            case SqlTypeKind.TinyInt:
                return FormatInteger(Raw.Read<sbyte>(slot), target);
            case SqlTypeKind.SmallInt:
                return FormatInteger(Raw.Read<short>(slot), target);
            case SqlTypeKind.Int:
                return FormatInteger(Raw.Read<int>(slot), target);
            case SqlTypeKind.BigInt:
                return FormatInteger(Raw.Read<long>(slot), target);
            case SqlTypeKind.Float:
                return FormatFloat(Raw.Read<float>(slot), target);
            case SqlTypeKind.Double:
                return FormatDouble(Raw.Read<double>(slot), target);
            case SqlTypeKind.Decimal:
                return FormatDecimal(Raw.Read<Int128>(slot), type.Scale, target);
            case SqlTypeKind.Date:
                return FormatDate(Raw.Read<int>(slot), target);
            case SqlTypeKind.Time:
                return FormatTime(Raw.Read<int>(slot), target, type.Precision > 0 ? 3 : 0);
            case SqlTypeKind.Timestamp:
                return FormatTimestamp(Raw.Read<long>(slot), target);
            case SqlTypeKind.TimestampLtz:
                ArgumentNullException.ThrowIfNull(sessionZone);
                return FormatTimestamp(sessionZone.ToLocalMs(Raw.Read<long>(slot)), target);
            case SqlTypeKind.IntervalDay:
                return FormatDayInterval(Raw.Read<long>(slot), target);
            case SqlTypeKind.IntervalMonth:
                return FormatMonthInterval(Raw.Read<int>(slot), target);
            default:
                ThrowHelper.InvariantBroken($"{type} has no fixed-size text form");
                return 0;
        }
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="value">Value.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatBoolean(bool value, Span<byte> target) => Copy(value ? "true"u8 : "false"u8, target);

    /// <summary>An integer of any width.</summary>
    /// <param name="value">Value.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatInteger(long value, Span<byte> target) =>
        value.TryFormat(target, out int length, default, CultureInfo.InvariantCulture) ? length : TooShort();

    /// <summary>A decimal, plain, with all digits of its scale.</summary>
    /// <param name="unscaled">Unscaled value.</param>
    /// <param name="scale">Range: 0 to 38. Unit: digits.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatDecimal(Int128 unscaled, int scale, Span<byte> target)
    {
        int position = 0;
        UInt128 magnitude = (UInt128)unscaled;
        if (Int128.IsNegative(unscaled))
        {
            target[position++] = (byte)'-';
            magnitude = UInt128.Zero - magnitude;
        }

        int digits = Math.Max(Powers.Digits(magnitude), scale + 1);
        int length = position + digits + (scale > 0 ? 1 : 0);
        int at = length - 1;
        for (int i = 0; i < digits; i++)
        {
            if (i == scale && scale > 0)
            {
                target[at--] = (byte)'.';
            }

            // Dividing 64 bits at a time is an order of magnitude faster than 128.
            if (magnitude <= ulong.MaxValue)
            {
                ulong small = (ulong)magnitude;
                target[at--] = (byte)('0' + (small % 10));
                magnitude = small / 10;
            }
            else
            {
                (magnitude, UInt128 digit) = UInt128.DivRem(magnitude, 10);
                target[at--] = (byte)('0' + (int)digit);
            }
        }

        return length;
    }

    /// <summary>A DOUBLE as Java's <c>Double.toString</c> writes it.</summary>
    /// <param name="value">Value.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatDouble(double value, Span<byte> target) => FloatingText.Format(value, target);

    /// <summary>A FLOAT as Java's <c>Float.toString</c> writes it.</summary>
    /// <param name="value">Value.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatFloat(float value, Span<byte> target) => FloatingText.Format(value, target);

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatDate(int days, Span<byte> target)
    {
        CivilDate date = CivilTime.FromDays(days);
        int position = 0;
        if (date.Year < 0)
        {
            target[position++] = (byte)'-';
        }

        int year = Math.Abs(date.Year);
        position += year > 9999 ? FormatInteger(year, target[position..]) : PutDigits(year, 4, target[position..]);
        target[position++] = (byte)'-';
        position += PutDigits(date.Month, 2, target[position..]);
        target[position++] = (byte)'-';
        return position + PutDigits(date.Day, 2, target[position..]);
    }

    /// <summary><c>HH:mm:ss</c>, with digits of the second as they are wanted.</summary>
    /// <param name="timeOfDayMs">Range: 0 to 86,399,999. Unit: ms.</param>
    /// <param name="target">Where the text goes.</param>
    /// <param name="fractionDigits">Digits of the second, 0 to 9, or <see cref="FractionAsNeeded"/>.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatTime(int timeOfDayMs, Span<byte> target, int fractionDigits = 0)
    {
        int seconds = timeOfDayMs / 1000;
        _ = PutDigits(seconds / 3600, 2, target);
        target[2] = (byte)':';
        _ = PutDigits(seconds / 60 % 60, 2, target[3..]);
        target[5] = (byte)':';
        _ = PutDigits(seconds % 60, 2, target[6..]);
        int fraction = timeOfDayMs % 1000;
        int digits = fractionDigits == FractionAsNeeded ? NeededDigits(fraction) : fractionDigits;
        if (digits == 0)
        {
            return 8;
        }

        target[8] = (byte)'.';
        Span<byte> fractionText = target.Slice(9, digits);
        fractionText.Fill((byte)'0');
        for (int i = 0; i < Math.Min(digits, 3); i++)
        {
            fractionText[i] = (byte)('0' + (fraction / (i == 0 ? 100 : i == 1 ? 10 : 1) % 10));
        }

        return 9 + digits;
    }

    /// <summary><c>yyyy-MM-dd HH:mm:ss.SSS</c>. For TIMESTAMP_LTZ pass the local time of the session zone.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="target">Where the text goes.</param>
    /// <param name="fractionDigits">Digits of the second, 0 to 9, or <see cref="FractionAsNeeded"/>.</param>
    /// <param name="separator">Between date and time: a blank, or <c>T</c> for ISO-8601.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatTimestamp(
        long localMs, Span<byte> target, int fractionDigits = 3, byte separator = (byte)' ')
    {
        int position = FormatDate(CivilTime.DayOf(localMs), target);
        target[position++] = separator;
        return position + FormatTime(CivilTime.MsOfDay(localMs), target[position..], fractionDigits);
    }

    /// <summary>A DAY TO SECOND interval, <c>+d HH:mm:ss.SSS</c>.</summary>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatDayInterval(long intervalMs, Span<byte> target)
    {
        target[0] = intervalMs < 0 ? (byte)'-' : (byte)'+';
        ulong magnitude = intervalMs < 0 ? 0UL - (ulong)intervalMs : (ulong)intervalMs;
        int position = 1 + FormatInteger((long)(magnitude / CivilTime.DayMs), target[1..]);
        target[position++] = (byte)' ';
        int rest = (int)(magnitude % CivilTime.DayMs);
        position += FormatTime(rest, target[position..]);
        target[position++] = (byte)'.';
        return position + PutDigits(rest % 1000, 3, target[position..]);
    }

    /// <summary>A YEAR TO MONTH interval, <c>+y-MM</c>.</summary>
    /// <param name="months">Unit: months.</param>
    /// <param name="target">Where the text goes.</param>
    /// <returns>Unit: bytes.</returns>
    public static int FormatMonthInterval(int months, Span<byte> target)
    {
        target[0] = months < 0 ? (byte)'-' : (byte)'+';
        long magnitude = Math.Abs((long)months);
        int position = 1 + FormatInteger(magnitude / 12, target[1..]);
        target[position++] = (byte)'-';
        return position + PutDigits((int)(magnitude % 12), 2, target[position..]);
    }

    internal static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static int NeededDigits(int fraction) =>
        fraction == 0 ? 0 : fraction % 100 == 0 ? 1 : fraction % 10 == 0 ? 2 : 3;

    private static int PutDigits(int value, int digits, Span<byte> target)
    {
        for (int i = digits - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }

        return digits;
    }

    private static int TooShort()
    {
        ThrowHelper.InvariantBroken("the target of a text form is shorter than SqlText.MaxLengthBytes");
        return 0;
    }
}
