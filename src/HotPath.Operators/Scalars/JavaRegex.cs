using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Translates a regular expression of Java's rules to two of .NET's: one for texts without surrogate pairs, one that
/// takes a pair for the one character that it is. Classes become sets of code points, groups keep Java's numbers.
/// </summary>
/// <remarks>
/// Threading: one instance, one translation. It reads as Java's Pattern does, quirks included. A malformed expression
/// is none; what is valid in Java and not translated has a <see cref="Problem"/>.
/// </remarks>
internal sealed partial class JavaRegex
{
    private const int End = 0;
    private const int MaxDepth = 200;

    private readonly StringBuilder _plain = new();
    private readonly StringBuilder _paired = new();
    private readonly List<int> _chars = [];
    private readonly List<int> _places = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly int _allGroups;
    private int _at;
    private int _depth;
    private int _groups;
    private Flags _flags;
    private bool _isBehind;
    private bool _isSet;
    private bool _isMalformed;

    private JavaRegex(string pattern, int allGroups)
    {
        _allGroups = allGroups;
        ReadQuotes(pattern);
        Alternatives();
        Fail(_at < _chars.Count);
    }

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        DotAll = 2,
        MultiLine = 4,
        UnixLines = 8,
    }

    /// <summary>For texts without surrogate pairs.</summary>
    internal string Plain => _plain.ToString();

    /// <summary>For texts with surrogate pairs.</summary>
    internal string Paired => _paired.ToString();

    /// <summary>Whether it has neither looks around, nor back references, nor parts that never give back.</summary>
    internal bool IsRegular { get; private set; } = true;

    /// <summary>What of it is not supported, with its place and what to write instead; else empty.</summary>
    internal string Problem { get; private set; } = "";

    /// <summary>Translates an expression.</summary>
    /// <param name="pattern">Java's.</param>
    /// <returns>The translation; null for an expression that Java refuses.</returns>
    internal static JavaRegex? Translate(string pattern)
    {
        var counted = new JavaRegex(pattern, 0);
        JavaRegex translated = counted._groups == 0 ? counted : new JavaRegex(pattern, counted._groups);
        return translated._isMalformed && translated.Problem.Length == 0 ? null : translated;
    }

    // Java takes \Q..\E away first and puts a backslash before what it quoted.
    private void ReadQuotes(string pattern)
    {
        bool isQuoted = false;
        int index = 0;
        while (index < pattern.Length)
        {
            bool isMark = pattern[index] == '\\' && index + 1 < pattern.Length;
            char next = isMark ? pattern[index + 1] : default;
            if (isMark && next == (isQuoted ? 'E' : 'Q'))
            {
                isQuoted = !isQuoted;
                index += 2;
                continue;
            }

            _ = Rune.TryGetRuneAt(pattern, index, out Rune rune);
            if (isQuoted && rune.IsAscii && !char.IsAsciiLetter(pattern[index]))
            {
                Add(char.IsAsciiDigit(pattern[index]) ? "\\x3" : "\\", index);
            }
            else if (isMark && !isQuoted)
            {
                Add("\\", index++);
                _ = Rune.TryGetRuneAt(pattern, index, out rune);
            }

            _chars.Add(rune.Value);
            _places.Add(index + 1);
            index += rune.Utf16SequenceLength;
        }
    }

    private void Add(string text, int index)
    {
        foreach (char c in text)
        {
            _chars.Add(c);
            _places.Add(index + 1);
        }
    }

    private int Peek(int ahead = 0) => _at + ahead < _chars.Count ? _chars[_at + ahead] : End;

    private int Next() => _at < _chars.Count ? _chars[_at++] : End;

    private bool Take(int c)
    {
        bool isNext = _at < _chars.Count && _chars[_at] == c;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private bool Has(Flags flag) => (_flags & flag) != 0;

    private void Fail(bool isMalformed)
    {
        if (isMalformed)
        {
            _isMalformed = true;
            _at = _chars.Count;
        }
    }

    private void Refuse(int at, string construct, string instead)
    {
        if (!_isMalformed)
        {
            int place = at < _places.Count ? _places[at] : 1;
            Problem = $"{construct} at character {place} of the regular expression is not supported; {instead}";
            Fail(true);
        }
    }

    private void Append(string text)
    {
        _plain.Append(text);
        _paired.Append(text);
    }

    private void Append(CodePointSet set)
    {
        _isSet = true;
        set.AppendTo(_plain, isPaired: false);
        set.AppendTo(_paired, isPaired: true);
    }

    private void Irregular(string text)
    {
        IsRegular = false;
        Append(text);
    }

    private void Alternatives()
    {
        if (++_depth > MaxDepth)
        {
            Refuse(_at, "a group in " + MaxDepth + " others", "use fewer parentheses");
        }

        Sequence();
        while (Take('|'))
        {
            Append("|");
            Sequence();
        }

        _depth--;
    }

    private void Sequence()
    {
        while (_at < _chars.Count && Peek() is not ('|' or ')'))
        {
            int plainStart = _plain.Length;
            int pairedStart = _paired.Length;
            bool isAtom = true;
            int c = Peek();
            _isSet = false;
            if (c == '(')
            {
                isAtom = Group();
                _isSet = false;
            }
            else if (c is '*' or '+' or '?')
            {
                Fail(true);
            }
            else
            {
                Atom();
            }

            if (isAtom)
            {
                Quantifier(plainStart, pairedStart);
            }
        }
    }

    private void Atom()
    {
        int start = _at;
        int c = Next();
        switch (c)
        {
            case '{':
                // Java repeats the empty text here, if it is a count.
                _at = start;
                Append("(?:)");
                break;
            case '^':
                Begin();
                break;
            case '$':
                Finish();
                break;
            case '.':
                Append(Has(Flags.DotAll)
                    ? CodePointSet.All
                    : (Has(Flags.UnixLines) ? CodePointSet.Of('\n') : JavaProperties.LineEnds).Not());
                break;
            case '[':
                Append(Class(isNested: true));
                break;
            case '\\':
                EscapedAtom(start);
                break;
            default:
                Append(Single(c));
                break;
        }
    }

    private CodePointSet Single(int c)
    {
        CodePointSet set = CodePointSet.Of(c);
        return Has(Flags.IgnoreCase) ? set.OfBothCases() : set;
    }

    // Of several lines Java has no begin at the very end, not even of the empty text.
    private void Begin()
    {
        if (Has(Flags.MultiLine))
        {
            Irregular(Has(Flags.UnixLines)
                ? "(?<=\\A|\\n)(?!\\z)"
                : "(?<=\\A|[\\n\\u0085\\u2028\\u2029]|\\r(?!\\n))(?!\\z)");
        }
        else
        {
            Append("(?:^)");
        }
    }

    private void Finish()
    {
        if (Has(Flags.MultiLine))
        {
            Irregular(Has(Flags.UnixLines)
                ? "(?=\\n|\\z)"
                : "(?=[\\r\\u0085\\u2028\\u2029]|(?<!\\r)\\n|\\z)");
        }
        else
        {
            Append("(?:$)");
        }
    }

    private void EscapedAtom(int start)
    {
        int c = Peek();
        switch (c)
        {
            case 'A' or 'Z' or 'z' or 'B':
                _at++;
                Append($"(?:\\{(char)c})");
                break;
            case 'b':
                _at++;
                Append("(?:\\b)");
                if (Peek() == '{')
                {
                    Refuse(start, "\\b{g}", "use \\b");
                }

                break;
            case 'G':
                _at++;
                Irregular("(?:\\G)");
                break;
            case 'R':
                _at++;
                Append("(?:\\r\\n|");
                Append(JavaProperties.VerticalSpace);
                Append(")");
                _isSet = false;
                break;
            case 'X':
                Refuse(start, "\\X", "write what the characters are");
                break;
            case 'k':
                _at++;
                NamedReference();
                break;
            case >= '1' and <= '9':
                NumberedReference();
                break;
            default:
                int literal = Escape(start, isRange: false, out CodePointSet? set);
                Append(set ?? Single(literal));
                break;
        }
    }

    private void NamedReference()
    {
        Fail(!Take('<'));
        Fail(!_names.TryGetValue(Name(), out int group));
        Reference(group);
    }

    private void NumberedReference()
    {
        int group = Next() - '0';
        while (Peek() is >= '0' and <= '9' && (group * 10) + Peek() - '0' <= _groups)
        {
            group = (group * 10) + Next() - '0';
        }

        Reference(group);
    }

    // A group that is not there matches nothing.
    private void Reference(int group)
    {
        Fail(_isBehind);
        if (group > _allGroups)
        {
            Append(CodePointSet.Empty);
            return;
        }

        string number = group.ToString(CultureInfo.InvariantCulture);
        Irregular(Has(Flags.IgnoreCase) ? $"(?i:\\k<{number}>)" : $"(?:\\k<{number}>)");
    }

    private string Name()
    {
        var name = new StringBuilder();
        while (Peek() < 0x80 && char.IsAsciiLetterOrDigit((char)Peek()))
        {
            name.Append((char)Next());
        }

        Fail(name.Length == 0 || char.IsAsciiDigit(name[0]) || !Take('>'));
        return name.ToString();
    }

    /// <summary>Reads a group; false for flags, which are no atom.</summary>
    private bool Group()
    {
        int start = _at++;
        Flags flags = _flags;
        bool isBehind = _isBehind;
        if (!Take('?'))
        {
            Capture(start);
        }
        else if (!Special(start))
        {
            return false;
        }

        Alternatives();
        Fail(!Take(')'));
        Append(")");
        _flags = flags;
        _isBehind = isBehind;
        return true;
    }

    private bool Special(int start)
    {
        switch (Peek())
        {
            case ':':
                _at++;
                Append("(?:");
                return true;
            case '=' or '!' or '>':
                _isBehind &= Peek() == '>';
                Irregular($"(?{(char)Next()}");
                return true;
            case '<' when Peek(1) is '=' or '!':
                _isBehind = true;
                Irregular($"(?<{(char)Peek(1)}");
                _at += 2;
                return true;
            case '<':
                _at++;
                string name = Name();
                Capture(start);
                Fail(!_names.TryAdd(name, _groups));
                return true;
            default:
                return InlineFlags(start);
        }
    }

    // Java tries a part behind from its beginning, .NET from its end: they may capture differently.
    private void Capture(int start)
    {
        _groups++;
        Append("(");
        if (_isBehind)
        {
            Refuse(start, "a capturing group in (?<= or (?<!", "use (?: instead");
        }
    }

    private bool InlineFlags(int start)
    {
        bool isOn = true;
        while (!_isMalformed)
        {
            int c = Next();
            switch (c)
            {
                case '-':
                    Fail(!isOn);
                    isOn = false;
                    break;
                case 'i' or 's' or 'm' or 'd':
                    Flags flag = c == 'i' ? Flags.IgnoreCase
                        : c == 's' ? Flags.DotAll
                        : c == 'm' ? Flags.MultiLine
                        : Flags.UnixLines;
                    _flags = isOn ? _flags | flag : _flags & ~flag;
                    break;
                case 'u' or 'U':
                    Refuse(start, $"the flag {(char)c}", "write both cases, and categories such as \\p{L}");
                    break;
                case 'x' or 'c':
                    Refuse(start, $"the flag {(char)c}", "write the expression without it");
                    break;
                case ':':
                    Append("(?:");
                    return true;
                case ')':
                    return false;
                default:
                    Fail(true);
                    break;
            }
        }

        return false;
    }

    private void Quantifier(int plainStart, int pairedStart)
    {
        int c = Peek();
        string count;
        bool isBounded = c == '?';
        if (c is '?' or '*' or '+')
        {
            _at++;
            count = ((char)c).ToString();
        }
        else if (c == '{')
        {
            _at++;
            count = Count(out isBounded);
        }
        else
        {
            return;
        }

        // Java looks behind only for what has a longest length, which for it one repeated character has.
        bool isLong = _isSet && c is ('*' or '+') && Peek() is not ('?' or '+');
        Fail(_isBehind && !isBounded && !isLong);
        Append(count);
        if (Take('?'))
        {
            Append("?");
        }
        else if (Take('+'))
        {
            _plain.Insert(plainStart, "(?>");
            _paired.Insert(pairedStart, "(?>");
            Irregular(")");
        }
    }

    private string Count(out bool isBounded)
    {
        isBounded = true;
        int least = Number();
        int most = least;
        if (Take(','))
        {
            isBounded = Peek() != '}';
            most = isBounded ? Number() : int.MaxValue;
        }

        Fail(!Take('}') || most < least);
        return isBounded
            ? string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}")
            : string.Create(CultureInfo.InvariantCulture, $"{{{least},}}");
    }

    private int Number()
    {
        long number = 0;
        Fail(Peek() is not (>= '0' and <= '9'));
        while (Peek() is >= '0' and <= '9' && number <= int.MaxValue)
        {
            number = (number * 10) + Next() - '0';
        }

        Fail(number > int.MaxValue);
        return (int)Math.Min(number, int.MaxValue);
    }
}
