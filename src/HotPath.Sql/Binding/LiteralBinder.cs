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
    public static BoundExpression? Bind(LiteralExpression literal, DiagnosticBag diagnostics)
    {
        BoundLiteral? bound = literal.Kind switch
        {
            LiteralKind.Null => new BoundLiteral(null, SqlType.Null),
            LiteralKind.Boolean => new BoundLiteral(literal.Text == "TRUE", SqlType.Boolean),
            LiteralKind.Integer => Integer(literal.Text),
            LiteralKind.Decimal => Decimal(literal.Text),
            LiteralKind.Approximate => new BoundLiteral(
                double.Parse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture), SqlType.Double),
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
            diagnostics.Error(
                literal.Place, literal.Text,
                $"'{literal.Text}' is not a valid {literal.Kind.ToString().ToUpperInvariant()} literal");
        }

        return bound;
    }

    private static BoundLiteral? Integer(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int small))
        {
            return new BoundLiteral(small, SqlType.Int);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large)
            ? new BoundLiteral(large, SqlType.BigInt)
            : Decimal(text);
    }

    private static BoundLiteral? Decimal(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int scale = point < 0 ? 0 : text.Length - point - 1;
        string digits = text.Replace(".", string.Empty, StringComparison.Ordinal);
        string written = digits.TrimStart('-');
        int precision = scale > 0 ? written.Length : Math.Max(written.TrimStart('0').Length, 1);
        return precision <= 38 && Int128.TryParse(
            digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 unscaled)
            ? new BoundLiteral(unscaled, SqlType.Decimal(precision, scale))
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
