using System;
using System.Runtime.ExceptionServices;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Numerics;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;
using HotPath.Functions;
using HotPath.Operators.Scalars;

namespace HotPath.Operators.Functions;

/// <summary>What compiled code does around a call of a user's function: arguments, result, failure.</summary>
/// <remarks>Threading: single-threaded. Nothing here allocates but the text of what was thrown.</remarks>
public static class FunctionCalls
{
    // Of 1970-01-01 among the days that DateOnly counts from 0001-01-01.
    private const int EpochDayNumber = 719_162;

    /// <summary>A text that may be NULL.</summary>
    /// <param name="text">Text.</param>
    /// <param name="isNull">Whether it is NULL.</param>
    /// <returns>The argument.</returns>
    public static NullableUtf8 Text(Utf8View text, bool isNull) =>
        isNull ? NullableUtf8.Null : new NullableUtf8(text.Span);

    /// <summary>BYTES that may be NULL.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <param name="isNull">Whether they are NULL.</param>
    /// <returns>The argument.</returns>
    public static NullableBytes Bytes(Utf8View bytes, bool isNull) =>
        isNull ? NullableBytes.Null : new NullableBytes(bytes.Span);

    /// <summary>A DATE; the call fails for one before year 1 or after year 9999.</summary>
    /// <param name="days">Unit: days since 1970-01-01.</param>
    /// <returns>The argument.</returns>
    public static DateOnly Date(int days)
    {
        long number = (long)days + EpochDayNumber;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw new UnfitArgumentException($"a DATE of year {CivilTime.FromDays(days).Year} is none of DateOnly's");
    }

    /// <summary>A TIME.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <returns>The argument.</returns>
    public static TimeOnly Time(int timeOfDayMs) => new(timeOfDayMs * TimeSpan.TicksPerMillisecond);

    /// <summary>A result as DATE.</summary>
    /// <param name="date">Result.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int Days(DateOnly date) => date.DayNumber - EpochDayNumber;

    /// <summary>The same of one that may be NULL.</summary>
    /// <param name="date">Result.</param>
    /// <returns>Unit: days since 1970-01-01.</returns>
    public static int? DaysOrNull(DateOnly? date) => date is { } some ? Days(some) : null;

    /// <summary>A result as TIME, down to the millisecond.</summary>
    /// <param name="time">Result.</param>
    /// <returns>Unit: ms.</returns>
    public static int TimeOfDayMs(TimeOnly time) => (int)(time.Ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>The same of one that may be NULL.</summary>
    /// <param name="time">Result.</param>
    /// <returns>Unit: ms.</returns>
    public static int? TimeOfDayMsOrNull(TimeOnly? time) => time is { } some ? TimeOfDayMs(some) : null;

    /// <summary>A DECIMAL of at most 28 digits, exactly.</summary>
    /// <param name="unscaled">Unscaled value.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <returns>The argument.</returns>
    public static decimal Decimal(Int128 unscaled, int scale)
    {
        UInt128 size = (UInt128)Int128.Abs(unscaled);
        return new decimal(
            unchecked((int)(uint)size),
            unchecked((int)(uint)(size >> 32)),
            unchecked((int)(uint)(size >> 64)),
            Int128.IsNegative(unscaled),
            (byte)scale);
    }

    /// <summary>A result as DECIMAL: rounded half up, NULL when it has too many digits, as Flink does.</summary>
    /// <param name="value">Result.</param>
    /// <param name="precision">Unit: digits.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <returns>The unscaled value.</returns>
    public static Int128? Unscaled(decimal value, int precision, int scale)
    {
        decimal rounded = value.Scale > scale ? decimal.Round(value, scale, MidpointRounding.AwayFromZero) : value;
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(rounded, parts);
        UInt128 size = ((UInt128)(uint)parts[2] << 64) | ((UInt128)(uint)parts[1] << 32) | (uint)parts[0];
        int zeros = scale - rounded.Scale;
        if (size != 0 && Powers.Digits(size) + zeros > precision)
        {
            return null;
        }

        Int128 unscaled = size == 0 ? 0 : (Int128)(size * Powers.Ten(zeros));
        return decimal.IsNegative(rounded) ? -unscaled : unscaled;
    }

    /// <summary>The same of one that may be NULL.</summary>
    /// <param name="value">Result.</param>
    /// <param name="precision">Unit: digits.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <returns>The unscaled value.</returns>
    public static Int128? UnscaledOrNull(decimal? value, int precision, int scale) =>
        value is { } number ? Unscaled(number, precision, scale) : null;

    /// <summary>Keeps a text that a function gave; the row fails when it is not UTF-8.</summary>
    /// <param name="text">Result, which may lie in managed memory.</param>
    /// <param name="context">The row's.</param>
    /// <param name="function">Name of the function.</param>
    /// <returns>A copy that lasts as long as the row.</returns>
    public static Utf8View Keep(ReadOnlySpan<byte> text, ScalarContext context, string function)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!System.Text.Unicode.Utf8.IsValid(text))
        {
            context.FailWith(RejectReason.BadEncoding, FailureText.OfEncoding(function));
            return default;
        }

