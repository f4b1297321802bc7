using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Numerics;

namespace HotPath.Dataflow.Text;

/// <summary>
/// Reads numbers and booleans from UTF-8 text as Flink's CSV format and casts do. Blanks around a value are ignored;
/// the outcome tells text that is no number from a number that does not fit. Nothing allocates.
/// </summary>
/// <remarks>Threading: pure functions. Source: specs/flink-semantics.md 2.10.</remarks>
public static class SqlParse
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Reads TINYINT, SMALLINT, INT or BIGINT.</summary>
    /// <param name="text">Optional sign, then digits.</param>
    /// <param name="kind">Which integer.</param>
    /// <param name="value">The value, when read.</param>
    /// <returns>Each outcome is possible.</returns>
    public static ParseOutcome Integer(ReadOnlySpan<byte> text, SqlTypeKind kind, out long value)
    {
        ParseOutcome outcome = BigInteger(Trim(text), out value);
        if (outcome != ParseOutcome.Ok)
        {
            return outcome;
        }

        int spareBits = kind switch
        {
            SqlTypeKind.TinyInt => 56,
            SqlTypeKind.SmallInt => 48,
            SqlTypeKind.Int => 32,
            _ => 0,
        };
        return value << spareBits >> spareBits == value ? ParseOutcome.Ok : ParseOutcome.OutOfRange;
    }

    /// <summary>Reads a DECIMAL; digits beyond the scale are rounded half up.</summary>
    /// <param name="text">Digits with an optional sign, point and exponent.</param>
    /// <param name="precision">Range: 1 to 38. Unit: digits.</param>
    /// <param name="scale">Range: 0 to precision. Unit: digits.</param>
    /// <param name="unscaled">The unscaled value, when read.</param>
    /// <returns>Each outcome is possible; out of range where Flink gives NULL.</returns>
    public static ParseOutcome Decimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 unscaled)
    {
        unscaled = Int128.Zero;
        if (!DecimalText.TryScan(Trim(text), out DecimalText scanned))
        {
            return ParseOutcome.Malformed;
        }

        if (!scanned.TryRound(scale, out UInt128 magnitude) || magnitude >= Powers.Ten(precision))
        {
            return ParseOutcome.OutOfRange;
        }

        unscaled = scanned.IsNegative ? -(Int128)magnitude : (Int128)magnitude;
        return ParseOutcome.Ok;
    }

    /// <summary>
    /// Reads a DOUBLE: a decimal number, <c>NaN</c> or <c>Infinity</c>. Too large gives infinity, as in Java.
    /// </summary>
    /// <param name="text">Text.</param>
    /// <param name="value">The value, when read.</param>
    /// <returns>Ok or malformed.</returns>
    public static ParseOutcome Double(ReadOnlySpan<byte> text, out double value)
    {
        text = Trim(text);
        if (TrySpecial(text, out value))
        {
            return ParseOutcome.Ok;
        }

        return IsPlainNumber(ref text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                ? ParseOutcome.Ok
                : ParseOutcome.Malformed;
    }

    /// <summary>Reads a FLOAT; rounded once, from the text.</summary>
    /// <param name="text">Text.</param>
    /// <param name="value">The value, when read.</param>
    /// <returns>Ok or malformed.</returns>
    public static ParseOutcome Float(ReadOnlySpan<byte> text, out float value)
    {
        text = Trim(text);
        if (TrySpecial(text, out double special))
        {
            value = (float)special;
            return ParseOutcome.Ok;
        }

        value = 0;
        return IsPlainNumber(ref text)
            && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                ? ParseOutcome.Ok
                : ParseOutcome.Malformed;
    }

    /// <summary>Reads <c>true</c> or <c>false</c> in any case.</summary>
    /// <param name="text">Text.</param>
    /// <param name="value">The value, when read.</param>
    /// <returns>Ok or malformed.</returns>
    public static ParseOutcome Boolean(ReadOnlySpan<byte> text, out bool value)
    {
        text = Trim(text);
        value = Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || Ascii.EqualsIgnoreCase(text, "false"u8) ? ParseOutcome.Ok : ParseOutcome.Malformed;
    }

    /// <summary>The text without blanks and control characters around it, as Java's <c>trim</c>.</summary>
    /// <param name="text">Text.</param>
    /// <returns>The middle part.</returns>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && text[start] <= ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }

        return text[start..end];
    }

    private static ParseOutcome BigInteger(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        int i = isNegative || (text.Length > 0 && text[0] == '+') ? 1 : 0;
        if (i == text.Length)
        {
            return ParseOutcome.Malformed;
        }

        bool fits = true;
        for (; i < text.Length; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return ParseOutcome.Malformed;
            }

            // Counted downward, as the smallest number has no positive counterpart.
            fits &= value > long.MinValue / 10 || (value == long.MinValue / 10 && digit <= 8);
            value = unchecked((value * 10) - digit);
        }

        fits &= isNegative || value != long.MinValue;
        value = isNegative ? value : unchecked(-value);
        return fits ? ParseOutcome.Ok : ParseOutcome.OutOfRange;
    }

    private static bool TrySpecial(ReadOnlySpan<byte> text, out double value)
    {
        bool isNegative = text.Length > 0 && text[0] == '-';
        ReadOnlySpan<byte> word = isNegative || (text.Length > 0 && text[0] == '+') ? text[1..] : text;
        value = word.SequenceEqual("NaN"u8)
            ? double.NaN
            : isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return double.IsNaN(value) || word.SequenceEqual("Infinity"u8);
    }

    // .NET also reads words in any case, Java a type suffix: here only digits, sign, point, exponent and one suffix.
    private static bool IsPlainNumber(ref ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[^1] is (byte)'d' or (byte)'D' or (byte)'f' or (byte)'F')
        {
            text = text[..^1];
        }

        return text.Length > 0 && !text.ContainsAnyExcept(NumberBytes);
    }
}
