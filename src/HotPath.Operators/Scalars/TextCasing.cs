using System;
using System.Text;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// UPPER, LOWER and INITCAP as Java's root locale: one character may become several, and a final sigma has a form of
/// its own.
/// </summary>
/// <remarks>Threading: by their context. Source: specs/flink-semantics.md 2.9 and Unicode's SpecialCasing.</remarks>
public static class TextCasing
{
    // Largest growth: a character of two bytes becomes three of two.
    private const int MaxGrowth = 3;
    private const int DottedCapitalI = 0x130;
    private const int CapitalSigma = 0x3A3;
    private const int FinalSigma = 0x3C2;
    private const int CombiningDotAbove = 0x307;

    private static readonly (int Rune, string Upper)[] SpecialUpper =
    [
        (0x00DF, "SS"), (0x0149, "\u02BCN"), (0x01F0, "J\u030C"), (0x0390, "\u0399\u0308\u0301"),
        (0x03B0, "\u03A5\u0308\u0301"), (0x0587, "\u0535\u0552"), (0x1E96, "H\u0331"), (0x1E97, "T\u0308"),
        (0x1E98, "W\u030A"), (0x1E99, "Y\u030A"), (0x1E9A, "A\u02BE"), (0x1F50, "\u03A5\u0313"),
        (0x1F52, "\u03A5\u0313\u0300"), (0x1F54, "\u03A5\u0313\u0301"), (0x1F56, "\u03A5\u0313\u0342"),
        (0x1F80, "\u1F08\u0399"), (0x1F81, "\u1F09\u0399"), (0x1F82, "\u1F0A\u0399"), (0x1F83, "\u1F0B\u0399"),
        (0x1F84, "\u1F0C\u0399"), (0x1F85, "\u1F0D\u0399"), (0x1F86, "\u1F0E\u0399"), (0x1F87, "\u1F0F\u0399"),
        (0x1F88, "\u1F08\u0399"), (0x1F89, "\u1F09\u0399"), (0x1F8A, "\u1F0A\u0399"), (0x1F8B, "\u1F0B\u0399"),
        (0x1F8C, "\u1F0C\u0399"), (0x1F8D, "\u1F0D\u0399"), (0x1F8E, "\u1F0E\u0399"), (0x1F8F, "\u1F0F\u0399"),
        (0x1F90, "\u1F28\u0399"), (0x1F91, "\u1F29\u0399"), (0x1F92, "\u1F2A\u0399"), (0x1F93, "\u1F2B\u0399"),
        (0x1F94, "\u1F2C\u0399"), (0x1F95, "\u1F2D\u0399"), (0x1F96, "\u1F2E\u0399"), (0x1F97, "\u1F2F\u0399"),
        (0x1F98, "\u1F28\u0399"), (0x1F99, "\u1F29\u0399"), (0x1F9A, "\u1F2A\u0399"), (0x1F9B, "\u1F2B\u0399"),
        (0x1F9C, "\u1F2C\u0399"), (0x1F9D, "\u1F2D\u0399"), (0x1F9E, "\u1F2E\u0399"), (0x1F9F, "\u1F2F\u0399"),
        (0x1FA0, "\u1F68\u0399"), (0x1FA1, "\u1F69\u0399"), (0x1FA2, "\u1F6A\u0399"), (0x1FA3, "\u1F6B\u0399"),
        (0x1FA4, "\u1F6C\u0399"), (0x1FA5, "\u1F6D\u0399"), (0x1FA6, "\u1F6E\u0399"), (0x1FA7, "\u1F6F\u0399"),
        (0x1FA8, "\u1F68\u0399"), (0x1FA9, "\u1F69\u0399"), (0x1FAA, "\u1F6A\u0399"), (0x1FAB, "\u1F6B\u0399"),
        (0x1FAC, "\u1F6C\u0399"), (0x1FAD, "\u1F6D\u0399"), (0x1FAE, "\u1F6E\u0399"), (0x1FAF, "\u1F6F\u0399"),
        (0x1FB2, "\u1FBA\u0399"), (0x1FB3, "\u0391\u0399"), (0x1FB4, "\u0386\u0399"), (0x1FB6, "\u0391\u0342"),
        (0x1FB7, "\u0391\u0342\u0399"), (0x1FBC, "\u0391\u0399"), (0x1FC2, "\u1FCA\u0399"), (0x1FC3, "\u0397\u0399"),
        (0x1FC4, "\u0389\u0399"), (0x1FC6, "\u0397\u0342"), (0x1FC7, "\u0397\u0342\u0399"), (0x1FCC, "\u0397\u0399"),
        (0x1FD2, "\u0399\u0308\u0300"), (0x1FD3, "\u0399\u0308\u0301"), (0x1FD6, "\u0399\u0342"),
        (0x1FD7, "\u0399\u0308\u0342"), (0x1FE2, "\u03A5\u0308\u0300"), (0x1FE3, "\u03A5\u0308\u0301"),
        (0x1FE4, "\u03A1\u0313"), (0x1FE6, "\u03A5\u0342"), (0x1FE7, "\u03A5\u0308\u0342"), (0x1FF2, "\u1FFA\u0399"),
        (0x1FF3, "\u03A9\u0399"), (0x1FF4, "\u038F\u0399"), (0x1FF6, "\u03A9\u0342"), (0x1FF7, "\u03A9\u0342\u0399"),
        (0x1FFC, "\u03A9\u0399"), (0xFB00, "FF"), (0xFB01, "FI"), (0xFB02, "FL"), (0xFB03, "FFI"), (0xFB04, "FFL"),
        (0xFB05, "ST"), (0xFB06, "ST"), (0xFB13, "\u0544\u0546"), (0xFB14, "\u0544\u0535"), (0xFB15, "\u0544\u053B"),
        (0xFB16, "\u054E\u0546"), (0xFB17, "\u0544\u053D"),
    ];

