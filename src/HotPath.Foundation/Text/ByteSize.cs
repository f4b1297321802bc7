using System;
using System.Globalization;

namespace HotPath.Foundation.Text;

/// <summary>Sizes as people write them: a whole number and a unit of 1024 bytes or a power of it; alone it is bytes.
/// </summary>
public static class ByteSize
{
    private static readonly string[][] Units =
    [
        ["", "b", "bytes"], ["k", "kb", "kibibytes"], ["m", "mb", "mebibytes"], ["g", "gb", "gibibytes"],
        ["t", "tb", "tebibytes"],
    ];

    /// <summary>Reads one, in upper or lower case.</summary>
    /// <param name="text">For example <c>64 mb</c>.</param>
    /// <param name="bytes">The size; 0 when it is none. Unit: bytes.</param>
    /// <returns>Whether it is a size above 0 that a long holds.</returns>
    public static bool TryRead(string text, out long bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        string size = text.Trim().ToLowerInvariant();
        int digits = 0;
        while (digits < size.Length && char.IsAsciiDigit(size[digits]))
        {
            digits++;
        }

        string unit = size[digits..].Trim();
        int power = Array.FindIndex(Units, names => Array.IndexOf(names, unit) >= 0);
        bool isNumber = long.TryParse(size[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        Int128 product = power < 0 ? 0 : (Int128)number << (10 * power);
        bytes = isNumber && product <= long.MaxValue ? (long)product : 0;
        return bytes > 0;
    }
}
