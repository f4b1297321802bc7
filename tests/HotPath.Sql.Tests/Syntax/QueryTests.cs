using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class QueryTests
{
    private const string Size = "INTERVAL '10' SECOND";

    [TestCase("SELECT ALL a, b AS c, d e FROM t", "SELECT a, b AS c, d AS e FROM t")]
    [TestCase("SELECT *, t.*, `x y`.* FROM t", "SELECT *, t.*, x y.* FROM t")]
    [TestCase("SELECT a FROM t AS x WHERE a > 1", "SELECT a FROM t AS x WHERE (a > 1)")]
    [TestCase("SELECT a FROM t x", "SELECT a FROM t AS x")]
    [TestCase("(SELECT a FROM t)", "SELECT a FROM t")]
    [TestCase("SELECT a FROM (SELECT b AS a FROM t) AS s", "SELECT a FROM (SELECT b AS a FROM t) AS s")]
    [TestCase("SELECT a FROM ((SELECT b AS a FROM t))", "SELECT a FROM (SELECT b AS a FROM t)")]
    [TestCase("SELECT a FROM (t) AS s", "SELECT a FROM t AS s")]
    [TestCase("SELECT a FROM t GROUP BY a HAVING COUNT(*) > 1", "SELECT a FROM t GROUP BY a HAVING (COUNT(*) > 1)")]
    [TestCase("SELECT a FROM t GROUP BY (a, b), c", "SELECT a FROM t GROUP BY a, b, c")]
    [TestCase("SELECT a FROM t GROUP BY (a), (b + 1) * 2", "SELECT a FROM t GROUP BY a, ((b + 1) * 2)")]
    [TestCase("SELECT a FROM t GROUP BY ((a, b), f(c, d))", "SELECT a FROM t GROUP BY a, b, F(c, d)")]
    public void Parse_Query_IsRead(string text, string expected) =>
        Assert.That(AstText.Of(Scripts.One<SelectStatement>(text).Query), Is.EqualTo(expected));

    [TestCase($"TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), {Size}))", "TUMBLE[t | ts | 10000 | -]")]
    [TestCase($"TUMBLE(TABLE t, DESCRIPTOR(ts), {Size}) AS w", "TUMBLE[t | ts | 10000 | -] AS w")]
    [TestCase(
        $"TABLE(tumble(TABLE t, DESCRIPTOR(`ts`), {Size}, INTERVAL '3' SECOND)) w",
        "TUMBLE[t | ts | 10000 | 3000] AS w")]
    [TestCase(
        $"TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), {Size}, -INTERVAL '3' SECOND))",
        "TUMBLE[t | ts | 10000 | -3000]")]
    [TestCase(
        $"TABLE(TUMBLE((SELECT * FROM t), DESCRIPTOR(ts), {Size}))",
        "TUMBLE[(SELECT * FROM t) | ts | 10000 | -]")]
    [TestCase(
        $"TABLE(TUMBLE(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), SIZE => {Size}))",
        "TUMBLE[t | ts | 10000 | -]")]
    [TestCase(
        $"TABLE(TUMBLE(DATA => TABLE t, `OFFSET` => {Size}, SIZE => INTERVAL '1' MINUTE, TIMECOL => DESCRIPTOR(ts)))",
        "TUMBLE[t | ts | 60000 | 10000]")]
    [TestCase(
        $"TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, {Size}, INTERVAL '1' SECOND))",
        "HOP[t | ts | 5000 | 10000 | 1000]")]
    [TestCase(
        $"TABLE(CUMULATE(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), STEP => INTERVAL '5' SECOND, SIZE => {Size}))",
        "CUMULATE[t | ts | 5000 | 10000 | -]")]
    [TestCase(
        $"TABLE(HOP(DATA => TABLE t, SIZE => {Size}, SLIDE => INTERVAL '5' SECOND, TIMECOL => DESCRIPTOR(ts)))",
        "HOP[t | ts | 5000 | 10000 | -]")]
    [TestCase($"TABLE(SESSION(TABLE t, DESCRIPTOR(ts), {Size}))", "SESSION[t | ts | 10000 | -]")]
    [TestCase(
        $"SESSION(TABLE t PARTITION BY (a, `b`), DESCRIPTOR(ts), {Size}) w",
        "SESSION[t BY a, b | ts | 10000 | -] AS w")]
    [TestCase(
        $"TABLE(SESSION(GAP => {Size}, TIMECOL => DESCRIPTOR(ts), DATA => TABLE t PARTITION BY a))",
        "SESSION[t BY a | ts | 10000 | -]")]
    public void Parse_Window_IsRead(string text, string expected) =>
        Assert.That(AstText.Of(Scripts.One<SelectStatement>($"SELECT * FROM {text}").Query.From), Is.EqualTo(expected));

    [Test]
    public void Parse_Comments_AreSkipped() =>
        Assert.That(
            AstText.Of(Scripts.One<SelectStatement>("-- hotpath: x = ';\n/*';*/ SELECT a--b\n /**/ FROM t --").Query),
            Is.EqualTo("SELECT a FROM t"));

    [Test]
    public void Parse_Statements_ComeInOrderWithTheirPlaces()
    {
        string[] statements = [.. Scripts.Good("""
            ;SET 'a.b' = 'c';
            SET table.local-time-zone = America/New_York ;
            SET pipeline.auto-watermark-interval=0 ms;
            INSERT INTO s SELECT a FROM t;
              INSERT INTO s (x, `y`) SELECT a, b FROM t;
            INSERT INTO s (SELECT a FROM t);;
            EXECUTE STATEMENT SET BEGIN INSERT INTO s SELECT a FROM t;
              INSERT INTO r SELECT CASE WHEN a THEN b END FROM t;
            END;
            BEGIN STATEMENT SET; INSERT INTO s SELECT a FROM t; END;
            SELECT a FROM t
            """).Select(Describe)];
        Assert.That(statements, Is.EqualTo(new[]
        {
            "1:2 SET a.b = c",
            "2:1 SET table.local-time-zone = America/New_York",
            "3:1 SET pipeline.auto-watermark-interval = 0 ms",
            "4:1 INSERT s() SELECT a FROM t",
            "5:3 INSERT s(x,y) SELECT a, b FROM t",
            "6:1 INSERT s() SELECT a FROM t",
            "7:1 SET OF 2",
            "10:1 SET OF 1",
            "11:1 SELECT",
        }));
    }

    private static string Describe(SqlStatement statement)
    {
        string text = statement switch
        {
            SetStatement set => $"SET {set.Key} = {set.Value}",
            InsertStatement x => $"INSERT {x.Table}({string.Join(',', x.ColumnNames)}) {AstText.Of(x.Query)}",
            StatementSetStatement set => $"SET OF {set.Inserts.Count}",
            _ => "SELECT",
        };
        return $"{statement.Place.Line}:{statement.Place.Column} {text}";
    }
}
