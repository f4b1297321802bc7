using System;

namespace HotPath.Operators.Scalars;

/// <summary>
/// LIKE by greedy matching: on a mismatch the last <c>%</c> takes one more character. No pattern is compiled, nothing
/// allocates; the worst case is the product of both lengths.
/// </summary>
internal static class LikePattern
{
    internal static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> escape)
    {
        int t = 0;
        int p = 0;
        int retryText = 0;
        int retryPattern = -1;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%' && !IsEscape(pattern, p, escape))
            {
                retryPattern = ++p;
                retryText = t;
            }
            else if (TryStep(text, pattern, escape, ref t, ref p))
            {
                continue;
            }
            else if (retryPattern >= 0)
            {
                retryText = Utf8.Next(text, retryText);
                t = retryText;
                p = retryPattern;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '%' && !IsEscape(pattern, p, escape))
        {
            p++;
        }

        return p == pattern.Length;
    }

    internal static bool IsValid(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> escape)
    {
        int at = 0;
        while (at < pattern.Length)
        {
            if (IsEscape(pattern, at, escape))
            {
                at += escape.Length;
                bool isEnd = at == pattern.Length;
                if (isEnd || (pattern[at] is not ((byte)'%' or (byte)'_') && !IsEscape(pattern, at, escape)))
                {
                    return false;
                }
            }

            at = Utf8.Next(pattern, at);
        }

        return true;
    }

    private static bool TryStep(
        ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> escape, ref int t, ref int p)
    {
        if (p == pattern.Length)
        {
            return false;
        }

        bool isEscaped = IsEscape(pattern, p, escape);
        int at = isEscaped ? p + escape.Length : p;
        if (!isEscaped && pattern[at] == '_')
        {
            t = Utf8.Next(text, t);
            p = at + 1;
            return true;
        }

        if (pattern[at] != text[t])
        {
            return false;
        }

        t++;
        p = at + 1;
        return true;
    }

    private static bool IsEscape(ReadOnlySpan<byte> pattern, int at, ReadOnlySpan<byte> escape) =>
        escape.Length > 0 && pattern[at..].StartsWith(escape);
}
