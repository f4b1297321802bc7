using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace HotPath.Operators.Scalars;

/// <summary>A set of code points, and how .NET's regular expressions say it.</summary>
/// <remarks>Threading: immutable.</remarks>
internal sealed class CodePointSet
{
    private const int End = 0x110000;
    private const int FirstAstral = 0x10000;
    private const int FirstSurrogate = 0xD800;
    private const int FirstLow = 0xDC00;
    private const int EndOfSurrogates = 0xE000;

    // Where membership changes, ascending, from outside at 0: in, out, in, out.
    private readonly int[] _bounds;

    private CodePointSet(int[] bounds) => _bounds = bounds;

    internal static CodePointSet Empty { get; } = new([]);

    internal static CodePointSet All { get; } = new([0, End]);

    internal static CodePointSet Range(int first, int last) => new([first, last + 1]);

    internal static CodePointSet Of(params ReadOnlySpan<int> codePoints)
    {
        CodePointSet set = Empty;
        foreach (int codePoint in codePoints)
        {
            set = set.Or(Range(codePoint, codePoint));
        }

        return set;
    }

    internal static CodePointSet OfCategories(Func<UnicodeCategory, bool> isMember)
    {
        var bounds = new List<int>();
        for (int codePoint = 0; codePoint < End; codePoint++)
        {
            if (isMember(CharUnicodeInfo.GetUnicodeCategory(codePoint)) == (bounds.Count % 2 == 0))
            {
                bounds.Add(codePoint);
            }
        }

        return Closed(bounds);
    }

    internal CodePointSet Not() => _bounds is [0, ..] ? Closed(_bounds[1..]) : Closed([0, .. _bounds]);

    internal CodePointSet Or(CodePointSet other) => Combine(other, static (a, b) => a || b);

    internal CodePointSet And(CodePointSet other) => Combine(other, static (a, b) => a && b);

    /// <summary>With each ASCII letter also the same of the other case.</summary>
    internal CodePointSet OfBothCases()
    {
        CodePointSet lower = And(Range('a', 'z')).Shift('A' - 'a');
        CodePointSet upper = And(Range('A', 'Z')).Shift('a' - 'A');
        return Or(lower).Or(upper);
    }

    /// <summary>Writes what matches one member.</summary>
    /// <param name="output">Target.</param>
    /// <param name="isPaired">For texts with surrogate pairs; else for texts without.</param>
    internal void AppendTo(StringBuilder output, bool isPaired)
    {
        CodePointSet units = And(Range(0, FirstAstral - 1));
        CodePointSet astral = isPaired ? And(Range(FirstAstral, End - 1)) : Empty;
        units = isPaired ? units.And(Range(FirstSurrogate, EndOfSurrogates - 1).Not()) : units;
        if (astral._bounds.Length == 0)
        {
            AppendClass(output, units);
            return;
        }

        output.Append("(?:");
        if (units._bounds.Length > 0)
        {
            AppendClass(output, units);
            output.Append('|');
        }

        AppendPairs(output, astral);
        output.Append(')');
    }

    internal static void AppendUnit(StringBuilder output, int unit)
    {
        if (unit < 0x80 && char.IsAsciiLetterOrDigit((char)unit))
        {
            output.Append((char)unit);
        }
        else
        {
            output.Append("\\u").Append(unit.ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    private static CodePointSet Closed(IReadOnlyList<int> bounds) =>
        bounds.Count % 2 == 0
            ? new CodePointSet([.. bounds])
            : bounds[^1] == End ? new CodePointSet([.. bounds.SkipLast(1)]) : new CodePointSet([.. bounds, End]);

    // The shorter of the class and its complement: .NET searches for a few characters faster than for ranges.
    private static void AppendClass(StringBuilder output, CodePointSet units)
    {
        CodePointSet others = units.Not().And(Range(0, FirstAstral - 1));
        bool isShorter = others._bounds.Length > 0 && others._bounds.Length < units._bounds.Length;
        bool isNegated = isShorter || units._bounds.Length == 0;
        int[] bounds = isNegated ? others._bounds : units._bounds;
        output.Append(isNegated ? "[^" : "[");
        for (int i = 0; i < bounds.Length; i += 2)
        {
            AppendRange(output, bounds[i], bounds[i + 1] - 1);
        }

        output.Append(']');
    }

    private static void AppendRange(StringBuilder output, int first, int last)
    {
        AppendUnit(output, first);
        if (last > first)
        {
            output.Append('-');
            AppendUnit(output, last);
        }
    }

    // First units with the same second units go together.
    private static void AppendPairs(StringBuilder output, CodePointSet astral)
    {
        var highsOfLows = new Dictionary<string, CodePointSet>(StringComparer.Ordinal);
        for (int high = High(FirstAstral); high <= High(End - 1); high++)
        {
            int first = FirstAstral + ((high - FirstSurrogate) << 10);
            CodePointSet lows = astral.And(Range(first, first + 0x3FF)).Shift(FirstLow - first);
            if (lows._bounds.Length > 0)
            {
                var text = new StringBuilder();
                AppendClass(text, lows);
                highsOfLows[text.ToString()] =
                    highsOfLows.GetValueOrDefault(text.ToString(), Empty).Or(Range(high, high));
            }
        }

        string separator = "";
        foreach ((string lows, CodePointSet highs) in highsOfLows)
        {
            output.Append(separator);
            AppendClass(output, highs);
            output.Append(lows);
            separator = "|";
        }
    }

    private static int High(int codePoint) => FirstSurrogate + ((codePoint - FirstAstral) >> 10);

    private CodePointSet Shift(int distance) => new([.. _bounds.Select(b => b + distance)]);

    private CodePointSet Combine(CodePointSet other, Func<bool, bool, bool> isMember)
    {
        var bounds = new List<int>();
        int a = 0;
        int b = 0;
        while (a < _bounds.Length || b < other._bounds.Length)
        {
            int at = Math.Min(
                a < _bounds.Length ? _bounds[a] : End, b < other._bounds.Length ? other._bounds[b] : End);
            a += a < _bounds.Length && _bounds[a] == at ? 1 : 0;
            b += b < other._bounds.Length && other._bounds[b] == at ? 1 : 0;
            if (isMember(a % 2 == 1, b % 2 == 1) == (bounds.Count % 2 == 0))
            {
                bounds.Add(at);
            }
        }

        return Closed(bounds);
    }
}
