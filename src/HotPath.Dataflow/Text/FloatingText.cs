using System;
using System.Globalization;
using System.Numerics;

namespace HotPath.Dataflow.Text;

/// <summary>
/// Java's text of floating-point numbers: the shortest digits that read back the same number, at least one on each
/// side of the point, plain from 1E-3 up to 1E7 and with an exponent outside.
/// </summary>
/// <remarks>
/// Threading: pure functions. Source: <c>Double.toString</c> since Java 19; older versions print a digit too many for
/// some numbers.
/// </remarks>
internal static class FloatingText
{
    internal static int Format<T>(T value, Span<byte> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(value))
        {
            return SqlText.Copy("NaN"u8, target);
        }

        int position = 0;
        if (T.IsNegative(value))
        {
            target[position++] = (byte)'-';
            value = -value;
        }

        if (T.IsInfinity(value))
        {
            return position + SqlText.Copy("Infinity"u8, target[position..]);
        }

        if (value == T.Zero)
        {
            return position + SqlText.Copy("0.0"u8, target[position..]);
        }

        Span<byte> digits = stackalloc byte[32];
        int count = Digits(value, digits, out int pointAfter);
        return position + (pointAfter is > -3 and <= 7
            ? PutPlain(digits[..count], pointAfter, target[position..])
            : PutExponent(digits[..count], pointAfter - 1, target[position..]));
    }

    // The value is 0.d1d2d3... times ten to pointAfter. Java wants the two-digit decimal nearest to the value where
    // one digit would be enough: 4.9E-324, not 5.0E-324.
    private static int Digits<T>(T value, Span<byte> digits, out int pointAfter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<byte> text = stackalloc byte[64];
        _ = value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture);
        int count = Collect(text[..length], digits, out pointAfter);
        if (count > 1)
        {
            return count;
        }

        _ = value.TryFormat(text, out length, "E1", CultureInfo.InvariantCulture);
        return Collect(text[..length], digits, out pointAfter);
    }

    private static int Collect(ReadOnlySpan<byte> text, Span<byte> digits, out int pointAfter)
    {
        int count = 0;
        int exponent = 0;
        int integerDigits = 0;
        bool isFraction = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '.')
            {
                isFraction = true;
            }
            else if (c == 'E')
            {
                _ = int.TryParse(
                    text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
                break;
            }
            else if (count == 0 && c == '0')
            {
                integerDigits -= isFraction ? 1 : 0;
            }
            else
            {
                digits[count++] = c;
                integerDigits += isFraction ? 0 : 1;
            }
        }

        pointAfter = integerDigits + exponent;
        return digits[..count].TrimEnd((byte)'0').Length;
    }

    private static int PutPlain(ReadOnlySpan<byte> digits, int pointAfter, Span<byte> target)
    {
        int position = 0;
        for (int i = Math.Min(0, pointAfter - 1); i < Math.Max(digits.Length, pointAfter + 1); i++)
        {
            if (i == pointAfter)
            {
                target[position++] = (byte)'.';
            }

            target[position++] = i >= 0 && i < digits.Length ? digits[i] : (byte)'0';
        }

        return position;
    }

    private static int PutExponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> target)
    {
        target[0] = digits[0];
        target[1] = (byte)'.';
        int position = 2;
        if (digits.Length == 1)
        {
            target[position++] = (byte)'0';
        }

        digits[1..].CopyTo(target[position..]);
        position += digits.Length - 1;
        target[position++] = (byte)'E';
        return position + SqlText.FormatInteger(exponent, target[position..]);
    }
}
