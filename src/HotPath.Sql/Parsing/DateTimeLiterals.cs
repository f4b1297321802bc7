using System;
using System.Globalization;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>DATE, TIME and TIMESTAMP literals, checked here so that a wrong one has a place.</summary>
internal static class DateTimeLiterals
{
    /// <summary>Reads the quoted part behind the type's word.</summary>
    /// <param name="tokens">Tokens; the current one is the text.</param>
    /// <param name="word">DATE, TIME or TIMESTAMP.</param>
    /// <returns>The literal.</returns>
    public static LiteralExpression Read(TokenStream tokens, Token word)
    {
        Token value = tokens.Take();
        (LiteralKind kind, string form) = word.Keyword switch
        {
            "DATE" => (LiteralKind.Date, "yyyy-MM-dd"),
            "TIME" => (LiteralKind.Time, "HH:mm:ss"),
            _ => (LiteralKind.Timestamp, "yyyy-MM-dd HH:mm:ss.SSS"),
        };
        string text = value.Text.Trim();
        if (!IsGood(kind, text, out int fractionDigits))
        {
            string shown = SyntaxMessages.Cut(value.Text);
            tokens.Error(value, $"'{shown}' is not a {word.Keyword}; write it as {word.Keyword} '{form}'");
        }
        else if (fractionDigits > 3)
        {
            tokens.Refuse(value, "times finer than a millisecond");
        }

        return new LiteralExpression(word.Place, kind, text);
    }

    private static bool IsGood(LiteralKind kind, string text, out int fractionDigits)
    {
        fractionDigits = 0;
        if (kind == LiteralKind.Date)
        {
            return IsDate(text);
        }

        if (kind == LiteralKind.Time)
        {
            return IsTime(text, out fractionDigits);
        }

        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && IsDate(text.AsSpan(0, blank)) && IsTime(text.AsSpan(blank + 1), out fractionDigits);
    }

    private static bool IsDate(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        return text.Split(parts, '-') == 3
            && TryNumber(text[parts[0]], 4, out int year)
            && TryNumber(text[parts[1]], 2, out int month)
            && TryNumber(text[parts[2]], 2, out int day)
            && year >= 1
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool IsTime(ReadOnlySpan<char> text, out int fractionDigits)
    {
        int point = text.IndexOf('.');
        ReadOnlySpan<char> fraction = point < 0 ? default : text[(point + 1)..];
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        fractionDigits = fraction.TrimEnd('0').Length;
        Span<Range> parts = stackalloc Range[4];
        return whole.Split(parts, ':') == 3
            && TryNumber(whole[parts[0]], 2, out int hour)
            && TryNumber(whole[parts[1]], 2, out int minute)
            && TryNumber(whole[parts[2]], 2, out int second)
            && hour < 24
            && minute < 60
            && second < 60
            && (point < 0 || TryNumber(fraction, 9, out _));
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int digitsMax, out int number)
    {
        number = 0;
        return text.Length <= digitsMax
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
