using System;
using System.Buffers;
using HotPath.Dataflow.Rows;
using HotPath.Foundation.Numerics;

namespace HotPath.Dataflow.Text;

/// <summary>
/// A decimal number found in text: where its digits lie and where its point is. Rounds without losing a digit.
/// </summary>
internal readonly ref struct DecimalText
{
    private static readonly SearchValues<byte> MantissaBytes = SearchValues.Create("0123456789."u8);

    private readonly ReadOnlySpan<byte> _mantissa;
    private readonly long _pointAfter;

    private DecimalText(ReadOnlySpan<byte> mantissa, long pointAfter, bool isNegative)
    {
        _mantissa = mantissa;
        _pointAfter = pointAfter;
        IsNegative = isNegative;
    }

    internal bool IsNegative { get; }

    // Java's BigDecimal grammar: [sign] digits [. digits] [e [sign] digits], with a digit on at least one side of the
    // point.
    internal static bool TryScan(ReadOnlySpan<byte> text, out DecimalText number)
    {
        number = default;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative || (text.Length > 0 && text[0] == '+'))
        {
            text = text[1..];
        }

        int end = text.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = end < 0 ? text : text[..end];
        int point = mantissa.IndexOf((byte)'.');
        int digits = mantissa.Length - (point < 0 ? 0 : 1);
        long exponent = 0;
        if (digits == 0
            || mantissa.ContainsAnyExcept(MantissaBytes)
            || (point >= 0 && mantissa[(point + 1)..].Contains((byte)'.'))
            || (end >= 0 && !TryExponent(text[(end + 1)..], out exponent)))
        {
            return false;
        }

        number = new DecimalText(mantissa, (point < 0 ? digits : point) + exponent, isNegative);
        return true;
    }

    // Half up at the scale; false when the result has more than 38 digits.
    internal bool TryRound(int scale, out UInt128 magnitude)
    {
        magnitude = UInt128.Zero;
        long keep = _pointAfter + scale;
        long seen = 0;
        foreach (byte c in _mantissa)
        {
            if (c == '.')
            {
                continue;
            }

            if (seen == keep)
            {
                magnitude += c >= '5' ? UInt128.One : UInt128.Zero;
                break;
            }

            if (seen > keep)
            {
                break;
            }

            if (magnitude >= Powers.Ten(Powers.MaxExponent - 1))
            {
                return false;
            }

            magnitude = (magnitude * 10) + (UInt128)(c - '0');
            seen++;
        }

        if (magnitude == UInt128.Zero || seen >= keep)
        {
            return magnitude <= Powers.Ten(Powers.MaxExponent);
        }

        long zeros = keep - seen;
        if (zeros > Powers.MaxExponent || Powers.Digits(magnitude) + zeros > Powers.MaxExponent)
        {
            return false;
        }

        magnitude *= Powers.Ten((int)zeros);
        return true;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        ParseOutcome outcome = SqlParse.Integer(text, SqlTypeKind.Int, out exponent);
        return outcome == ParseOutcome.Ok && text[0] > ' ' && text[^1] > ' ';
    }
}
