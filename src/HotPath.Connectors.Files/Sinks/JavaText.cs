using System;
using HotPath.Dataflow.Text;

namespace HotPath.Connectors.Files.Sinks;

/// <summary>
/// What Java's <c>toString</c> gives for decimals, dates and bytes, because Flink's sinks show values that way.
/// </summary>
/// <remarks>Threading: pure functions; nothing allocates.</remarks>
internal static class JavaText
{
    private const int PlainExponentMin = -6;

    /// <summary>Appends <c>BigDecimal.stripTrailingZeros().toString()</c>.</summary>
    /// <param name="unscaled">Unscaled value.</param>
    /// <param name="scale">Range: 0 to 38. Unit: digits.</param>
    /// <param name="target">Where it goes.</param>
    public static void Stripped(Int128 unscaled, int scale, ByteBuilder target)
    {
        if (unscaled == Int128.Zero)
        {
            target.Append((byte)'0');
            return;
        }

        while (unscaled % 10 == Int128.Zero)
        {
            unscaled /= 10;
            scale--;
        }

        Decimal(unscaled, scale, target);
    }

    /// <summary>
    /// Appends <c>BigDecimal.toString()</c>: plain, or scientific for a negative scale or a very small number.
    /// </summary>
    /// <param name="unscaled">Unscaled value.</param>
    /// <param name="scale">Range: -38 to 38. Unit: digits.</param>
    /// <param name="target">Where it goes.</param>
    public static void Decimal(Int128 unscaled, int scale, ByteBuilder target)
    {
        Span<byte> text = stackalloc byte[SqlText.MaxLengthBytes];
        ReadOnlySpan<byte> digits = text[..SqlText.FormatDecimal(unscaled, 0, text)];
        if (digits[0] == '-')
        {
            target.Append((byte)'-');
            digits = digits[1..];
        }

        int exponent = digits.Length - 1 - scale;
        if (scale >= 0 && exponent >= PlainExponentMin)
        {
            Plain(digits, scale, target);
            return;
        }

        target.Append(digits[0]);
        if (digits.Length > 1)
        {
            target.Append((byte)'.');
            target.Append(digits[1..]);
        }

        target.Append(exponent < 0 ? "E"u8 : "E+"u8);
        target.Advance(SqlText.FormatInteger(exponent, target.Reserve(SqlText.MaxLengthBytes)));
    }

    /// <summary>Appends <c>LocalDateTime.toString()</c>.</summary>
    /// <param name="localMs">Unit: ms since 1970-01-01 00:00.</param>
    /// <param name="target">Where it goes.</param>
    public static void LocalDateTime(long localMs, ByteBuilder target) =>
        Clock(localMs, areSecondsAlwaysShown: false, target);

    /// <summary>Appends <c>Instant.toString()</c>.</summary>
    /// <param name="epochMs">Unit: ms since the Unix epoch.</param>
    /// <param name="target">Where it goes.</param>
    public static void Instant(long epochMs, ByteBuilder target)
    {
        Clock(epochMs, areSecondsAlwaysShown: true, target);
        target.Append((byte)'Z');
    }

    /// <summary>Appends <c>LocalTime.toString()</c>.</summary>
    /// <param name="timeOfDayMs">Unit: ms.</param>
    /// <param name="target">Where it goes.</param>
    public static void LocalTime(int timeOfDayMs, ByteBuilder target)
    {
        Span<byte> text = stackalloc byte[SqlText.MaxLengthBytes];
        int length = SqlText.FormatTimestamp(timeOfDayMs, text, Digits(timeOfDayMs));
        target.Append(text[DateBytes(text)..(length - (timeOfDayMs % 60_000 == 0 ? 3 : 0))]);
    }

    /// <summary>Appends <c>Arrays.toString(byte[])</c>.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <param name="target">Where it goes.</param>
    public static void Bytes(ReadOnlySpan<byte> bytes, ByteBuilder target)
    {
        target.Append((byte)'[');
        for (int i = 0; i < bytes.Length; i++)
        {
            target.Append(i == 0 ? [] : ", "u8);
            target.Advance(SqlText.FormatInteger((sbyte)bytes[i], target.Reserve(SqlText.MaxLengthBytes)));
        }

        target.Append((byte)']');
    }

    private static void Plain(ReadOnlySpan<byte> digits, int scale, ByteBuilder target)
    {
        int integerDigits = digits.Length - scale;
        if (integerDigits > 0)
        {
            target.Append(digits[..integerDigits]);
            target.Append(scale > 0 ? "."u8 : []);
            target.Append(digits[integerDigits..]);
            return;
        }

        target.Append("0."u8);
        for (int i = integerDigits; i < 0; i++)
        {
            target.Append((byte)'0');
        }

        target.Append(digits);
    }

    private static void Clock(long timeMs, bool areSecondsAlwaysShown, ByteBuilder target)
    {
        bool isShort = !areSecondsAlwaysShown && timeMs % 60_000 == 0;
        Span<byte> room = target.Reserve(SqlText.MaxLengthBytes);
        target.Advance(SqlText.FormatTimestamp(timeMs, room, Digits(timeMs), (byte)'T') - (isShort ? 3 : 0));
    }

    private static int Digits(long timeMs) => timeMs % 1000 == 0 ? 0 : 3;

    private static int DateBytes(ReadOnlySpan<byte> timestamp) => timestamp.IndexOf((byte)' ') + 1;
}
