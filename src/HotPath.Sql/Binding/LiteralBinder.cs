using System;
using System.Globalization;
using System.Text;
using HotPath.Dataflow.Rows;
using HotPath.Dataflow.Text;
using HotPath.Sql.Syntax;

namespace HotPath.Sql.Binding;

/// <summary>
/// Gives literals Flink's types: 1 is INT, 3000000000 BIGINT, 0.908 DECIMAL(4, 3), 'ab' CHAR(2), 1e3 DOUBLE.
/// </summary>
internal static class LiteralBinder
{
    private const int DecimalDigitsMax = 38;

    public static BoundExpression? Bind(LiteralExpression literal, DiagnosticBag diagnostics)
    {
        BoundLiteral? bound = literal.Kind switch
        {
            LiteralKind.Null => new BoundLiteral(null, SqlType.Null),
            LiteralKind.Boolean => new BoundLiteral(literal.Text == "TRUE", SqlType.Boolean),
            LiteralKind.Integer => Integer(literal.Text),
            LiteralKind.Decimal => Decimal(literal.Text),
            LiteralKind.Approximate => Approximate(literal.Text),
            LiteralKind.String => Text(literal.Text),
            LiteralKind.IntervalDay => new BoundLiteral(
                long.Parse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                SqlType.IntervalDay),
            LiteralKind.IntervalMonth => new BoundLiteral(
                int.Parse(literal.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                SqlType.IntervalMonth),
            LiteralKind.Date => Date(literal.Text),
            LiteralKind.Time => Time(literal.Text),
            _ => Timestamp(literal.Text),
        };
        if (bound is null)
        {
            diagnostics.Error(literal.Place, literal.Text, $"'{literal.Text}' {Fault(literal)}");
        }

        return bound;
    }

    private static string Fault(LiteralExpression literal) => literal.Kind switch
    {
        LiteralKind.Integer or LiteralKind.Decimal =>
            "is out of range: the digits of a number, without its point, must fit BIGINT" + CastAdvice(literal.Text),
        LiteralKind.Approximate => "is out of range: a DOUBLE is finite",
        _ => $"is not a valid {literal.Kind.ToString().ToUpperInvariant()} literal",
    };

    // The cast keeps each digit; a number with more of them than DECIMAL has none that does.
    private static string CastAdvice(string number)
    {
        int scale = Scale(number);
        bool fits = scale <= DecimalDigitsMax && Digits(number).TrimStart('-', '0').Length <= DecimalDigitsMax;
        return fits
            ? string.Create(
                CultureInfo.InvariantCulture, $"; cast a text, as in CAST('{number}' AS DECIMAL(38, {scale}))")
            : string.Empty;
    }

    private static string Digits(string number) => number.Replace(".", string.Empty, StringComparison.Ordinal);

    private static int Scale(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : number.Length - point - 1;
    }

    private static BoundLiteral? Approximate(string text)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? new BoundLiteral(value, SqlType.Double) : null;
    }

    private static BoundLiteral? Integer(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int small))
        {
            return new BoundLiteral(small, SqlType.Int);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large)
            ? new BoundLiteral(large, SqlType.BigInt)
            : null;
    }

    // A point with nothing behind it makes no DECIMAL: 1. is INT.
    private static BoundLiteral? Decimal(string text)
    {
        string digits = Digits(text);
        int scale = Scale(text);
        if (scale == 0)
        {
            return Integer(digits);
        }

        int precision = Math.Min(digits.TrimStart('-').Length, DecimalDigitsMax);
        return scale <= DecimalDigitsMax && long.TryParse(
            digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long unscaled)
            ? new BoundLiteral((Int128)unscaled, SqlType.Decimal(precision, scale))
            : null;
    }

    private static BoundLiteral Text(string text)
    {
        int characters = text.Length;
        foreach (char c in text)
        {
            characters -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return new BoundLiteral(Encoding.UTF8.GetBytes(text), new SqlType(SqlTypeKind.Char, characters));
    }

    private static BoundLiteral? Date(string text) =>
        SqlTimeParse.Date(Encoding.UTF8.GetBytes(text), out int days) == ParseOutcome.Ok
            ? new BoundLiteral(days, SqlType.Date)
            : null;

    private static BoundLiteral? Time(string text) =>
        SqlTimeParse.Time(Encoding.UTF8.GetBytes(text), out int ms) == ParseOutcome.Ok
            ? new BoundLiteral(ms, new SqlType(SqlTypeKind.Time, FractionDigits(text)))
            : null;

    private static int FractionDigits(string time)
    {
        int point = time.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : Math.Min(time.Length - point - 1, 3);
    }

    private static BoundLiteral? Timestamp(string text) =>
        SqlTimeParse.Timestamp(Encoding.UTF8.GetBytes(text), out long ms) == ParseOutcome.Ok
            ? new BoundLiteral(ms, SqlType.Timestamp3)
            : null;
}