        return KeepBytes(text, context);
    }

    /// <summary>The same of one that may be NULL.</summary>
    /// <param name="text">Result, which may lie in managed memory.</param>
    /// <param name="context">The row's.</param>
    /// <param name="function">Name of the function.</param>
    /// <returns>A copy that lasts as long as the row.</returns>
    public static Utf8View? KeepOrNull(NullableUtf8 text, ScalarContext context, string function) =>
        text.IsNull ? null : Keep(text.Bytes, context, function);

    /// <summary>Keeps bytes that a function gave.</summary>
    /// <param name="bytes">Result, which may lie in managed memory.</param>
    /// <param name="context">The row's.</param>
    /// <returns>A copy that lasts as long as the row.</returns>
    public static Utf8View KeepBytes(ReadOnlySpan<byte> bytes, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        nint copy = context.Scratch.Take(bytes.Length);
        bytes.CopyTo(Raw.WritableSpan(copy, bytes.Length));
        return new Utf8View(copy, bytes.Length);
    }

    /// <summary>The same of some that may be NULL.</summary>
    /// <param name="bytes">Result, which may lie in managed memory.</param>
    /// <param name="context">The row's.</param>
    /// <returns>A copy that lasts as long as the row.</returns>
    public static Utf8View? KeepBytesOrNull(NullableBytes bytes, ScalarContext context) =>
        bytes.IsNull ? null : KeepBytes(bytes.Bytes, context);

    /// <summary>A function threw, or an argument does not fit it: the row fails.</summary>
    /// <param name="context">The row's.</param>
    /// <param name="thrown">What it threw.</param>
    /// <param name="function">Name of the function, and of the method where it has several.</param>
    public static void Fail(ScalarContext context, Exception thrown, string function)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(thrown);
        CheckFate(thrown, function);
        RejectReason reason = thrown is UnfitArgumentException ? RejectReason.OutOfRange : RejectReason.FunctionFailed;
        context.FailWith(reason, FailureText.Of(function, thrown));
    }

    /// <summary>An accumulator is marked, since a method threw where no row is dropped: its result fails.</summary>
    /// <param name="context">The result's.</param>
    /// <param name="marks">Marks of methods.</param>
    /// <param name="function">Name of the function.</param>
    public static void FailMarked(ScalarContext context, long marks, string function)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.FailWith(RejectReason.FunctionFailed, FailureText.OfMarks(function, (AccumulatorMarks)marks));
    }

    /// <summary>
    /// A function threw: the caller notes it. What has to do with the machine and not with the row ends the process,
    /// since a replay would not throw it.
    /// </summary>
    /// <param name="thrown">What it threw.</param>
    /// <param name="function">Name of the function, and of the method where it has several.</param>
    /// <exception cref="HotPathException">HP3003: no memory, which may be due to the row all the same: who evaluates it
    /// apart finds out.</exception>
    public static void CheckFate(Exception thrown, string function)
    {
        if (thrown is InsufficientExecutionStackException)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }

        if (thrown is OutOfMemoryException)
        {
            throw new HotPathException(
                ErrorCode.OutOfMemory,
                $"function '{function}' threw OutOfMemoryException: {thrown.Message} Let it ask for less, or give the "
                + "process more memory; with --data a row that ends two lives is set aside by the third",
                thrown);
        }
    }
}
