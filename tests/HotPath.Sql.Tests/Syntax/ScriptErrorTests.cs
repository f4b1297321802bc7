using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class ScriptErrorTests
{
    private static readonly string[][] BadScripts =
    [
        ["SELECT a FROM", "1:14 end of script | unexpected end of script; expected a table name"],
        [
            "SELECT a FORM t",
            "1:15 t | unexpected 't'; expected ',' or FROM; did you mean FROM where 'FORM' stands?",
        ],
        [
            "SELECT a FROM t WHER a > 1",
            "1:22 a | unexpected 'a'; expected ';'; did you mean WHERE where 'WHER' stands?",
        ],
        [
            "SELECT a FROM t GRUOP BY a",
            "1:23 BY | unexpected 'BY'; expected ';'; did you mean GROUP where 'GRUOP' stands?",
        ],
        ["SELECT a FROM t GROUP a", "1:23 a | unexpected 'a'; expected BY"],
        ["SELECT a, FROM t", "1:11 FROM | unexpected 'FROM'; expected an expression"],
        ["SELECT a b c FROM t", "1:12 c | unexpected 'c'; expected ',' or FROM"],
        ["SELECT (a + 1 FROM t", "1:15 FROM | unexpected 'FROM'; expected ')' or an operator"],
        ["SELECT f(a, b FROM t", "1:15 FROM | unexpected 'FROM'; expected ',' or ')'"],
        ["SELECT a + FROM t", "1:12 FROM | unexpected 'FROM'; expected an expression"],
        ["SELECT a FROM t WHERE", "1:22 end of script | unexpected end of script; expected an expression"],
        [
            "SELECT a FROM t WHERE a == 1",
            "1:26 = | unexpected '='; expected an expression; equality is a single =",
        ],
        [
            "SELECT \"a\" FROM t",
            "1:8 \" | unexpected '\"'; expected an expression; text stands in 'single quotes', a name in `backticks`",
        ],
        [
            "SELECT a FROM t WHERE a = 'x",
            "1:27 ' | the text literal is never closed; add the closing ' (a quote inside a literal is doubled: '')",
        ],
        [
            "SELECT `a FROM t",
            "1:8 ` | the name in backticks is not closed on its line; add the closing backtick",
        ],
        ["SELECT a /* FROM t", "1:10 /* | the comment is never closed; end it with */"],
        [
            "SELECT \u2018a\u2019 FROM t",
            "1:8 \u2018 | unexpected '\u2018'; expected an expression; this is a typographic quote; write '",
        ],
        [
            "SELECT 1a FROM t",
            "1:8 1a | '1a' is neither a number nor a name; separate 'a' or write the name in backticks",
        ],
        [
            "SELECT a FROM t WHERE a = ?",
            "1:27 ? | unexpected '?'; expected an expression; a parameter is written ${NAME} and passed with --set",
        ],
        ["SELECT value FROM t", "1:8 value | 'value' is a reserved word; write it as `value`"],
        ["SELECT a AS day FROM t", "1:13 day | 'day' is a reserved word; write it as `day`"],
        ["SELECT a FROM user", "1:15 user | 'user' is a reserved word; write it as `user`"],
        ["SELECT SUM(*) FROM t", "1:12 * | * stands only in COUNT(*); SUM needs arguments"],
        ["SELECT CASE WHEN a THEN 1 FROM t", "1:27 FROM | unexpected 'FROM'; expected WHEN, ELSE or END"],
        ["SELECT CASE a END FROM t", "1:15 END | unexpected 'END'; expected WHEN"],
        ["SELECT CAST(a) FROM t", "1:14 ) | unexpected ')'; expected AS"],
        [
            "SELECT CAST(a AS STRNG) FROM t",
            "1:18 STRNG | unexpected 'STRNG'; "
                + "expected a data type (INT, BIGINT, STRING, DECIMAL(p, s), TIMESTAMP(3), ...); did you mean STRING?",
        ],
        [
            "SELECT CAST(a AS DECIMAL(39, 2)) FROM t",
            "1:18 DECIMAL | DECIMAL(39, 2) does not exist; the precision is 1 to 38, the scale 0 to the precision",
        ],
        [
            "SELECT CAST(a AS DECIMAL(3, 4)) FROM t",
            "1:18 DECIMAL | DECIMAL(3, 4) does not exist; the precision is 1 to 38, the scale 0 to the precision",
        ],
        [
            "SELECT CAST(a AS VARCHAR(0)) FROM t",
            "1:18 VARCHAR | VARCHAR(0) does not exist; the length is at least 1",
        ],
        [
            "SELECT a IS 5 FROM t",
            "1:13 5 | unexpected '5'; expected NULL, NOT NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM",
        ],
        ["SELECT a IN () FROM t", "1:14 ) | unexpected ')'; expected an expression"],
        ["SELECT a BETWEEN 1 FROM t", "1:20 FROM | unexpected 'FROM'; expected AND"],
        [
            "SELECT EXTRACT(YEER FROM a) FROM t",
            "1:16 YEER | unexpected 'YEER'; expected a unit of time (SECOND, MINUTE, HOUR, DAY, ...); "
                + "did you mean YEAR?",
        ],
        [
            "SELECT INTERVAL '100' SECOND FROM t",
            "1:17 '100' | the interval's first number has 3 digits, more than 2; write SECOND(3)",
        ],
        [
            "SELECT INTERVAL 'x' SECOND FROM t",
            "1:17 'x' | 'x' is not an interval SECOND; write it as INTERVAL '10' SECOND",
        ],
        [
            "SELECT INTERVAL '1:99' MINUTE TO SECOND FROM t",
            "1:17 '1:99' | '1:99' is not an interval MINUTE TO SECOND; write it as INTERVAL '10:10' MINUTE TO SECOND",
        ],
        ["SELECT INTERVAL '1' SECOND TO DAY FROM t", "1:17 '1' | an interval cannot go from SECOND to DAY"],
        ["SELECT INTERVAL '1' WEEK TO DAY FROM t", "1:17 '1' | an interval cannot go from WEEK to DAY"],
        ["SELECT INTERVAL '1' DAY TO WEEK FROM t", "1:17 '1' | an interval cannot go from DAY to WEEK"],
        ["SELECT INTERVAL '1' QUARTER TO MONTH FROM t", "1:17 '1' | an interval cannot go from QUARTER to MONTH"],
        [
            "SELECT INTERVAL '1.5' WEEK FROM t",
            "1:17 '1.5' | '1.5' is not an interval WEEK; write it as INTERVAL '10' WEEK",
        ],
        ["SELECT INTERVAL 9999999999 YEAR FROM t", "1:17 9999999999 | an interval has at most 2147483647 months"],
        [
            "SELECT INTERVAL '1' SECNOD FROM t",
            "1:21 SECNOD | unexpected 'SECNOD'; expected YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE or SECOND; "
                + "did you mean SECOND?",
        ],
        [
            "SELECT DATE '2023-02-29' FROM t",
            "1:13 '2023-02-29' | '2023-02-29' is not a DATE; write it as DATE 'yyyy-MM-dd'",
        ],
        [
            "SELECT TIMESTAMP '2024-01-01' FROM t",
            "1:18 '2024-01-01' | '2024-01-01' is not a TIMESTAMP; write it as TIMESTAMP 'yyyy-MM-dd HH:mm:ss.SSS'",
        ],
        [
            "SELECT * FROM TABLE(TUMBLE(t, DESCRIPTOR(ts), INTERVAL '1' SECOND))",
            "1:28 t | unexpected 't'; expected TABLE or '('",
        ],
        [
            "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts)))",
            "1:51 ) | TUMBLE needs a table, a DESCRIPTOR and a size, as in TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL "
                + "'10' SECOND)",
        ],
        [
            "SELECT * FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND))",
            "1:69 ) | HOP needs a table, a DESCRIPTOR, a slide and a size, as in HOP(TABLE t, DESCRIPTOR(ts), INTERVAL "
                + "'5' SECOND, INTERVAL '10' SECOND)",
        ],
        [
            "SELECT * FROM TABLE(CUMULATE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND))",
            "1:74 ) | CUMULATE needs a table, a DESCRIPTOR, a step and a size, as in CUMULATE(TABLE t, DESCRIPTOR(ts), "
                + "INTERVAL '5' SECOND, INTERVAL '10' SECOND)",
        ],
        [
            "SELECT * FROM TABLE(HOP(DATA => TABLE t, STEP => 1))",
            "1:42 STEP | HOP has no argument STEP; it has DATA, TIMECOL, SLIDE, SIZE and `OFFSET`",
        ],
        [
            "SELECT * FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts)))",
            "1:52 ) | SESSION needs a table, a DESCRIPTOR and a gap, as in SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), "
                + "INTERVAL '10' SECOND)",
        ],
        [
            "SELECT * FROM TABLE(SESSION(TABLE t, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '1' SECOND))",
            "1:75 INTERVAL | SESSION has at most 3 arguments",
        ],
        [
            "SELECT * FROM TABLE(SESSION(DATA => TABLE t, SIZE => 1))",
            "1:46 SIZE | SESSION has no argument SIZE; it has DATA, TIMECOL and GAP",
        ],
        [
            "SELECT * FROM TABLE(TUMBLE(TABLE t, ts, INTERVAL '1' SECOND))",
            "1:37 ts | unexpected 'ts'; expected DESCRIPTOR",
        ],
        [
            "SELECT * FROM TABLE(TUMBLE(DATA => TABLE t, WHEN => 1))",
            "1:45 WHEN | TUMBLE has no argument WHEN; it has DATA, TIMECOL, SIZE and `OFFSET`",
        ],
        ["CREATE TABL t (a INT)", "1:8 TABL | unexpected 'TABL'; expected TABLE, VIEW or FUNCTION; did you mean TABLE?"],
        [
            "CREATE TABLE t (a)",
            "1:18 ) | unexpected ')'; expected a data type (INT, BIGINT, STRING, DECIMAL(p, s), TIMESTAMP(3), ...)",
        ],
        [
            "CREATE TABLE t (a INTT)",
            "1:19 INTT | unexpected 'INTT'; expected a data type (INT, BIGINT, STRING, DECIMAL(p, s), TIMESTAMP(3), "
                + "...); did you mean INT?",
        ],
        ["CREATE TABLE t (a INT b INT)", "1:23 b | unexpected 'b'; expected ',' or ')'"],
        [
            "CREATE TABLE t (a INT",
            "1:22 end of script | unexpected end of script; expected ',' or ')'; "
                + "the parenthesis opened at line 1, column 16 is never closed",
        ],
        [
            "CREATE TABLE t (a INT PRIMARY KEY)",
            "1:23 PRIMARY | keys are not enforced; write PRIMARY KEY ... NOT ENFORCED",
        ],
        [
            "CREATE TABLE t (a INT, PRIMARY KEY (a) NOT ENFORCED, PRIMARY KEY (a) NOT ENFORCED)",
            "1:54 PRIMARY | a table has one PRIMARY KEY; remove this one",
        ],
        [
            "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts, WATERMARK FOR ts AS ts)",
            "1:58 WATERMARK | a table has one WATERMARK; remove this one",
        ],
        [
            "CREATE TABLE t (a INT) WITH (connector = 'print')",
            "1:30 connector | unexpected 'connector'; expected an option's key in single quotes",
        ],
        ["CREATE TABLE t (a INT) WITH ('connector' 'print')", "1:42 'print' | unexpected 'print'; expected '='"],
        [
            "CREATE TABLE t (a INT) WITH ('a' = 'b', 'a' = 'c')",
            "1:41 'a' | the option 'a' is given twice; remove one",
        ],
        ["CREATE VIEW v SELECT a FROM t", "1:15 SELECT | unexpected 'SELECT'; expected AS"],
        ["INSERT t SELECT a FROM t", "1:8 t | unexpected 't'; expected INTO"],
        ["INSERT INTO t SET a = 1", "1:15 SET | unexpected 'SET'; expected a query (SELECT ...)"],
        [
            "INSRT INTO t SELECT a FROM t",
            "1:1 INSRT | unexpected 'INSRT'; expected CREATE, SET, INSERT, EXECUTE, SELECT or BEGIN; "
                + "did you mean INSERT?",
        ],
        ["SET 'a'", "1:8 end of script | unexpected end of script; expected '='"],
        [
            "SET 'a' =",
            "1:10 end of script | unexpected end of script; expected a value, as in SET 'key' = 'value'",
        ],
        [
            "EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT a FROM t;",
            "1:59 end of script | unexpected end of script; expected INSERT or END",
        ],
        [
            "EXECUTE STATEMENT SET BEGIN END",
            "1:1 EXECUTE | the statement set has no INSERT; add one or remove the set",
        ],
        [
            "EXECUTE STATEMENT SET BEGIN SELECT a FROM t; END",
            "1:29 SELECT | unexpected 'SELECT'; expected INSERT or END",
        ],
        ["SELECT a FROM t\nSELECT b FROM t", "2:1 SELECT | unexpected 'SELECT'; a ';' is missing before it"],
        ["12;", "1:1 12 | unexpected '12'; expected CREATE, SET, INSERT, EXECUTE, SELECT or BEGIN"],
    ];

    private static IEnumerable<TestCaseData> Cases =>
        BadScripts.Select(row => new TestCaseData(row[0], row[1]).SetArgDisplayNames(row[0]));

    [TestCaseSource(nameof(Cases))]
    public void Parse_BadScript_SaysWhereWhatAndWhy(string text, string expected)
    {
        Assert.That(string.Join("\n", Scripts.Complaints(text)), Is.EqualTo(expected));
        Assert.That(Scripts.Parse(text).Diagnostics, Has.All.Property("Kind").EqualTo(DiagnosticKind.Error));
    }

    [Test]
    public void Parse_ManyErrors_ComeAllAtOnceAndGoodStatementsStay()
    {
        const string Text = """
            CREATE TABLE a (x INT, y STRNG, PRIMARY KEY (x));
            SET 'k' = 'v';
            CREATE TABLE b (x DECIMAL(40), y ROW<z INT>, z AS x +) WITH ('a' = 'b');
            INSERT INTO s SELECT a FORM t;
            EXECUTE STATEMENT SET BEGIN
              INSERT INTO s SELECT CASE WHEN a THEN b END c d FROM t;
              INSERT INTO s SELECT a FROM t LIMIT 5;
              INSERT INTO s SELECT a, FROM t END;
            SELECT a FROM t WHERE x = '1;
            SELECT b FROM t
            """;
        Assert.That(Scripts.Complaints(Text), Is.EqualTo(new[]
        {
            "1:26 STRNG | unexpected 'STRNG'; expected a data type "
                + "(INT, BIGINT, STRING, DECIMAL(p, s), TIMESTAMP(3), ...); did you mean STRING?",
            "3:19 DECIMAL | DECIMAL(40, 0) does not exist; the precision is 1 to 38, the scale 0 to the precision",
            "3:34 ROW | ROW types",
            "3:54 ) | unexpected ')'; expected an expression",
            "4:29 t | unexpected 't'; expected ',' or FROM; did you mean FROM where 'FORM' stands?",
            "6:49 d | unexpected 'd'; expected ',' or FROM",
            "7:33 LIMIT | LIMIT",
            "8:27 FROM | unexpected 'FROM'; expected an expression",
            "9:27 ' | the text literal is never closed; add the closing ' (a quote inside a literal is doubled: '')",
        }));
        Assert.That(
            Scripts.Parse(Text).Statements.Select(s => s.GetType()),
            Is.EqualTo(new[] { typeof(RefusedDeclaration), typeof(SetStatement), typeof(RefusedDeclaration) }));
    }

    [Test]
    public void Parse_LiteralThatSwallowsLines_IsNamedAsTheLikelyFault()
    {
        string[] found = Scripts.Complaints("CREATE TABLE t (a INT) WITH (\n'connector' = 'print,\n'path' = 'x');");
        Assert.That(found[0], Is.EqualTo(
            "3:2 path | unexpected 'path'; expected ',' or ')'; the text literal opened at line 2, column 15 runs over "
            + "several lines: perhaps its closing quote is missing"));
    }

    [Test]
    public void Parse_Columns_CountCharacters() =>
        Assert.That(Scripts.Complaints("SELECT '\ud83d\ude00\u00e4', FROM t")[0], Does.StartWith("1:14 FROM"));
}
