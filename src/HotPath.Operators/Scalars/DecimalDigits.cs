using System;
using System.Globalization;
using System.Numerics;
using HotPath.Dataflow.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Rounding of a floating-point number by its shortest decimal digits, as Java's <c>BigDecimal.valueOf</c> sees it.
/// </summary>
internal static class DecimalDigits
{
    // No DOUBLE has more digits behind the point, and none before it.
    private const int MaxDigits = 400;

    internal static T Round<T>(T value, int digits, bool isTruncating)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value) || value == T.Zero || digits > MaxDigits)
        {
            return value;
        }

        Span<byte> text = stackalloc byte[SqlText.MaxLengthBytes];
        int length = typeof(T) == typeof(float)
            ? SqlText.FormatFloat(float.CreateTruncating(value), text)
            : SqlText.FormatDouble(double.CreateTruncating(value), text);
        return Cut<T>(text[..length], digits, isTruncating);
    }

    // The digits up to the last that is kept, rounded in place, read back as a number.
    private static T Cut<T>(ReadOnlySpan<byte> text, int digits, bool isTruncating)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<byte> kept = stackalloc byte[2 * SqlText.MaxLengthBytes];
        int exponentAt = text.IndexOf((byte)'E');
        int exponent = 0;
        if (exponentAt >= 0)
        {
            _ = int.TryParse(
                text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
            text = text[..exponentAt];
        }

        bool isNegative = text[0] == '-';
        text = isNegative ? text[1..] : text;
        int point = text.IndexOf((byte)'.');
        int keep = point + exponent + digits;
        if (keep < 0)
        {
            return T.Zero;
        }

        UInt128 magnitude = 0;
        int seen = 0;
        for (int i = 0; i < text.Length && seen <= keep; i++)
        {
            if (i == point)
            {
                continue;
            }

            if (seen == keep)
            {
                magnitude += !isTruncating && text[i] >= '5' ? 1u : 0u;
                break;
            }

            magnitude = (magnitude * 10) + (uint)(text[i] - '0');
            seen++;
        }

        _ = magnitude.TryFormat(kept, out int length, default, CultureInfo.InvariantCulture);
        kept[length++] = (byte)'E';
        _ = (point + exponent - seen).TryFormat(
            kept[length..], out int exponentLength, default, CultureInfo.InvariantCulture);
        _ = T.TryParse(
            kept[..(length + exponentLength)], NumberStyles.Float, CultureInfo.InvariantCulture, out T result);
        return isNegative && result != T.Zero ? -result : result;
    }
}
