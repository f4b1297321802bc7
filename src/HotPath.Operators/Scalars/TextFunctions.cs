using System;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Functions that build or cut text. Positions and lengths count code points, from 1. A result that is part of an
/// argument is a view of it; others lie in the context's scratch memory.
/// </summary>
/// <remarks>Threading: by their context. Source: specs/flink-semantics.md 2.9.</remarks>
public static class TextFunctions
{
    // Larger results fail the row: no frame could hold them.
    private const long MaxResultBytes = 16 * 1024 * 1024;

    /// <summary><c>||</c>, and CONCAT of two.</summary>
    /// <param name="left">First part.</param>
    /// <param name="right">Second part.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>Both in one.</returns>
    public static Utf8View Concat(Utf8View left, Utf8View right, ScalarContext context)
    {
        if (!TryTake((long)left.LengthBytes + right.LengthBytes, context, out Span<byte> target, out Utf8View result))
        {
            return result;
        }

        left.Span.CopyTo(target);
        right.Span.CopyTo(target[left.LengthBytes..]);
        return result;
    }

    /// <summary>CHAR_LENGTH.</summary>
    /// <param name="text">Text.</param>
    /// <returns>Unit: code points.</returns>
    public static int CharLength(Utf8View text) => Utf8.Count(text.Span);

    /// <summary>SUBSTRING(text, start, length).</summary>
    /// <param name="text">Text.</param>
    /// <param name="start">From 1; 0 counts as 1, negative from the end.</param>
    /// <param name="length">Unit: code points.</param>
    /// <returns>The part, empty outside of the text; NULL for a negative length.</returns>
    public static Utf8View? Substring(Utf8View text, int start, int length) =>
        length < 0 ? null : Part(text, start, length);

    /// <summary>SUBSTRING(text, start).</summary>
    /// <param name="text">Text.</param>
    /// <param name="start">From 1; 0 counts as 1, negative from the end.</param>
    /// <returns>The part, empty outside of the text.</returns>
    public static Utf8View SubstringFrom(Utf8View text, int start) => Part(text, start, int.MaxValue);

    /// <summary>LEFT.</summary>
    /// <param name="text">Text.</param>
    /// <param name="length">Unit: code points; negative counts as 0.</param>
    /// <returns>The first characters.</returns>
    public static Utf8View Left(Utf8View text, int length) => Part(text, 1, Math.Max(length, 0));

    /// <summary>RIGHT.</summary>
    /// <param name="text">Text.</param>
    /// <param name="length">Unit: code points; negative counts as 0.</param>
    /// <returns>The last characters.</returns>
    public static Utf8View Right(Utf8View text, int length)
    {
        int skip = Math.Max(0, Utf8.Count(text.Span) - Math.Max(length, 0));
        return Utf8.Slice(text, Utf8.Offset(text.Span, skip), text.LengthBytes);
    }

    /// <summary>LPAD.</summary>
    /// <param name="text">Text.</param>
    /// <param name="length">Unit: code points.</param>
    /// <param name="pad">What is repeated in front.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>Exactly so many characters; NULL for a negative length or an empty pad.</returns>
    public static Utf8View? PadLeft(Utf8View text, int length, Utf8View pad, ScalarContext context) =>
        Pad(text, length, pad, isLeft: true, context);

    /// <summary>RPAD.</summary>
    /// <param name="text">Text.</param>
    /// <param name="length">Unit: code points.</param>
    /// <param name="pad">What is repeated behind.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>Exactly so many characters; NULL for a negative length or an empty pad.</returns>
    public static Utf8View? PadRight(Utf8View text, int length, Utf8View pad, ScalarContext context) =>
        Pad(text, length, pad, isLeft: false, context);

    /// <summary>REPEAT.</summary>
    /// <param name="text">Text.</param>
    /// <param name="count">How often; not above 0 gives the empty text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text so often.</returns>
    public static Utf8View Repeat(Utf8View text, int count, ScalarContext context)
    {
        if (TryTake((long)text.LengthBytes * Math.Max(count, 0), context, out Span<byte> target, out Utf8View result))
        {
            Fill(target, text.Span);
        }

        return result;
    }

    /// <summary>REVERSE, by code points.</summary>
    /// <param name="text">Text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The characters in reverse order.</returns>
    public static Utf8View Reverse(Utf8View text, ScalarContext context)
    {
        ReadOnlySpan<byte> source = text.Span;
        if (TryTake(source.Length, context, out Span<byte> target, out Utf8View result))
        {
            int at = 0;
            while (at < source.Length)
            {
                int next = Utf8.Next(source, at);
                source[at..next].CopyTo(target[(source.Length - next)..]);
                at = next;
            }
        }

        return result;
    }

    /// <summary>REPLACE. An empty search text is found before every character and at the end, as in Java.</summary>
    /// <param name="text">Text.</param>
    /// <param name="search">What is replaced.</param>
    /// <param name="replacement">By what.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The text with every occurrence replaced.</returns>
    public static Utf8View Replace(Utf8View text, Utf8View search, Utf8View replacement, ScalarContext context)
    {
        ReadOnlySpan<byte> source = text.Span;
        int count = search.LengthBytes == 0 ? Utf8.Count(source) + 1 : source.Count(search.Span);
        if (count == 0)
        {
            return text;
        }

        long length = source.Length + ((long)count * (replacement.LengthBytes - search.LengthBytes));
        if (!TryTake(length, context, out Span<byte> target, out Utf8View result))
        {
            return result;
        }

        for (int i = 0; i < count; i++)
        {
            int kept = search.LengthBytes == 0 ? (i == 0 ? 0 : Utf8.Next(source, 0)) : source.IndexOf(search.Span);
            source[..kept].CopyTo(target);
            replacement.Span.CopyTo(target[kept..]);
            target = target[(kept + replacement.LengthBytes)..];
            source = source[(kept + search.LengthBytes)..];
        }

        source.CopyTo(target);
        return result;
    }

