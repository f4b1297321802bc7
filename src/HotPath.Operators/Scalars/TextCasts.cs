using System;
using System.Numerics;
using System.Text;
using HotPath.Dataflow.Ports;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Foundation.Text;
using HotPath.Foundation.Time;

namespace HotPath.Operators.Scalars;

/// <summary>Casts of text to other types. Text that is no value fails the row, or is NULL under TRY_CAST.</summary>
/// <remarks>Threading: pure functions but for the failure they report. Source: specs/flink-semantics.md 2.10.</remarks>
public static class TextCasts
{
    /// <summary>Text to an integer; digits behind a point are cut.</summary>
    /// <typeparam name="T">Integer type.</typeparam>
    /// <param name="text">Operand.</param>
    /// <param name="kind">Number of the <see cref="SqlTypeKind"/>.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The integer, or NULL.</returns>
    public static T? ToInteger<T>(Utf8View text, int kind, bool isTry, ScalarContext context)
        where T : struct, IBinaryInteger<T>
    {
        ReadOnlySpan<byte> digits = SqlParse.Trim(text.Span);
        int point = digits.IndexOf((byte)'.');
        if (point >= 0)
        {
            ReadOnlySpan<byte> fraction = digits[(point + 1)..];
            digits = digits[..point];
            if (fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9') || (digits.Length == 0 && fraction.Length == 0))
            {
                return Failed<T>(isTry, context);
            }

            digits = digits.Length == 0 ? "0"u8 : digits;
        }

        return SqlParse.Integer(digits, (SqlTypeKind)kind, out long value) == ParseOutcome.Ok
            ? T.CreateTruncating(value)
            : Failed<T>(isTry, context);
    }

    /// <summary>Text to DECIMAL, rounded half up; too many digits are a failure, unlike in casts of numbers.</summary>
    /// <param name="text">Operand.</param>
    /// <param name="precision">Unit: digits.</param>
    /// <param name="scale">Unit: digits.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The number, or NULL.</returns>
    public static Int128? ToDecimal(Utf8View text, int precision, int scale, bool isTry, ScalarContext context) =>
        SqlParse.Decimal(text.Span, precision, scale, out Int128 value) == ParseOutcome.Ok
            ? value
            : Failed<Int128>(isTry, context);

    /// <summary>Text to DOUBLE.</summary>
    /// <param name="text">Operand.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The number, or NULL.</returns>
    public static double? ToDouble(Utf8View text, bool isTry, ScalarContext context) =>
        SqlParse.Double(text.Span, out double value) == ParseOutcome.Ok ? value : Failed<double>(isTry, context);

    /// <summary>Text to FLOAT.</summary>
    /// <param name="text">Operand.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The number, or NULL.</returns>
    public static float? ToFloat(Utf8View text, bool isTry, ScalarContext context) =>
        SqlParse.Float(text.Span, out float value) == ParseOutcome.Ok ? value : Failed<float>(isTry, context);

    /// <summary>Text to BOOLEAN: t, true, y, yes, 1 and f, false, n, no, 0 in any case, without blanks.</summary>
    /// <param name="text">Operand.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>The truth, or NULL.</returns>
    public static bool? ToBoolean(Utf8View text, bool isTry, ScalarContext context)
    {
        ReadOnlySpan<byte> word = text.Span;
        if (Is(word, "true") || Is(word, "t") || Is(word, "yes") || Is(word, "y") || Is(word, "1"))
        {
            return true;
        }

        return Is(word, "false") || Is(word, "f") || Is(word, "no") || Is(word, "n") || Is(word, "0")
            ? false
            : Failed<bool>(isTry, context);
    }

    /// <summary>Text to TIMESTAMP.</summary>
    /// <param name="text">A date, or a date, a blank and a time.</param>
    /// <param name="unitMs">Unit to which the fraction is cut. Unit: ms.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms since 1970-01-01 00:00; or NULL.</returns>
    public static long? ToTimestamp(Utf8View text, int unitMs, bool isTry, ScalarContext context) =>
        LooseTime.TryTimestamp(text.Span, out long localMs)
            ? localMs - CivilTime.FloorMod(localMs, unitMs)
            : Failed<long>(isTry, context);

    /// <summary>Text to TIMESTAMP_LTZ, in the session zone.</summary>
    /// <param name="text">A date, or a date, a blank and a time.</param>
    /// <param name="unitMs">Unit to which the fraction is cut. Unit: ms.</param>
    /// <param name="zone">Session zone.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms since the Unix epoch; or NULL.</returns>
    public static long? ToTimestampLtz(Utf8View text, int unitMs, ZoneRules zone, bool isTry, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return ToTimestamp(text, unitMs, isTry, context) is { } localMs
            ? zone.ToEpochMs(localMs, LocalAmbiguity.Earlier)
            : null;
    }

    /// <summary>
    /// Text to DATE: year, month and day, of which the last may be missing; a time behind a blank does not count.
    /// </summary>
    /// <param name="text">Operand.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: days since 1970-01-01; or NULL.</returns>
    public static int? ToDate(Utf8View text, bool isTry, ScalarContext context) =>
        LooseTime.TryDate(text.Span, out int days) ? days : Failed<int>(isTry, context);

    /// <summary>
    /// Text to TIME: hour, minute and second, of which the last may be missing.
    /// </summary>
    /// <param name="text">Operand.</param>
    /// <param name="unitMs">Unit to which the fraction is cut. Unit: ms.</param>
    /// <param name="isTry">TRY_CAST.</param>
    /// <param name="context">Where failure is reported.</param>
    /// <returns>Unit: ms of the day; or NULL.</returns>
    public static int? ToTime(Utf8View text, int unitMs, bool isTry, ScalarContext context) =>
        LooseTime.TryTime(text.Span, out int timeOfDayMs)
            ? TimeCasts.CutTime(timeOfDayMs, unitMs)
            : Failed<int>(isTry, context);

    private static T? Failed<T>(bool isTry, ScalarContext context)
        where T : struct
    {
        if (!isTry)
        {
            Arithmetic.Guard(context).Fail(RejectReason.CastFailed);
        }

        return null;
    }

    private static bool Is(ReadOnlySpan<byte> word, string expected) => Ascii.EqualsIgnoreCase(word, expected);
}
