using System;
using System.Globalization;

namespace HotPath.Generator.Shop;

/// <summary>
/// Address, query, coupon or reference of an event, not yet written out: a word, perhaps a number behind it, perhaps
/// another one.
/// </summary>
/// <param name="Word">What it begins with; <see langword="null"/> for no text.</param>
/// <param name="First">Number behind it; -1 for none.</param>
/// <param name="Second">Number behind that and a dash; -1 for none.</param>
internal readonly record struct EventText(string? Word, long First = -1, long Second = -1)
{
    /// <summary>Longest text. Unit: characters.</summary>
    public const int CharsMax = 64;

    /// <summary>Writes the text.</summary>
    /// <param name="target">Room for <see cref="CharsMax"/>.</param>
    /// <returns>The text, in the target.</returns>
    public ReadOnlySpan<char> Write(Span<char> target)
    {
        if (Word is null)
        {
            return [];
        }

        int length = Word.Length;
        Word.CopyTo(target);
        if (First >= 0)
        {
            length += Append(First, target[length..]);
        }

        if (Second >= 0)
        {
            target[length++] = '-';
            length += Append(Second, target[length..]);
        }

        return target[..length];
    }

    private static int Append(long number, Span<char> target)
    {
        number.TryFormat(target, out int written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
