using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class ExpressionTests
{
    [TestCase("a + b * c", "(a + (b * c))")]
    [TestCase("a - b - c", "((a - b) - c)")]
    [TestCase("a / b % c * d", "(((a / b) % c) * d)")]
    [TestCase("(a + b) * c", "((a + b) * c)")]
    [TestCase("-a * b", "((- a) * b)")]
    [TestCase("a - -1", "(a - (- 1))")]
    [TestCase("+-a", "(+ (- a))")]
    [TestCase("a || b || c", "((a || b) || c)")]
    [TestCase("a + b || c", "(a + (b || c))")]
    [TestCase("a OR b AND c", "(a OR (b AND c))")]
    [TestCase("NOT a AND b", "((NOT a) AND b)")]
    [TestCase("NOT NOT a", "(NOT (NOT a))")]
    [TestCase("NOT a = b", "(NOT (a = b))")]
    [TestCase("a = b IS NULL", "((a = b) IS NULL)")]
    [TestCase("a + 1 IS NOT NULL", "((a + 1) IS NOT NULL)")]
    [TestCase("a IS TRUE OR b IS NOT FALSE", "((a IS TRUE) OR (b IS NOT FALSE))")]
    [TestCase("a IS UNKNOWN", "(a IS UNKNOWN)")]
    [TestCase("a IS DISTINCT FROM b + 1", "(a IS DISTINCT FROM (b + 1))")]
    [TestCase("a IS NOT DISTINCT FROM NULL", "(a IS NOT DISTINCT FROM NULL)")]
    [TestCase("a <> b", "(a <> b)")]
    [TestCase("a < b = c", "((a < b) = c)")]
    [TestCase("a <= 1 AND b >= 2", "((a <= 1) AND (b >= 2))")]
    [TestCase("a BETWEEN 1 AND 2 AND b", "((a BETWEEN 1 AND 2) AND b)")]
    [TestCase("a NOT BETWEEN b - 1 AND b + 1", "(a NOT BETWEEN (b - 1) AND (b + 1))")]
    [TestCase("a BETWEEN ASYMMETRIC 1 AND 2", "(a BETWEEN 1 AND 2)")]
    [TestCase("x = a IN (1, 2)", "(x = (a IN [1, 2]))")]
    [TestCase("a NOT IN ('x', NULL)", "(a NOT IN ['x', NULL])")]
    [TestCase("a LIKE 'x%' ESCAPE '!'", "(a LIKE 'x%' ESCAPE '!')")]
    [TestCase("a NOT LIKE b || '%'", "(a NOT LIKE (b || '%'))")]
    public void Parse_Operators_GroupAsInCalcite(string text, string expected) =>
        Assert.That(Scripts.ExpressionText(text), Is.EqualTo(expected));

    [TestCase("CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END", "CASE - WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END")]
    [TestCase("CASE k WHEN 'x' THEN 1 END", "CASE k WHEN 'x' THEN 1 ELSE - END")]
    [TestCase("CAST(a AS DECIMAL(5, 1))", "CAST(a AS DECIMAL(5, 1))")]
    [TestCase("try_cast(a AS BIGINT)", "TRY_CAST(a AS BIGINT)")]
    [TestCase("COUNT(*)", "COUNT(*)")]
    [TestCase("count(DISTINCT a)", "COUNT(DISTINCT a)")]
    [TestCase("SUM(ALL a)", "SUM(a)")]
    [TestCase("COUNT(*) FILTER (WHERE a > 1)", "COUNT(*) FILTER (a > 1)")]
    [TestCase("COUNT(DISTINCT a) FILTER (WHERE b)", "COUNT(DISTINCT a) FILTER b")]
    [TestCase("IF(a, 1, 2)", "IF(a, 1, 2)")]
    [TestCase("COALESCE(a, b, 0)", "COALESCE(a, b, 0)")]
    [TestCase("EXTRACT(year FROM ts)", "EXTRACT('YEAR', ts)")]
    [TestCase("FLOOR(ts TO hour)", "FLOOR(ts, 'HOUR')")]
    [TestCase("CEIL(ts TO WEEK)", "CEIL(ts, 'WEEK')")]
    [TestCase("FLOOR(a)", "FLOOR(a)")]
    [TestCase("TIMESTAMPDIFF(SECOND, a, b)", "TIMESTAMPDIFF('SECOND', a, b)")]
    [TestCase("TIMESTAMPDIFF(SQL_TSI_DAY, a, b)", "TIMESTAMPDIFF('DAY', a, b)")]
    [TestCase("TIMESTAMPADD(MONTH, 1, a)", "TIMESTAMPADD('MONTH', 1, a)")]
    [TestCase("POSITION('x' IN a)", "POSITION('x', a)")]
    [TestCase("POSITION('x' IN (a))", "POSITION('x', a)")]
    [TestCase("TRIM(a)", "TRIM('BOTH', ' ', a)")]
    [TestCase("TRIM('x' FROM a)", "TRIM('BOTH', 'x', a)")]
    [TestCase("TRIM(BOTH FROM a)", "TRIM('BOTH', ' ', a)")]
    [TestCase("TRIM(LEADING 'x' FROM a)", "TRIM('LEADING', 'x', a)")]
    [TestCase("SUBSTRING(a FROM 2 FOR 3)", "SUBSTRING(a, 2, 3)")]
    [TestCase("SUBSTRING(a FROM 2)", "SUBSTRING(a, 2)")]
    [TestCase("SUBSTRING(a, 2, 3)", "SUBSTRING(a, 2, 3)")]
    [TestCase("OVERLAY(a PLACING b FROM 2 FOR 3)", "OVERLAY(a, b, 2, 3)")]
    [TestCase("LEFT(a, 1) || RIGHT(a, 1)", "(LEFT(a, 1) || RIGHT(a, 1))")]
    [TestCase("MOD(a, b)", "MOD(a, b)")]
    [TestCase("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP()")]
    [TestCase("LOCALTIME", "LOCALTIME()")]
    [TestCase("PROCTIME()", "PROCTIME()")]
    [TestCase("CURRENT_ROW_TIMESTAMP()", "CURRENT_ROW_TIMESTAMP()")]
    [TestCase("YEAR(ts)", "YEAR(ts)")]
    [TestCase("hour(ts) >= 8", "(HOUR(ts) >= 8)")]
    [TestCase("`My Function`(1)", "MY FUNCTION(1)")]
    public void Parse_Calls_AreNormalised(string text, string expected) =>
        Assert.That(Scripts.ExpressionText(text), Is.EqualTo(expected));

    [TestCase("t.v", "t.v")]
    [TestCase("`value`", "value")]
    [TestCase("`a``b`.`c d`", "a`b.c d")]
    [TestCase("dateOfBirth", "dateOfBirth")]
    [TestCase("$a1_$", "$a1_$")]
    [TestCase("\u00e4pfel", "\u00e4pfel")]
    public void Parse_Names_KeepTheirCase(string text, string expected) =>
        Assert.That(Scripts.ExpressionText(text), Is.EqualTo(expected));

    [TestCase(199)]
    public void Parse_NestingUpToTheLimit_IsGood(int levels)
    {
        string text = new string('(', levels - 1) + "a" + new string(')', levels - 1);
        Assert.That(Scripts.ExpressionText(text), Is.EqualTo("a"));
    }

    [Test]
    public void Parse_LongChains_AreGoodUpToTheLimit()
    {
        string text = string.Join(" OR ", System.Linq.Enumerable.Repeat("a = 1", 900));
        Assert.That(Scripts.Expression(text), Is.TypeOf<BinaryExpression>());
    }

    [Test]
    public void Parse_ManyShortArguments_AreNoChain()
    {
        string text = $"COALESCE({string.Join(", ", System.Linq.Enumerable.Repeat("a + b", 3000))})";
        Assert.That(((FunctionExpression)Scripts.Expression(text)).Arguments, Has.Count.EqualTo(3000));
    }
}
