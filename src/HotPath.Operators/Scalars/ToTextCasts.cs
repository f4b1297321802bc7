using System;
using System.Numerics;
using System.Text;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Casts of other types to text.</summary>
/// <remarks>Threading: by their context. Source: specs/flink-semantics.md 2.10.</remarks>
public static class ToTextCasts
{
    /// <summary>BOOLEAN: TRUE or FALSE.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Boolean(bool value, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        ReadOnlySpan<byte> word = value ? "TRUE"u8 : "FALSE"u8;
        word.CopyTo(target);
        return Fit(address, target, word.Length, width);
    }

    /// <summary>Integer of any width.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="value">Operand.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Integer<T>(T value, int width, ScalarContext context)
        where T : struct, IBinaryInteger<T>
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatInteger(long.CreateTruncating(value), target), width);
    }

    /// <summary>FLOAT, as Java's <c>Float.toString</c>.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Float(float value, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatFloat(value, target), width);
    }

    /// <summary>DOUBLE, as Java's <c>Double.toString</c>.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Double(double value, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatDouble(value, target), width);
    }

    /// <summary>DECIMAL, plain with its scale.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Decimal(Int128 value, int scale, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatDecimal(value, scale, target), width);
    }

    /// <summary>DATE.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Date(int days, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatDate(days, target), width);
    }

    /// <summary>TIME; of a type with a fraction at least one digit of it, and no more than are needed.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="precision">Range: 0 to 3. Unit: digits.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Time(int timeOfDayMs, int precision, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        int digits = precision == 0 ? 0 : timeOfDayMs % 1000 == 0 ? 1 : SqlText.FractionAsNeeded;
        return Fit(address, target, SqlText.FormatTime(timeOfDayMs, target, digits), width);
    }

    /// <summary>TIMESTAMP, with the digits of its precision.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="precision">Range: 0 to 9. Unit: digits.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Timestamp(long localMs, int precision, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatTimestamp(localMs, target, precision), width);
    }

    /// <summary>TIMESTAMP_LTZ, in the session zone, with the digits of its precision.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="precision">Range: 0 to 9. Unit: digits.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View TimestampLtz(long epochMs, int precision, ZoneRules zone, int width, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Timestamp(zone.ToLocalMs(epochMs), precision, width, context);
    }

    /// <summary>INTERVAL DAY TO SECOND.</summary>
    /// <param name="intervalMs">Unit: ms.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View DayInterval(long intervalMs, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatDayInterval(intervalMs, target), width);
    }

    /// <summary>INTERVAL YEAR TO MONTH.</summary>
    /// <param name="months">Unit: months.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View MonthInterval(int months, int width, ScalarContext context)
    {
        nint address = Room(context, width, out Span<byte> target);
        return Fit(address, target, SqlText.FormatMonthInterval(months, target), width);
    }

    /// <summary>Binary value, read as UTF-8: what is none becomes U+FFFD, as in Java.</summary>
    /// <param name="value">Operand.</param>
    /// <param name="width">Longest text for VARCHAR(n); minus its length for CHAR(n). Unit: characters.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text.</returns>
    public static Utf8View Binary(Utf8View value, int width, ScalarContext context)
    {
        Utf8View text = System.Text.Unicode.Utf8.IsValid(value.Span) ? value : Repaired(value, context);
        return width < 0 ? TextFunctions.ToChar(text, -width, context) : TextFunctions.Cut(text, width);
    }

    // A wrong byte takes three at most. Encoding makes the same of it, but as a string on the heap.
    private static Utf8View Repaired(Utf8View value, ScalarContext context)
    {
        if (!TextFunctions.TryTake(3L * value.LengthBytes, context, out Span<byte> target, out Utf8View result))
        {
            return result;
        }

        int lengthBytes = 0;
        for (ReadOnlySpan<byte> left = value.Span; !left.IsEmpty;)
        {
            _ = Rune.DecodeFromUtf8(left, out Rune rune, out int consumed);
            lengthBytes += rune.EncodeToUtf8(target[lengthBytes..]);
            left = left[consumed..];
        }

        return new Utf8View(result.Address, lengthBytes);
    }

    private static nint Room(ScalarContext context, int width, out Span<byte> target)
    {
        int lengthBytes = Math.Max(SqlText.MaxLengthBytes, -width);
        nint address = Arithmetic.Guard(context).Scratch.Take(lengthBytes);
        target = Raw.WritableSpan(address, lengthBytes);
        return address;
    }

    private static Utf8View Fit(nint address, Span<byte> target, int lengthBytes, int width)
    {
        if (width < 0 && lengthBytes < -width)
        {
            target[lengthBytes..-width].Fill((byte)' ');
            lengthBytes = -width;
        }

        return new Utf8View(address, Math.Min(lengthBytes, Math.Abs(width)));
    }
}
