using System;
using System.Text;

namespace HotPath.Operators.Scalars;

/// <summary>Classes and escapes of Java's regular expressions.</summary>
internal sealed partial class JavaRegex
{
    /// <summary>Reads a class behind its bracket, or a part of an intersection up to its end.</summary>
    private CodePointSet Class(bool isNested)
    {
        CodePointSet? set = null;
        bool isNegated = isNested && Take('^');
        if (++_depth > MaxDepth)
        {
            Refuse(_at, "a class in " + MaxDepth + " others", "use fewer brackets");
        }

        while (_at < _chars.Count)
        {
            if (Peek() == ']' && set is not null)
            {
                _at += isNested ? 1 : 0;
                _depth--;
                return isNegated ? set.Not() : set;
            }

            if (Take('['))
            {
                set = Union(set, Class(isNested: true));
            }
            else if (Peek() == '&' && Peek(1) == '&')
            {
                _at += 2;
                set = Intersection(set);
            }
            else
            {
                set = Union(set, ClassRange());
            }
        }

        Fail(true);
        return CodePointSet.Empty;
    }

    private CodePointSet Intersection(CodePointSet? left)
    {
        CodePointSet? right = null;
        while (_at < _chars.Count && Peek() is not (']' or '&'))
        {
            right = Union(right, Class(isNested: Take('[')));
        }

        Fail(left is null && right is null);
        return left is null ? right ?? CodePointSet.Empty : right is null ? left : left.And(right);
    }

    private static CodePointSet Union(CodePointSet? left, CodePointSet right) => left?.Or(right) ?? right;

    private CodePointSet ClassRange()
    {
        int start = _at;
        int first = Next();
        if (first == '\\')
        {
            // The end of a range stands behind a minus: \v means one character there.
            first = Escape(start, Peek(1) == '-', out CodePointSet? set);
            if (set is not null)
            {
                return set;
            }
        }

        if (Peek() != '-' || Peek(1) is '[' or ']' or End)
        {
            return Single(first);
        }

        _at++;
        start = _at;
        int last = Next();
        if (last == '\\')
        {
            last = Escape(start, isRange: true, out CodePointSet? set);
            last = set is null ? last : -1;
        }

        if (last < first)
        {
            Fail(true);
            return CodePointSet.Empty;
        }

        CodePointSet range = CodePointSet.Range(first, last);
        return Has(Flags.IgnoreCase) ? range.OfBothCases() : range;
    }

    /// <summary>Reads an escape behind its backslash: one character, or a set.</summary>
    private int Escape(int start, bool isRange, out CodePointSet? set)
    {
        int c = Next();
        set = c == 'v' && isRange ? null : ClassOf(c);
        if (set is not null)
        {
            return -1;
        }

        switch (c)
        {
            case 'p' or 'P':
                set = Property(start, c == 'P');
                return -1;
            case '0':
                return Octal();
            case 'a':
                return 7;
            case 'c':
                Fail(_at == _chars.Count);
                return Next() ^ 64;
            case 'e':
                return 27;
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'u':
                return Unicode();
            case 'x':
                return Hexadecimal();
            case 'N':
                Refuse(start, "\\N{...}", "write the character itself");
                return 0;
            default:
                Fail(c == End || (c < 0x80 && char.IsAsciiLetterOrDigit((char)c)));
                return c;
        }
    }

    private static CodePointSet? ClassOf(int c) => c switch
    {
        'd' => JavaProperties.Digit,
        'D' => JavaProperties.Digit.Not(),
        's' => JavaProperties.Space,
        'S' => JavaProperties.Space.Not(),
        'w' => JavaProperties.Word,
        'W' => JavaProperties.Word.Not(),
        'h' => JavaProperties.HorizontalSpace,
        'H' => JavaProperties.HorizontalSpace.Not(),
        'v' => JavaProperties.VerticalSpace,
        'V' => JavaProperties.VerticalSpace.Not(),
        _ => null,
    };

    private int Octal()
    {
        Fail(Peek() is not (>= '0' and <= '7'));
        int value = Next() - '0';
        int digits = value <= 3 ? 3 : 2;
        for (int i = 1; i < digits && Peek() is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + Next() - '0';
        }

        return value;
    }

    private int Unicode()
    {
        int unit = Digits(4);
        int after = _at;
        if (!char.IsHighSurrogate((char)unit) || !Take('\\') || !Take('u'))
        {
            _at = after;
            return unit;
        }

        int low = Digits(4);
        if (char.IsLowSurrogate((char)low))
        {
            return char.ConvertToUtf32((char)unit, (char)low);
        }

        _at = _isMalformed ? _at : after;
        return unit;
    }

    private int Hexadecimal()
    {
        if (!Take('{'))
        {
            return Digits(2);
        }

        int value = Digits(1);
        while (!_isMalformed && Peek() != '}')
        {
            value = (value * 16) + Digits(1);
            Fail(value > 0x10FFFF);
        }

        Fail(!Take('}'));
        return value;
    }

    private int Digits(int count)
    {
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            int c = Next();
            Fail(c >= 0x80 || !char.IsAsciiHexDigit((char)c));
            value = (value * 16) + (_isMalformed ? 0 : Convert.ToInt32(((char)c).ToString(), 16));
        }

        return value;
    }

    private CodePointSet Property(int start, bool isNegated)
    {
        bool isLong = Take('{');
        var text = new StringBuilder();
        while (_at < _chars.Count && (isLong ? Peek() != '}' : text.Length == 0))
        {
            text.Append(char.ConvertFromUtf32(Next()));
        }

        Fail(text.Length == 0 || (isLong && !Take('}')));
        string name = text.ToString();
        bool isElsewhere = name.StartsWith("Is", StringComparison.Ordinal)
            || name.StartsWith("In", StringComparison.Ordinal)
            || name.StartsWith("java", StringComparison.Ordinal)
            || name.Contains('=', StringComparison.Ordinal);
        string category = name.StartsWith("Is", StringComparison.Ordinal)
            ? name[2..]
            : name.Split('=') is ["gc" or "general_category", string value] ? value : name;
        CodePointSet? set = category == name ? JavaProperties.Find(name) : JavaProperties.Category(category);
        if (set is null && isElsewhere)
        {
            Refuse(start, $"\\p{{{name}}}", "use a category such as \\p{L}, or a range of characters");
        }
        else if (Has(Flags.IgnoreCase) && category is ("Lower" or "Upper" or "Lu" or "Ll" or "Lt"))
        {
            Refuse(start, $"\\p{{{name}}} under the flag i", "use \\p{Alpha} or \\p{L}");
        }

        Fail(set is null);
        return set is null ? CodePointSet.Empty : isNegated ? set.Not() : set;
    }
}
