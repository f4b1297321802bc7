using System;
using System.Globalization;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Parsing;

/// <summary>
/// INTERVAL literals: <c>'10' SECOND</c>, <c>'1:30' MINUTE TO SECOND</c>, <c>'1-2' YEAR TO MONTH</c>, <c>5 DAY</c>. The
/// leading number has two digits unless the unit says otherwise, as in Flink: <c>INTERVAL '100' SECOND(3)</c>.
/// </summary>
/// <remarks>Source: specs/flink-semantics.md 2.10; the limit of two digits was seen on Flink 2.3.0.</remarks>
internal static class IntervalParser
{
    private const int LeadingDigits = 2;
    private const int LeadingDigitsMax = 10;

    /// <summary>Reads a literal at the word INTERVAL.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="isNegative">Whether a minus stands before the word.</param>
    /// <returns>The literal in milliseconds or months.</returns>
    public static LiteralExpression Read(TokenStream tokens, bool isNegative)
    {
        SourcePlace place = tokens.Place;
        tokens.Expect("INTERVAL");
        if (tokens.AcceptSymbol("-"))
        {
            isNegative = !isNegative;
        }
        else
        {
            tokens.AcceptSymbol("+");
        }

        Token value = tokens.Current;
        if (value.Kind is not (TokenKind.Text or TokenKind.Integer))
        {
            tokens.Fail("the length of the interval in single quotes, as in INTERVAL '10' SECOND");
            return new LiteralExpression(place, LiteralKind.IntervalDay, "0");
        }

        tokens.Take();
        (IntervalUnit first, int digits) = ReadUnit(tokens);
        IntervalUnit last = first;
        if (tokens.Accept("TO"))
        {
            (last, _) = ReadUnit(tokens);
        }

        bool isMonths = first <= IntervalUnit.Month;
        bool isRange = last > first && first != IntervalUnit.Quarter && last != IntervalUnit.Week
            && isMonths == (last <= IntervalUnit.Month);
        bool isBroken = last != first && !isRange;
        if (!tokens.IsFailed && isBroken)
        {
            tokens.Error(value, $"an interval cannot go from {Name(first)} to {Name(last)}");
        }

        digits = value.Kind == TokenKind.Integer ? LeadingDigitsMax : digits;
        long amount = tokens.IsFailed || isBroken ? 0 : Evaluate(tokens, value, first, last, digits);
        if (isMonths && Math.Abs(amount) > int.MaxValue)
        {
            tokens.Error(value, $"an interval has at most {int.MaxValue} months");
            amount = 0;
        }

        string text = (isNegative ? -amount : amount).ToString(CultureInfo.InvariantCulture);
        return new LiteralExpression(place, isMonths ? LiteralKind.IntervalMonth : LiteralKind.IntervalDay, text);
    }

    private static (IntervalUnit Unit, int Digits) ReadUnit(TokenStream tokens)
    {
        IntervalUnit? unit = tokens.Current.Keyword switch
        {
            "QUARTER" or "QUARTERS" => IntervalUnit.Quarter,
            "YEAR" or "YEARS" => IntervalUnit.Year,
            "MONTH" or "MONTHS" => IntervalUnit.Month,
            "WEEK" or "WEEKS" => IntervalUnit.Week,
            "DAY" or "DAYS" => IntervalUnit.Day,
            "HOUR" or "HOURS" => IntervalUnit.Hour,
            "MINUTE" or "MINUTES" => IntervalUnit.Minute,
            "SECOND" or "SECONDS" => IntervalUnit.Second,
            _ => null,
        };
        if (unit is null)
        {
            tokens.Fail("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND");
            return (IntervalUnit.Second, LeadingDigits);
        }

        tokens.Take();
        return (unit.Value, tokens.AcceptSymbol("(") ? ReadDigits(tokens) : LeadingDigits);
    }