    /// <summary>UPPER.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text in capitals.</returns>
    public static Utf8View Upper(Utf8View text, ScalarContext context) => Change(text, isUpper: true, context);

    /// <summary>LOWER.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text in small letters.</returns>
    public static Utf8View Lower(Utf8View text, ScalarContext context) => Change(text, isUpper: false, context);

    /// <summary>INITCAP: words are runs of ASCII letters and digits.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>Each word with a capital in front and small letters behind.</returns>
    public static Utf8View InitCap(Utf8View text, ScalarContext context)
    {
        Utf8View result = Utf8.Copy(text.Span, Arithmetic.Guard(context));
        Span<byte> target = Foundation.Memory.Raw.WritableSpan(result.Address, result.LengthBytes);
        bool isStart = true;
        for (int i = 0; i < target.Length; i++)
        {
            byte c = target[i];
            if (isStart && char.IsAsciiLetterLower((char)c))
            {
                target[i] = (byte)(c - 32);
            }
            else if (!isStart && char.IsAsciiLetterUpper((char)c))
            {
                target[i] = (byte)(c + 32);
            }

            isStart = !char.IsAsciiLetterOrDigit((char)c);
        }

        return result;
    }

    private static Utf8View Change(Utf8View text, bool isUpper, ScalarContext context)
    {
        ReadOnlySpan<byte> source = text.Span;
        bool isAscii = Ascii.IsValid(source);
        if (!TextFunctions.TryTake(
            (long)source.Length * (isAscii ? 1 : MaxGrowth), context, out Span<byte> target, out Utf8View result))
        {
            return result;
        }

        if (isAscii)
        {
            _ = isUpper ? Ascii.ToUpper(source, target, out _) : Ascii.ToLower(source, target, out _);
            return result;
        }

        int length = 0;
        int at = 0;
        while (at < source.Length)
        {
            _ = Rune.DecodeFromUtf8(source[at..], out Rune rune, out int consumed);
            length += isUpper
                ? PutUpper(rune, target[length..])
                : PutLower(rune, source, at, at + consumed, target[length..]);
            at += consumed;
        }

        return new Utf8View(result.Address, length);
    }

    private static int PutLower(Rune rune, ReadOnlySpan<byte> text, int start, int end, Span<byte> target)
    {
        if (rune.Value == DottedCapitalI)
        {
            target[0] = (byte)'i';
            return 1 + new Rune(CombiningDotAbove).EncodeToUtf8(target[1..]);
        }

        Rune lower = rune.Value == CapitalSigma && IsFinal(text, start, end)
            ? new Rune(FinalSigma)
            : Rune.ToLowerInvariant(rune);
        return lower.EncodeToUtf8(target);
    }

    private static int PutUpper(Rune rune, Span<byte> target)
    {
        int low = 0;
        int high = SpecialUpper.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = SpecialUpper[middle].Rune - rune.Value;
            if (order == 0)
            {
                return Encoding.UTF8.GetBytes(SpecialUpper[middle].Upper, target);
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return Rune.ToUpperInvariant(rune).EncodeToUtf8(target);
    }

    // A letter before and none behind, marks not counting.
    private static bool IsFinal(ReadOnlySpan<byte> text, int start, int end)
    {
        bool hasLetterBefore = false;
        while (start > 0 && !hasLetterBefore)
        {
            start = Utf8.Previous(text, start);
            _ = Rune.DecodeFromUtf8(text[start..], out Rune rune, out _);
            if (!IsIgnorable(rune))
            {
                hasLetterBefore = Rune.IsLetter(rune);
                break;
            }
        }

        while (hasLetterBefore && end < text.Length)
        {
            _ = Rune.DecodeFromUtf8(text[end..], out Rune rune, out int consumed);
            if (!IsIgnorable(rune))
            {
                return !Rune.IsLetter(rune);
            }

            end += consumed;
        }

        return hasLetterBefore;
    }

    private static bool IsIgnorable(Rune rune) => rune.Value is '\'' or 0xAD or 0x2019
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format;
}
