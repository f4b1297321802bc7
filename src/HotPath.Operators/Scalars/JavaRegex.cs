using System;
using System.Text;
using System.Text.RegularExpressions;

namespace HotPath.Operators.Scalars;

/// <summary>
/// Translates a regular expression of Java's rules to one of .NET's: \d, \w, \s and the POSIX classes are ASCII, the
/// dot stops at every line terminator, \Q..\E quotes. What cannot be translated (class unions and intersections,
/// possessive quantifiers) is refused like a malformed expression. One known difference: a dot takes one UTF-16 unit,
/// in Java a code point.
/// </summary>
internal static class JavaRegex
{
    private const string WordChars = "a-zA-Z_0-9";
    private const string SpaceChars = " \\t\\n\\x0B\\f\\r";
    private const string NotDigits = "\\u0000-/:-\\uFFFF";
    private const string NotWordChars = "\\u0000-/:-@\\[-\\^`{-\\uFFFF";
    private const string NotSpaceChars = "\\u0000-\\u0008\\u000E-\\u001F!-\\uFFFF";
    private const string HorizontalSpace = " \\t\\u00A0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000";

    internal static Regex? TryCompile(string pattern)
    {
        string? translated = Translate(pattern);
        if (translated is null)
        {
            return null;
        }

        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Translate(string pattern)
    {
        var output = new StringBuilder(pattern.Length + 16);
        bool isDotAll = pattern.Contains("(?s", StringComparison.Ordinal);
        bool isInClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\')
            {
                if (!TryEscape(pattern, ref i, isInClass, output))
                {
                    return null;
                }
            }
            else if (isInClass)
            {
                if (c == '[' || (c == '&' && i + 1 < pattern.Length && pattern[i + 1] == '&'))
                {
                    return null;
                }

                isInClass = c != ']';
                output.Append(c);
            }
            else if (c == '[')
            {
                isInClass = true;
                OpenClass(pattern, ref i, output);
            }
            else if (c == '+' && i > 0 && IsQuantifierEnd(pattern, i - 1))
            {
                return null;
            }
            else
            {
                output.Append(c == '.' && !isDotAll ? "[^\\n\\r\\u0085\\u2028\\u2029]" : c.ToString());
            }
        }

        return output.ToString();
    }

    // A bracket right behind the opening one is a literal in both languages.
    private static void OpenClass(string pattern, ref int i, StringBuilder output)
    {
        output.Append('[');
        if (i + 1 < pattern.Length && pattern[i + 1] == '^')
        {
            output.Append('^');
            i++;
        }

        if (i + 1 < pattern.Length && pattern[i + 1] == ']')
        {
            output.Append("\\]");
            i++;
        }
    }

    private static bool IsQuantifierEnd(string pattern, int at)
    {
        if (pattern[at] is not ('*' or '+' or '?' or '}'))
        {
            return false;
        }

        int slashes = 0;
        while (at - slashes > 0 && pattern[at - slashes - 1] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 0 && !(pattern[at] == '?' && at > 0 && pattern[at - 1] == '(');
    }

    private static bool TryEscape(string pattern, ref int i, bool isInClass, StringBuilder output)
    {
        if (++i == pattern.Length)
        {
            return false;
        }

        char c = pattern[i];
        switch (c)
        {
            case 'Q':
                int end = pattern.IndexOf("\\E", i, StringComparison.Ordinal);
                output.Append(Regex.Escape(pattern[(i + 1)..(end < 0 ? pattern.Length : end)]));
                i = end < 0 ? pattern.Length : end + 1;
                return !isInClass;
            case 'p' or 'P':
                return TryProperty(pattern, ref i, isInClass, output);
            case 'd' or 's' or 'w' or 'h':
                string inside = c == 'd' ? "0-9" : c == 's' ? SpaceChars : c == 'w' ? WordChars : HorizontalSpace;
                output.Append(isInClass ? inside : $"[{inside}]");
                return true;
            case 'D' or 'S' or 'W':
                string outside = c == 'D' ? NotDigits : c == 'S' ? NotSpaceChars : NotWordChars;
                output.Append(isInClass ? outside : $"[{outside}]");
                return true;
            case 'R':
                output.Append("(?:\\r\\n|[\\n\\x0B\\f\\r\\u0085\\u2028\\u2029])");
                return !isInClass;
            default:
                output.Append('\\').Append(c);
                return true;
        }
    }

    private static bool TryProperty(string pattern, ref int i, bool isInClass, StringBuilder output)
    {
        bool isNegated = pattern[i] == 'P';
        if (i + 1 == pattern.Length)
        {
            return false;
        }

        int end = pattern[i + 1] == '{' ? pattern.IndexOf('}', i) : i + 1;
        if (end < 0)
        {
            return false;
        }

        string name = pattern[i + 1] == '{' ? pattern[(i + 2)..end] : pattern[end].ToString();
        i = end;
        string? ascii = Posix(name);
        if (ascii is null)
        {
            output.Append(isNegated ? "\\P{" : "\\p{").Append(name).Append('}');
            return true;
        }

        output.Append(isInClass ? ascii : isNegated ? $"[^{ascii}]" : $"[{ascii}]");
        return !isInClass || !isNegated;
    }

    private static string? Posix(string name) => name switch
    {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "Alpha" => "a-zA-Z",
        "Digit" => "0-9",
        "Alnum" => "a-zA-Z0-9",
        "Punct" => "!-/:-@\\[-`{-~",
        "Space" => SpaceChars,
        "Blank" => " \\t",
        "XDigit" => "0-9a-fA-F",
        "Cntrl" => "\\x00-\\x1F\\x7F",
        "ASCII" => "\\x00-\\x7F",
        _ => null,
    };
}