    /// <summary>Reads <c>3)</c> or <c>3, 2)</c> behind a unit.</summary>
    private static int ReadDigits(TokenStream tokens)
    {
        if (tokens.Current.Kind != TokenKind.Integer)
        {
            tokens.Fail("a number of digits");
        }

        Token digits = tokens.Take();
        if (tokens.AcceptSymbol(",") && tokens.Current.Kind == TokenKind.Integer)
        {
            tokens.Take();
        }

        tokens.ExpectSymbol(")");
        if (int.TryParse(digits.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count is >= 1 and <= LeadingDigitsMax)
        {
            return count;
        }

        tokens.Error(digits, $"an interval has 1 to {LeadingDigitsMax} digits");
        return LeadingDigitsMax;
    }

    private static long Evaluate(TokenStream tokens, Token value, IntervalUnit first, IntervalUnit last, int digits)
    {
        string text = value.Text.Trim();
        bool isNegative = text.StartsWith('-');
        ReadOnlySpan<char> rest = text.AsSpan(isNegative || text.StartsWith('+') ? 1 : 0).Trim();
        long total = 0;
        for (IntervalUnit unit = first; unit <= last; unit++)
        {
            int end = unit == last ? rest.Length : rest.IndexOf(Separator(unit));
            if (end < 0 || !TryAmount(rest[..end], unit, unit == first, out long amount, out bool isFine))
            {
                tokens.Error(value, $"'{SyntaxMessages.Cut(value.Text)}' is not an interval {Range(first, last)}; "
                    + $"write it as {Example(first, last)}");
                return 0;
            }

            int leading = unit == first ? Digits(rest[..end]) : 0;
            if (leading > digits)
            {
                string remedy = $"write {Name(first)}({leading})";
                tokens.Error(value, $"the interval's first number has {leading} digits, more than {digits}; {remedy}");
            }

            if (isFine)
            {
                tokens.Refuse(value, "intervals finer than a millisecond");
            }

            total += amount;
            rest = unit == last ? default : rest[(end + 1)..];
        }

        return isNegative ? -total : total;
    }

    /// <summary>One number of the text in milliseconds or months, and whether it goes below a millisecond.</summary>
    private static bool TryAmount(
        ReadOnlySpan<char> text,
        IntervalUnit unit,
        bool isFirst,
        out long amount,
        out bool isFine)
    {
        (amount, isFine) = (0, false);
        int point = unit == IntervalUnit.Second ? text.IndexOf('.') : -1;
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point];
        ReadOnlySpan<char> fraction = point < 0 ? default : text[(point + 1)..];
        bool isDigits = Digits(whole) == whole.Length && Digits(fraction) == fraction.Length;
        if (!isDigits || whole.Length is 0 or > LeadingDigitsMax || fraction.Length > 9)
        {
            return false;
        }

        long number = long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture);
        if (!isFirst && number > HighestOf(unit))
        {
            return false;
        }

        amount = number * SizeOf(unit);
        for (int i = 0; i < fraction.Length; i++)
        {
            int digit = fraction[i] - '0';
            amount += i switch { 0 => digit * 100, 1 => digit * 10, 2 => digit, _ => 0 };
            isFine |= i > 2 && digit != 0;
        }

        return true;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            count++;
        }

        return count;
    }

    private static char Separator(IntervalUnit unit) => unit switch
    {
        IntervalUnit.Year => '-',
        IntervalUnit.Day => ' ',
        _ => ':',
    };

    private static long SizeOf(IntervalUnit unit) => unit switch
    {
        IntervalUnit.Year => 12,
        IntervalUnit.Quarter => 3,
        IntervalUnit.Month => 1,
        IntervalUnit.Week => 604_800_000,
        IntervalUnit.Day => 86_400_000,
        IntervalUnit.Hour => 3_600_000,
        IntervalUnit.Minute => 60_000,
        _ => 1_000,
    };

    private static long HighestOf(IntervalUnit unit) => unit switch
    {
        IntervalUnit.Month => 11,
        IntervalUnit.Hour => 23,
        _ => 59,
    };

    private static string Name(IntervalUnit unit) => unit.ToString().ToUpperInvariant();

    private static string Range(IntervalUnit first, IntervalUnit last) =>
        first == last ? Name(first) : $"{Name(first)} TO {Name(last)}";

    private static string Example(IntervalUnit first, IntervalUnit last)
    {
        string text = string.Empty;
        for (IntervalUnit unit = first; unit <= last; unit++)
        {
            text += unit == last ? "10" : $"10{Separator(unit)}";
        }

        return $"INTERVAL '{text}' {Range(first, last)}";
    }
}