    /// <summary>OVERLAY(text PLACING replacement FROM start FOR length).</summary>
    /// <param name="text">Text.</param>
    /// <param name="replacement">What is placed.</param>
    /// <param name="start">From 1; outside of the text changes nothing.</param>
    /// <param name="length">Characters that go; not above 0 drops the whole rest, as in Flink.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The changed text.</returns>
    public static Utf8View Overlay(Utf8View text, Utf8View replacement, int start, int length, ScalarContext context)
    {
        ReadOnlySpan<byte> source = text.Span;
        int characters = Utf8.Count(source);
        if (start <= 0 || start > characters)
        {
            return text;
        }

        ReadOnlySpan<byte> head = source[..Utf8.Offset(source, start - 1)];
        ReadOnlySpan<byte> tail = length > 0 && (long)start + length <= characters
            ? source[Utf8.Offset(source, start - 1 + length)..]
            : default;
        long resultBytes = (long)head.Length + replacement.LengthBytes + tail.Length;
        if (TryTake(resultBytes, context, out Span<byte> target, out Utf8View result))
        {
            head.CopyTo(target);
            replacement.Span.CopyTo(target[head.Length..]);
            tail.CopyTo(target[(head.Length + replacement.LengthBytes)..]);
        }

        return result;
    }

    /// <summary>OVERLAY(text PLACING replacement FROM start): as many characters go as come.</summary>
    /// <param name="text">Text.</param>
    /// <param name="replacement">What is placed.</param>
    /// <param name="start">From 1; outside of the text changes nothing.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>The changed text.</returns>
    public static Utf8View OverlayFrom(Utf8View text, Utf8View replacement, int start, ScalarContext context) =>
        Overlay(text, replacement, start, Utf8.Count(replacement.Span), context);

    /// <summary>CHR: the character of the lowest byte, as Latin-1.</summary>
    /// <param name="code">Any number; negative gives the empty text.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>One character or none.</returns>
    public static Utf8View Chr(long code, ScalarContext context)
    {
        int low = (int)(code & 0xFF);
        if (code < 0 || !TryTake(low < 0x80 ? 1 : 2, context, out Span<byte> target, out Utf8View result))
        {
            return default;
        }

        _ = new System.Text.Rune(low).EncodeToUtf8(target);
        return result;
    }

    /// <summary>CHAR(n): cut or padded with blanks to its length.</summary>
    /// <param name="text">Text.</param>
    /// <param name="length">Unit: code points.</param>
    /// <param name="context">Scratch memory.</param>
    /// <returns>Exactly so many characters.</returns>
    public static Utf8View ToChar(Utf8View text, int length, ScalarContext context)
    {
        int missing = length - Utf8.Count(text.Span);
        if (missing <= 0)
        {
            return Cut(text, length);
        }

        if (TryTake((long)text.LengthBytes + missing, context, out Span<byte> target, out Utf8View result))
        {
            text.Span.CopyTo(target);
            target[text.LengthBytes..].Fill((byte)' ');
        }

        return result;
    }

    /// <summary>VARCHAR(n): cut to its length.</summary>
    /// <param name="text">Text.</param>
    /// <param name="length">Unit: code points.</param>
    /// <returns>At most so many characters.</returns>
    public static Utf8View Cut(Utf8View text, int length) => text.LengthBytes <= length ? text : Part(text, 1, length);

    internal static bool TryTake(long lengthBytes, ScalarContext context, out Span<byte> target, out Utf8View result)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (lengthBytes > MaxResultBytes)
        {
            context.Fail(RejectReason.TooLarge);
            target = default;
            result = default;
            return false;
        }

        nint address = context.Scratch.Take((int)lengthBytes);
        target = Raw.WritableSpan(address, (int)lengthBytes);
        result = new Utf8View(address, (int)lengthBytes);
        return true;
    }

    private static Utf8View Part(Utf8View text, int start, int length)
    {
        ReadOnlySpan<byte> source = text.Span;
        int skip = start > 0 ? start - 1 : start == 0 ? 0 : Utf8.Count(source) + start;
        if (skip < 0)
        {
            return Utf8.Slice(text, 0, 0);
        }

        int from = Utf8.Offset(source, skip);
        return Utf8.Slice(text, from, from + Utf8.Offset(source[from..], length));
    }

    private static Utf8View? Pad(Utf8View text, int length, Utf8View pad, bool isLeft, ScalarContext context)
    {
        if (length < 0 || pad.LengthBytes == 0)
        {
            return null;
        }

        int missing = length - Utf8.Count(text.Span);
        if (missing <= 0)
        {
            return Part(text, 1, length);
        }

        int padCharacters = Utf8.Count(pad.Span);
        long padBytes = ((long)(missing / padCharacters) * pad.LengthBytes)
            + Utf8.Offset(pad.Span, missing % padCharacters);
        if (TryTake(text.LengthBytes + padBytes, context, out Span<byte> target, out Utf8View result))
        {
            text.Span.CopyTo(target[(isLeft ? (int)padBytes : 0)..]);
            Fill(target.Slice(isLeft ? 0 : text.LengthBytes, (int)padBytes), pad.Span);
        }

        return result;
    }

    private static void Fill(Span<byte> target, ReadOnlySpan<byte> part)
    {
        while (target.Length > 0)
        {
            int length = Math.Min(part.Length, target.Length);
            part[..length].CopyTo(target);
            target = target[length..];
        }
    }
}
