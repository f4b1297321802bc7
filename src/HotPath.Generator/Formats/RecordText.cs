using System;
using System.Globalization;
using System.Text.Unicode;

namespace HotPath.Generator.Formats;

/// <summary>A line that is being written.</summary>
internal ref struct RecordText
{
    private const long TenThousandths = 10_000;

    private readonly Span<byte> _target;

    public RecordText(Span<byte> target) => _target = target;

    /// <summary>Unit: bytes.</summary>
    public int Length { get; private set; }

    public void Append(byte octet) => _target[Length++] = octet;

    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_target[Length..]);
        Length += octets.Length;
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        Utf8.FromUtf16(text, _target[Length..], out _, out int written);
        Length += written;
    }

    public void AppendNumber(long number)
    {
        number.TryFormat(_target[Length..], out int written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Appends an amount with its four decimals.</summary>
    public void AppendAmount(long mantissa)
    {
        if (mantissa < 0)
        {
            Append((byte)'-');
        }

        long units = Math.Abs(mantissa / TenThousandths);
        long rest = Math.Abs(mantissa % TenThousandths);
        Utf8.TryWrite(_target[Length..], CultureInfo.InvariantCulture, $"{units}.{rest:D4}", out int written);
        Length += written;
    }

    /// <summary>Appends a time as yyyy-MM-dd HH:mm:ss.SSS.</summary>
    public void AppendTime(long timeMs)
    {
        DateTime.UnixEpoch.AddMilliseconds(timeMs).TryFormat(
            _target[Length..], out int written, "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Length += written;
    }

    public void AppendId(ulong high, ulong low)
    {
        AppendHex(high >> 32, 8);
        Append((byte)'-');
        AppendHex(high >> 16, 4);
        Append((byte)'-');
        AppendHex(high, 4);
        Append((byte)'-');
        AppendHex(low >> 48, 4);
        Append((byte)'-');
        AppendHex(low, 12);
    }

    // Interpolation would box each part.
    private void AppendHex(ulong bits, int digits)
    {
        while (--digits >= 0)
        {
            Append("0123456789abcdef"u8[(int)(bits >> (4 * digits)) & 0xF]);
        }
    }
}
