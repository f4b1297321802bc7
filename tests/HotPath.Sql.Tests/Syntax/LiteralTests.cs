using System.Globalization;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class LiteralTests
{
    [TestCase("NULL", LiteralKind.Null, "")]
    [TestCase("true", LiteralKind.Boolean, "TRUE")]
    [TestCase("FALSE", LiteralKind.Boolean, "FALSE")]
    [TestCase("1", LiteralKind.Integer, "1")]
    [TestCase("007", LiteralKind.Integer, "007")]
    [TestCase("99999999999999999999999999", LiteralKind.Integer, "99999999999999999999999999")]
    [TestCase("1.5", LiteralKind.Decimal, "1.5")]
    [TestCase(".5", LiteralKind.Decimal, ".5")]
    [TestCase("1.", LiteralKind.Decimal, "1.")]
    [TestCase("0.908", LiteralKind.Decimal, "0.908")]
    [TestCase("1e3", LiteralKind.Approximate, "1e3")]
    [TestCase("1.5E-3", LiteralKind.Approximate, "1.5E-3")]
    [TestCase(".5e+2", LiteralKind.Approximate, ".5e+2")]
    [TestCase("''", LiteralKind.String, "")]
    [TestCase("'it''s'", LiteralKind.String, "it's")]
    [TestCase("'-- no comment /* */ ; ` \"'", LiteralKind.String, "-- no comment /* */ ; ` \"")]
    [TestCase("'\ud83d\ude00 \u00e4'", LiteralKind.String, "\ud83d\ude00 \u00e4")]
    [TestCase("DATE '2024-02-29'", LiteralKind.Date, "2024-02-29")]
    [TestCase("DATE '2024-2-9'", LiteralKind.Date, "2024-2-9")]
    [TestCase("TIME '12:34:56'", LiteralKind.Time, "12:34:56")]
    [TestCase("TIMESTAMP '2024-01-01 00:00:00'", LiteralKind.Timestamp, "2024-01-01 00:00:00")]
    [TestCase("TIMESTAMP '2024-01-01 00:00:00.123000'", LiteralKind.Timestamp, "2024-01-01 00:00:00.123000")]
    public void Parse_Literal_KeepsItsText(string text, LiteralKind kind, string content)
    {
        LiteralExpression literal = (LiteralExpression)Scripts.Expression(text);
        Assert.That((literal.Kind, literal.Text), Is.EqualTo((kind, content)));
    }

    [TestCase("INTERVAL '10' SECOND", 10_000)]
    [TestCase("INTERVAL '0.001' SECOND", 1)]
    [TestCase("INTERVAL '1.5' SECOND", 1_500)]
    [TestCase("INTERVAL '1.25' SECOND(2, 2)", 1_250)]
    [TestCase("INTERVAL '0.001000' SECOND", 1)]
    [TestCase("INTERVAL '5' MINUTES", 300_000)]
    [TestCase("INTERVAL '1' HOUR", 3_600_000)]
    [TestCase("INTERVAL '2' DAY", 172_800_000)]
    [TestCase("INTERVAL '1:30' MINUTE TO SECOND", 90_000)]
    [TestCase("INTERVAL '1:30:05.5' HOUR TO SECOND", 5_405_500)]
    [TestCase("INTERVAL '1 2' DAY TO HOUR", 93_600_000)]
    [TestCase("INTERVAL '1 02:03:04.005' DAY TO SECOND(3)", 93_784_005)]
    [TestCase("INTERVAL '100' SECOND(3)", 100_000)]
    [TestCase("INTERVAL '100:30' MINUTE(3) TO SECOND", 6_030_000)]
    [TestCase("INTERVAL '-10' SECOND", -10_000)]
    [TestCase("INTERVAL -'10' SECOND", -10_000)]
    [TestCase("INTERVAL -'-10' SECOND", 10_000)]
    [TestCase("- INTERVAL '10' SECOND", -10_000)]
    [TestCase("INTERVAL 500 DAY", 43_200_000_000)]
    [TestCase("INTERVAL '9999999999' DAY(10)", 863_999_999_913_600_000)]
    public void Parse_DayInterval_IsMilliseconds(string text, long valueMs) =>
        Check(text, LiteralKind.IntervalDay, valueMs);

    [TestCase("INTERVAL '1-2' YEAR TO MONTH", 14)]
    [TestCase("INTERVAL '3' MONTH", 3)]
    [TestCase("INTERVAL '2' YEAR", 24)]
    [TestCase("INTERVAL -'1-11' YEAR TO MONTH", -23)]
    public void Parse_MonthInterval_IsMonths(string text, long valueMonths) =>
        Check(text, LiteralKind.IntervalMonth, valueMonths);

    [Test]
    public void Parse_Texts_RoundTrip([Range(0, 199)] int index)
    {
        SplitMix random = new((ulong)index);
        const string Letters = "ab '`\"\\;-/*$\n\u00e4\u4e2d";
        int length = random.Next(20);
        string content = new([.. Enumerable.Repeat(0, length).Select(_ => Letters[random.Next(Letters.Length)])]);
        LiteralExpression literal = (LiteralExpression)Scripts.Expression($"'{content.Replace("'", "''")}'");
        Assert.That(literal.Text, Is.EqualTo(content));
    }

    private static void Check(string text, LiteralKind kind, long value)
    {
        LiteralExpression literal = (LiteralExpression)Scripts.Expression(text);
        Assert.That((literal.Kind, literal.Text), Is.EqualTo((kind, value.ToString(CultureInfo.InvariantCulture))));
    }
}
