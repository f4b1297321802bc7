using System;
using System.Buffers;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Functions that look for text in text, and cut what they find. Nothing is copied: results are views of arguments.
/// </summary>
/// <remarks>Threading: pure functions but for the failure they report. Source: specs/flink-semantics.md 2.9.</remarks>
public static class TextSearch
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\n\r\f\v"u8);

    /// <summary>POSITION(search IN text), LOCATE(search, text).</summary>
    /// <param name="search">What is looked for.</param>
    /// <param name="text">Where.</param>
    /// <returns>Position of the first occurrence from 1, or 0. Unit: code points.</returns>
    public static int Position(Utf8View search, Utf8View text)
    {
        int at = text.Span.IndexOf(search.Span);
        return at < 0 ? 0 : Utf8.Count(text.Span[..at]) + 1;
    }

    /// <summary>INSTR(text, search).</summary>
    /// <param name="text">Where.</param>
    /// <param name="search">What is looked for.</param>
    /// <returns>Position of the first occurrence from 1, or 0. Unit: code points.</returns>
    public static int Instr(Utf8View text, Utf8View search) => Position(search, text);

    /// <summary>LOCATE(search, text, from).</summary>
    /// <param name="search">What is looked for.</param>
    /// <param name="text">Where.</param>
    /// <param name="from">First position that counts, from 1; less counts as 1.</param>
    /// <returns>Position of the first occurrence from there, or 0. Unit: code points.</returns>
    public static int LocateFrom(Utf8View search, Utf8View text, int from)
    {
        from = Math.Max(from, 1);
        int start = Utf8.Offset(text.Span, from - 1);
        int at = text.Span[start..].IndexOf(search.Span);
        return at < 0 ? 0 : from + Utf8.Count(text.Span.Slice(start, at));
    }

    /// <summary>SPLIT_INDEX(text, separator, index) with a text as separator; an empty one splits at blanks.</summary>
    /// <param name="text">Text.</param>
    /// <param name="separator">Separator of any length.</param>
    /// <param name="index">From 0.</param>
    /// <returns>The field, or NULL when there is none.</returns>
    public static Utf8View? SplitIndex(Utf8View text, Utf8View separator, int index)
    {
        if (index < 0 || text.LengthBytes == 0)
        {
            return null;
        }

        ReadOnlySpan<byte> source = text.Span;
        int start = 0;
        while (true)
        {
            int length = separator.LengthBytes == 0
                ? source[start..].IndexOfAny(Blanks)
                : source[start..].IndexOf(separator.Span);
            if (index-- == 0)
            {
                return Utf8.Slice(text, start, length < 0 ? source.Length : start + length);
            }

            if (length < 0)
            {
                return null;
            }

            start += length + Math.Max(separator.LengthBytes, 1);
        }
    }

    /// <summary>SPLIT_INDEX(text, separator, index) with a character code as separator.</summary>
    /// <param name="text">Text.</param>
    /// <param name="separator">Range: 1 to 255; others give NULL.</param>
    /// <param name="index">From 0.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The field, or NULL when there is none.</returns>
    public static Utf8View? SplitIndexCode(Utf8View text, int separator, int index, ScalarContext context) =>
        separator is < 1 or > 255 ? null : SplitIndex(text, TextFunctions.Chr(separator, context), index);

    /// <summary>LIKE without escape character.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern"><c>%</c> stands for any text, <c>_</c> for one code point.</param>
    /// <returns>Whether the whole text matches.</returns>
    public static bool Like(Utf8View text, Utf8View pattern) => LikePattern.Matches(text.Span, pattern.Span, default);

    /// <summary>LIKE with an escape character.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern"><c>%</c> stands for any text, <c>_</c> for one code point.</param>
    /// <param name="escape">
    /// One character, behind which only <c>%</c>, <c>_</c> and itself may stand, or none.
    /// </param>
    /// <param name="context">Where a bad pattern is reported.</param>
    /// <returns>Whether the whole text matches.</returns>
    public static bool LikeEscape(Utf8View text, Utf8View pattern, Utf8View escape, ScalarContext context)
    {
        if (escape.Span.IsEmpty)
        {
            return Like(text, pattern);
        }

        if (Utf8.Count(escape.Span) != 1 || !LikePattern.IsValid(pattern.Span, escape.Span))
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
            return false;
        }

        return LikePattern.Matches(text.Span, pattern.Span, escape.Span);
    }

    /// <summary>ASCII: the first byte as a signed number, 0 for the empty text.</summary>
    /// <param name="text">Text.</param>
    /// <returns>Range: -128 to 127.</returns>
    public static int Ascii(Utf8View text) => text.LengthBytes == 0 ? 0 : unchecked((sbyte)text.Span[0]);

    /// <summary>TRIM(BOTH characters FROM text), BTRIM.</summary>
    /// <param name="text">Text.</param>
    /// <param name="characters">Set of characters that go.</param>
    /// <returns>The middle part.</returns>
    public static Utf8View TrimBoth(Utf8View text, Utf8View characters) =>
        TrimTrailing(TrimLeading(text, characters), characters);

    /// <summary>TRIM(LEADING characters FROM text), LTRIM.</summary>
    /// <param name="text">Text.</param>
    /// <param name="characters">Set of characters that go.</param>
    /// <returns>The rest.</returns>
    public static Utf8View TrimLeading(Utf8View text, Utf8View characters)
    {
        ReadOnlySpan<byte> source = text.Span;
        int start = 0;
        while (start < source.Length)
        {
            int next = Utf8.Next(source, start);
            if (characters.Span.IndexOf(source[start..next]) < 0)
            {
                break;
            }

            start = next;
        }

        return Utf8.Slice(text, start, source.Length);
    }

    /// <summary>TRIM(TRAILING characters FROM text), RTRIM.</summary>
    /// <param name="text">Text.</param>
    /// <param name="characters">Set of characters that go.</param>
    /// <returns>The rest.</returns>
    public static Utf8View TrimTrailing(Utf8View text, Utf8View characters)
    {
        ReadOnlySpan<byte> source = text.Span;
        int end = source.Length;
        while (end > 0)
        {
            int start = Utf8.Previous(source, end);
            if (characters.Span.IndexOf(source[start..end]) < 0)
            {
                break;
            }

            end = start;
        }

        return Utf8.Slice(text, 0, end);
    }

    /// <summary>TRIM(x): blanks on both sides.</summary>
    /// <param name="text">Text.</param>
    /// <returns>The middle part.</returns>
    public static Utf8View TrimBlanks(Utf8View text)
    {
        ReadOnlySpan<byte> source = text.Span;
        int start = source.Length - source.TrimStart((byte)' ').Length;
        return Utf8.Slice(text, start, start + source[start..].TrimEnd((byte)' ').Length);
    }

    /// <summary>LTRIM(x): blanks in front.</summary>
    /// <param name="text">Text.</param>
    /// <returns>The rest.</returns>
    public static Utf8View TrimLeadingBlanks(Utf8View text) =>
        Utf8.Slice(text, text.LengthBytes - text.Span.TrimStart((byte)' ').Length, text.LengthBytes);

    /// <summary>RTRIM(x): blanks behind.</summary>
    /// <param name="text">Text.</param>
    /// <returns>The rest.</returns>
    public static Utf8View TrimTrailingBlanks(Utf8View text) =>
        Utf8.Slice(text, 0, text.Span.TrimEnd((byte)' ').Length);

    /// <summary>TRIM(side, characters, text) with a side that is a literal.</summary>
    /// <param name="side">BOTH, LEADING or TRAILING.</param>
    /// <param name="characters">Set of characters that go.</param>
    /// <param name="text">Text.</param>
    /// <param name="context">Where a bad side is reported.</param>
    /// <returns>What is left.</returns>
    public static Utf8View TrimSide(Utf8View side, Utf8View characters, Utf8View text, ScalarContext context)
    {
        if (side.Span.SequenceEqual("BOTH"u8))
        {
            return TrimBoth(text, characters);
        }

        if (side.Span.SequenceEqual("LEADING"u8))
        {
            return TrimLeading(text, characters);
        }

        if (!side.Span.SequenceEqual("TRAILING"u8))
        {
            Arithmetic.Guard(context).Fail(RejectReason.BadArgument);
        }

        return TrimTrailing(text, characters);
    }
}
