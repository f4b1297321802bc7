using System;
using System.Buffers;
using System.Buffers.Text;

namespace HotPath.Connectors.Files.Formats;

/// <summary>
/// Base64 as the parser behind Flink's formats reads it: padding is a must and ends a group, not the text; blanks may
/// stand between groups of four, not inside; bits beyond the last byte are dropped.
/// </summary>
/// <remarks>Threading: pure functions; nothing allocates.</remarks>
internal static class JavaBase64
{
    private const int GroupBytes = 4;

    private static ReadOnlySpan<byte> Blanks =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
        30, 31, 32,
    ];

    /// <summary>Decodes a text.</summary>
    /// <param name="text">Text.</param>
    /// <param name="target">At least as long as the text.</param>
    /// <param name="written">Unit: bytes.</param>
    /// <returns>Whether all of it is base64.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        // What the platform reads without blanks inside is read alike; it is stricter with everything else.
        if (!text.ContainsAnyInRange((byte)0, (byte)' ')
            && Base64.DecodeFromUtf8(text, target, out _, out written) == OperationStatus.Done)
        {
            return true;
        }

        written = 0;
        while (true)
        {
            text = text.TrimStart(Blanks);
            if (text.Length == 0)
            {
                return true;
            }

            if (text.Length < GroupBytes || !TryGroup(text[..GroupBytes], target[written..], out int length))
            {
                return false;
            }

            written += length;
            text = text[GroupBytes..];
        }
    }

    private static bool TryGroup(ReadOnlySpan<byte> group, Span<byte> target, out int length)
    {
        length = group[3] != '=' ? 3 : group[2] != '=' ? 2 : 1;
        int bits = 0;
        for (int i = 0; i < GroupBytes; i++)
        {
            int digit = i <= length ? Digit(group[i]) : 0;
            if (digit < 0)
            {
                return false;
            }

            bits = (bits << 6) | digit;
        }

        for (int i = 0; i < length; i++)
        {
            target[i] = (byte)(bits >> (16 - (8 * i)));
        }

        return true;
    }

    private static int Digit(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
