using System;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Foundation.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Regular expressions of Java's rules. A pattern is translated and compiled once per context. As in Flink a bad
/// pattern is no failure: REGEXP gives FALSE, the others NULL.
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
    public static bool IsFound(Utf8View text, Utf8View pattern, ScalarContext context) =>
        pattern.LengthBytes > 0
        && Arithmetic.Guard(context).Expressions.Get(pattern) is { } regex
        && regex.IsMatch(Decode(text, context));

    /// <summary>REGEXP_EXTRACT(text, pattern).</summary>
    /// <param name="text">Text.</param>
    /// <param name="pattern">Pattern.</param>
    /// <param name="context">Compiled patterns and scratch memory.</param>
    /// <returns>The first match, or NULL.</returns>
    public static Utf8View? Extract(Utf8View text, Utf8View pattern, ScalarContext context)
    {
        if (Arithmetic.Guard(context).Expressions.Get(pattern) is not { } regex)
        {
            return null;
        }

        ReadOnlySpan<char> chars = Decode(text, context);
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

        if (Arithmetic.Guard(context).Expressions.Get(pattern) is not { } regex)
        {
            return null;
        }

        ReadOnlySpan<char> chars = Decode(text, context);
        if (!regex.IsMatch(chars))
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
        if (Arithmetic.Guard(context).Expressions.Get(pattern) is not { } regex)
        {
            return null;
        }

        ReadOnlySpan<char> chars = Decode(text, context);
        long matches = regex.Count(chars);
        long bound = text.LengthBytes + (matches * replacement.LengthBytes);
        if (matches == 0 || !TextFunctions.TryTake(bound, context, out Span<byte> target, out Utf8View result))
        {
            return text;
        }

        int length = 0;
        int from = 0;
        foreach (ValueMatch match in regex.EnumerateMatches(chars))
        {
            length += Encoding.UTF8.GetBytes(chars[from..match.Index], target[length..]);
            replacement.Span.CopyTo(target[length..]);
            length += replacement.LengthBytes;
            from = match.Index + match.Length;
        }

        length += Encoding.UTF8.GetBytes(chars[from..], target[length..]);
        return new Utf8View(result.Address, length);
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
