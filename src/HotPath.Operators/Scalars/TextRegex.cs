using System;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Dataflow.Ports;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Regular expressions of Java's rules. A pattern is translated and compiled once per context. As in Flink a bad
/// pattern is no failure: REGEXP gives FALSE, the others NULL. One that is good in Java and cannot be translated fails
/// the row; a literal is refused before, when the query is compiled.
/// </summary>
/// <remarks>
/// Threading: by their context. REGEXP, REGEXP_REPLACE and REGEXP_EXTRACT of the whole match allocate nothing;
/// REGEXP_EXTRACT of a group allocates .NET's match. Source: specs/flink-semantics.md 2.9.
/// </remarks>
public static class TextRegex
{
    /// <summary>REGEXP: whether the pattern is found.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern; the empty one is never found.</param>
    /// <param name="context">Compiled patterns.</param>
    /// <returns>Whether a part of the text matches.</returns>
    public static bool IsFound(Utf8View text, Utf8View pattern, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<char> chars = Decode(text, context);
        return pattern.LengthBytes > 0 && RegexOf(pattern, chars, context) is { } regex && regex.IsMatch(chars);
    }

    /// <summary>REGEXP_EXTRACT(text, pattern).</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The first match, or NULL.</returns>
    public static Utf8View? Extract(Utf8View text, Utf8View pattern, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<char> chars = Decode(text, context);
        if (RegexOf(pattern, chars, context) is not { } regex)
        {
            return null;
        }

        foreach (ValueMatch match in regex.EnumerateMatches(chars))
        {
            return Encode(chars.Slice(match.Index, match.Length), context);
        }

        return null;
    }

    /// <summary>REGEXP_EXTRACT(text, pattern, group).</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern.</param>
    /// <param name="group">0 for the whole match, or the number of a group.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>
    /// The group of the first match; NULL without a match, or when there is no such group or it took no part.
    /// </returns>
    public static Utf8View? ExtractGroup(Utf8View text, Utf8View pattern, int group, ScalarContext context)
    {
        if (group == 0)
        {
            return Extract(text, pattern, context);
        }

        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<char> chars = Decode(text, context);
        if (RegexOf(pattern, chars, context) is not { } regex || !regex.IsMatch(chars))
        {
            return null;
        }

        Match match = regex.Match(chars.ToString());
        Group found = match.Groups[group];
        return found.Success ? Encode(chars.Slice(found.Index, found.Length), context) : null;
    }

    /// <summary>REGEXP_REPLACE: every match replaced by a text that is taken literally.</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern.</param>
    /// <param name="replacement">By what.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The changed text; NULL for a bad pattern.</returns>
    public static Utf8View? Replace(Utf8View text, Utf8View pattern, Utf8View replacement, ScalarContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<char> chars = Decode(text, context);
        if (RegexOf(pattern, chars, context) is not { } regex)
        {
            return null;
        }

        long lengthBytes = 0;
        int matches = 0;
        int from = 0;
        foreach (ValueMatch match in regex.EnumerateMatches(chars))
        {
            // .NET gives such a match for a few lazy loops in loops that never give back.
            if (match.Index < from || match.Length < 0)
            {
                context.Fail(RejectReason.BadArgument);
                return null;
            }

            if (!IsInPair(chars, match))
            {
                lengthBytes += Encoding.UTF8.GetByteCount(chars[from..match.Index]) + replacement.LengthBytes;
                from = match.Index + match.Length;
                matches++;
            }
        }

        lengthBytes += Encoding.UTF8.GetByteCount(chars[from..]);
        if (matches == 0 || !TextFunctions.TryTake(lengthBytes, context, out Span<byte> target, out Utf8View result))
        {
            return text;
        }

        from = 0;
        foreach (ValueMatch match in regex.EnumerateMatches(chars))
        {
            if (!IsInPair(chars, match))
            {
                target = target[Encoding.UTF8.GetBytes(chars[from..match.Index], target)..];
                replacement.Span.CopyTo(target);
                target = target[replacement.LengthBytes..];
                from = match.Index + match.Length;
            }
        }

        _ = Encoding.UTF8.GetBytes(chars[from..], target);
        return result;
    }

    // Nothing matches between the halves of a character.
    private static bool IsInPair(ReadOnlySpan<char> chars, ValueMatch match) =>
        match.Length == 0
        && match.Index > 0
        && match.Index < chars.Length
        && char.IsSurrogatePair(chars[match.Index - 1], chars[match.Index]);

    private static Regex? RegexOf(Utf8View pattern, ReadOnlySpan<char> text, ScalarContext context)
    {
        if (context.Expressions.Get(pattern) is not { } known)
        {
            return null;
        }

        if (known.Problem.Length > 0)
        {
            context.Fail(RejectReason.BadArgument);
            return null;
        }

        return known.For(text);
    }

    private static ReadOnlySpan<char> Decode(Utf8View text, ScalarContext context)
    {
        Span<char> chars = context.Chars(text.LengthBytes);
        return chars[..Encoding.UTF8.GetChars(text.Span, chars)];
    }

    private static Utf8View Encode(ReadOnlySpan<char> chars, ScalarContext context)
    {
        return TextFunctions.TryTake(
            Encoding.UTF8.GetByteCount(chars), context, out Span<byte> target, out Utf8View result)
            && Encoding.UTF8.GetBytes(chars, target) >= 0
                ? result
                : default;
    }
}
