using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Binding;

public sealed class BindingErrorTests
{
    private const string Table =
        "CREATE TABLE ev (ts TIMESTAMP(3), k STRING, v INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem');\n";

    private const string Times = "CREATE TABLE o (a TIMESTAMP(3), b TIMESTAMP(3), n INT) WITH ('connector' = 'blackhole');\n";

    private const string Binary = "CREATE TABLE bin (b BINARY(3)) WITH ('connector' = 'filesystem');\n";

    private const string Hop = "SELECT k FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND))";
    private const string Session = "SELECT 1 AS x FROM TABLE(SESSION(TABLE ev";
    private const string Ranked =
        "SELECT k FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v) AS rn FROM ev)";

    private const string OtherSessions =
        "SESSION windows whose PARTITION BY columns are not the other keys of GROUP BY (or SELECT DISTINCT)";

    private const string Percentage = "APPROX_PERCENTILE needs a number and a percentage, which is a literal from 0 to 1 with "
        + "up to 9 digits behind the point, as in APPROX_PERCENTILE(x, 0.95)";

    private const string OutOfRange = "is out of range: the digits of a number, without its point, must fit BIGINT";

    private const string Groups = " GROUP BY window_start, window_end, k";
    private const string RowBound = "a bound of overlapping windows or sessions in WHERE, in an aggregate or inside a GROUP BY key; "
        + "name it alone in GROUP BY, then use it in SELECT and HAVING";

    [TestCase("SELECT APPROX_PERCENTILE(k, 0.5) AS p FROM ev;", "2:8: APPROX_PERCENTILE cannot take STRING")]
    [TestCase("SELECT APPROX_PERCENTILE(v) AS p FROM ev;", "2:8: " + Percentage)]
    [TestCase("SELECT APPROX_PERCENTILE(v, v) AS p FROM ev;", "2:8: " + Percentage)]
    [TestCase("SELECT APPROX_PERCENTILE(v, 0.5, 100) AS p FROM ev;", "2:8: " + Percentage)]
    [TestCase("SELECT APPROX_PERCENTILE(v, 0.1234567891) AS p FROM ev;", "2:8: " + Percentage)]
    [TestCase("SELECT APPROX_PERCENTILE(v, -0.5) AS p FROM ev;", "2:8: " + Percentage)]
    [TestCase("SELECT APPROX_PERCENTILE(DISTINCT v, 0.5) AS p FROM ev;", "2:8: not supported: APPROX_PERCENTILE with DISTINCT")]
    [TestCase(
        "SELECT APPROX_PERCENTILE(n, 0.5) AS p FROM (SELECT k, COUNT(*) AS n FROM ev GROUP BY k);",
        "2:8: not supported: APPROX_PERCENTILE over rows that change")]
    [TestCase("SELECT APPROX_COUNT_DISTINCT(v, k) AS c FROM ev;", "2:8: APPROX_COUNT_DISTINCT needs one argument")]
    [TestCase("SELECT APPROX_COUNT_DISTINCT(NULL) AS c FROM ev;", "2:8: APPROX_COUNT_DISTINCT cannot take NULL")]
    [TestCase("SELECT APPROX_COUNT_DISTINCT(DISTINCT v) AS c FROM ev;", "2:8: not supported: APPROX_COUNT_DISTINCT with DISTINCT")]
    [TestCase("SELECT v FROM ev WHERE APPROX_COUNT_DISTINCT(v) > 1;", "2:24: an aggregate cannot stand in WHERE; use HAVING")]
    [TestCase("SELECT x FROM ev;", "2:8: column 'x' not found; there are: ts, k, v")]
    [TestCase("SELECT v FROM ev; SET 'table.local-time-zone' = 'Asia/Tokyo'; SELECT k FROM ev;",
        "2:19: not supported: another 'table.local-time-zone' behind a query; set it before the first one, or run the others by themselves")]
    [TestCase("SELECT vv FROM ev;", "2:8: column 'vv' not found; did you mean 'v'?")]
    [TestCase("SELECT k, SUMM(v) AS s FROM ev GROUP BY k;", "2:11: there is no function SUMM; did you mean SUM?")]
    [TestCase("SELECT SDDEV(v) AS s FROM ev;", "2:8: there is no function SDDEV; did you mean STDDEV?")]
    [TestCase("SELECT k, NOWHERE(v) AS s FROM ev GROUP BY k;", "2:11: there is no function NOWHERE")]
    [TestCase("SELECT LENGTH(k) AS n FROM ev;", "2:8: there is no function LENGTH; use CHAR_LENGTH")]
    [TestCase("SELECT STRPOS(k, 'a') AS n FROM ev;", "2:8: there is no function STRPOS; use POSITION(search IN text) or LOCATE")]
    [TestCase("SELECT NVL(k, 'a') AS n FROM ev;", "2:8: there is no function NVL; use COALESCE or IFNULL")]
    [TestCase("SELECT DATE_TRUNC('day', ts) AS n FROM ev;", "2:8: there is no function DATE_TRUNC; use FLOOR(time TO unit)")]
    [TestCase(
        "SELECT TUMBLE_START(ts, INTERVAL '1' MINUTE) AS s FROM ev;",
        "2:8: TUMBLE_START needs the same window in GROUP BY, as in GROUP BY TUMBLE(ts, ...); of TABLE(TUMBLE(...)) in "
        + "FROM the bounds are columns such as window_start")]
    [TestCase(
        "SELECT HOP_END(ts, INTERVAL '1' MINUTE, INTERVAL '2' MINUTE) AS s FROM ev GROUP BY k;",
        "2:8: HOP_END needs the same window in GROUP BY, as in GROUP BY HOP(ts, ...); of TABLE(HOP(...)) in "
        + "FROM the bounds are columns such as window_start")]
    [TestCase(
        "SELECT TUMBLE(ts, INTERVAL '1' MINUTE) AS s FROM ev;",
        "2:8: TUMBLE stands in FROM, as in TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), ...)), or in GROUP BY")]
    [TestCase("SELECT COUNT(*) count FROM ev;", "2:17: 'count' is a reserved word; write it as `count`")]
    [TestCase("SELECT k day, v FROM ev;", "2:10: 'day' is a reserved word; write it as `day`")]
    [TestCase("SELECT k value FROM ev;", "2:10: 'value' is a reserved word; write it as `value`")]
    [TestCase(
        Session + " PARTITION BY k, v, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, k, v;",
        "2:56: several keys of PARTITION BY stand in parentheses: PARTITION BY (k, v)")]
    [TestCase(Ranked + " WHERE rn <= 0;", "2:96: not supported: ROW_NUMBER that no row can have; ranks begin at 1, "
        + "filter them as in WHERE rn <= 10")]
    [TestCase(Ranked + " WHERE rn <= 2 OR v = 1;", "2:96: not supported: ROW_NUMBER without an upper bound that this condition shows: a whole "
        + "number behind <, <=, = or BETWEEN; add one to it, as in WHERE rn <= 10 AND (...)")]
    [TestCase(Ranked + " WHERE rn >= 2;", "2:96: not supported: ROW_NUMBER without an upper bound that this condition shows: a whole "
        + "number behind <, <=, = or BETWEEN; add one to it, as in WHERE rn <= 10 AND (...)")]
    [TestCase("SELECT CONCAT_WS() AS s FROM ev;", "2:8: CONCAT_WS needs at least one argument")]
    [TestCase("SELECT CONCAT_WS(',', v) AS s FROM ev;", "2:23: CONCAT_WS takes texts, not INT; cast it to STRING")]
    [TestCase(
        "SELECT REGEXP(k, 'a\\X') AS s FROM ev;",
        "2:8: \\X at character 2 of the regular expression is not supported; write what the characters are")]
    [TestCase("SELECT 12345678901234567890 AS n FROM ev;", "2:8: '12345678901234567890' " + OutOfRange + "; cast a text, as in CAST('12345678901234567890' AS DECIMAL(38, 0))")]
    [TestCase("SELECT 1.2345678901234567890 AS n FROM ev;", "2:8: '1.2345678901234567890' " + OutOfRange + "; cast a text, as in CAST('1.2345678901234567890' AS DECIMAL(38, 19))")]
    [TestCase("SELECT 12345678901234567890. AS n FROM ev;", "2:8: '12345678901234567890.' " + OutOfRange + "; cast a text, as in CAST('12345678901234567890.' AS DECIMAL(38, 0))")]
    [TestCase("SELECT 0.12345678901234567890123456789012345678 AS n FROM ev;", "2:8: '0.12345678901234567890123456789012345678' "
        + OutOfRange + "; cast a text, as in CAST('0.12345678901234567890123456789012345678' AS DECIMAL(38, 38))")]
    [TestCase("SELECT 1.12345678901234567890123456789012345678 AS n FROM ev;", "2:8: '1.12345678901234567890123456789012345678' " + OutOfRange)]
    [TestCase("SELECT 123456789012345678901234567890123456789 AS n FROM ev;", "2:8: '123456789012345678901234567890123456789' " + OutOfRange)]
    [TestCase("SELECT 0.000000000000000000000000000000000000001 AS n FROM ev;", "2:8: '0.000000000000000000000000000000000000001' " + OutOfRange)]
    [TestCase("SELECT 1e400 AS n FROM ev;", "2:8: '1e400' is out of range: a DOUBLE is finite")]
    [TestCase("SELECT -9223372036854775808 AS n, 9.223372036854775807 AS d, 0.00000000000000000000000000000000000001 AS e FROM ev;")]
    [TestCase("SELECT k LIKE 'a%' ESCAPE 'ab' AS x FROM ev;", "2:8: ESCAPE takes one character, not 'ab'")]
    [TestCase("SELECT k LIKE k ESCAPE 'ab' AS x FROM ev;", "2:8: ESCAPE takes one character, not 'ab'")]
    [TestCase("SELECT k LIKE k ESCAPE '!' AND k LIKE k ESCAPE '' AND k LIKE 'a%' ESCAPE k AS x FROM ev;")]
    [TestCase(
        "SELECT k LIKE '2!0%' ESCAPE '!' AS x FROM ev;",
        "2:8: the pattern '2!0%' has its escape character '!' in front of something else than %, _ or itself; "
        + "write the character twice, or choose another")]
    [TestCase("SELECT k LIKE '2!!!%' ESCAPE '!' AND k LIKE '%' ESCAPE '' AS x FROM ev;")]
    [TestCase("SELECT CAST(k AS BINARY(3)) AS x FROM ev;", "2:8: not supported: CAST to BINARY(n) or VARBINARY(n); use BYTES")]
    [TestCase("SELECT CAST(NULL AS BINARY(3)) AS x FROM ev;", "2:8: not supported: CAST to BINARY(n) or VARBINARY(n); use BYTES")]
    [TestCase(Binary + "SELECT CAST(b AS BINARY(3)) AS x, CAST(b AS BYTES) AS y, CAST(NULL AS BYTES) AS z FROM bin;")]
    [TestCase(Binary + "SELECT CAST(b AS BINARY(2)) AS x FROM bin;", "3:8: not supported: CAST to BINARY(n) or VARBINARY(n); use BYTES")]
    [TestCase("SELECT DATE_FORMAT(CAST(ts AS DATE), 'yyyy') AS x FROM ev;", "2:8: DATE_FORMAT does not take a DATE; cast it to TIMESTAMP(3)")]
    [TestCase("SELECT DATE_FORMAT(ts, '[HH]') AS x FROM ev;",
        "2:8: the time pattern '[HH]' has '[', and optional parts are not supported; put it in single quotes to mean the character")]
    [TestCase("SELECT DATE_FORMAT(k, 'yyyy Q') AS x FROM ev;", "2:8: the time pattern 'yyyy Q' has 'Q', which stands in DATE_FORMAT of a TIMESTAMP alone")]
    [TestCase("SELECT FROM_UNIXTIME(v, 'u') AS x FROM ev;", "2:8: the time pattern 'u' has 'u', which stands in DATE_FORMAT of a TIMESTAMP alone")]
    [TestCase("SELECT TO_TIMESTAMP(k, 'YYYY') AS x FROM ev;", "2:8: the time pattern 'YYYY' has 'Y', which stands in DATE_FORMAT of a TIMESTAMP alone")]
    [TestCase(Binary + "INSERT INTO bin SELECT CAST(k AS BYTES) FROM ev;", "3:13: column 'b' of 'bin' is BINARY(3) or VARBINARY(3), but the query gives BYTES ('EXPR$0'); declare it BYTES")]
    [TestCase("SELECT CEIL(TIME '10:00:00' TO DAY) AS x FROM ev;", "2:8: CEIL of a TIME goes to HOUR, MINUTE, SECOND or MILLISECOND")]
    [TestCase("SELECT TIMESTAMPDIFF(YEAR, TIME '10:00:00', TIME '11:00:00') AS x FROM ev;", "2:8: TIMESTAMPDIFF of two TIMEs counts HOUR, MINUTE, SECOND or MILLISECOND")]
    [TestCase("SELECT DATE_FORMAT(ts, 'HH#') AS x FROM ev;", "2:8: the time pattern 'HH#' has '#', which Java reserves; put it in single quotes")]
    [TestCase("SELECT EXTRACT(DAY FROM CAST(ts AS TIME(0))) AS x FROM ev;", "2:8: EXTRACT takes HOUR, MINUTE, SECOND and MILLISECOND from a TIME")]
    [TestCase("SELECT v FROM evv;", "2:15: table or view 'evv' not found; did you mean 'ev'?")]
    [TestCase("SELECT v FROM ev WHERE v;", "2:24: WHERE needs a BOOLEAN condition, not INT")]
    [TestCase(
        "SELECT v FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, k;",
        "2:8: column 'v' is neither in GROUP BY nor inside an aggregate; add it to GROUP BY or aggregate it")]
    [TestCase(
        "SELECT * FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(k), INTERVAL '1' HOUR));",
        "2:49: column 'k' is not a time attribute; declare WATERMARK FOR it in CREATE TABLE and pass it on unchanged")]
    [TestCase("SELECT * FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '0' HOUR));", "2:54: the window size must be positive")]
    [TestCase("INSERT INTO ev SELECT k FROM ev;", "2:13: the query gives 1 columns, but 'ev' takes 3: ts, k, v")]
    [TestCase(Times + "INSERT INTO o SELECT ts, ts AS b, v FROM ev;",
        "3:13: the query gives 'o' several row times, ts and b, which Flink refuses; keep one and cast the others, as in CAST(b AS TIMESTAMP(3))")]
    [TestCase(Times + "INSERT INTO o SELECT ts, ts AS b, CAST(v AS SMALLINT) FROM ev;")]
    [TestCase("CREATE TABLE late (v INT NOT NULL) WITH ('connector' = 'blackhole'); SET 'hotpath.late-output' = 'late';\n"
        + "SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY k, window_start, window_end;",
        "2:70: 'hotpath.late-output': column 'v' of table 'late' is NOT NULL, and late rows of the statement at s.sql:3:1 may have NULL there; "
        + "declare it without NOT NULL")]
    [TestCase("INSERT INTO nowhere SELECT k FROM ev;", "2:13: table 'nowhere' not found; there are: ev")]
    [TestCase("SET 'hotpath.on-eror' = 'fail';", "2:1: option 'hotpath.on-eror' is not known; did you mean 'hotpath.on-error'?")]
    [TestCase("SET 'hotpath.table.ev.tenant' = 'ts';", "2:1: the tenant column 'ts' must be STRING or an integer, not TIMESTAMP(3)")]
    [TestCase("CREATE VIEW ev AS SELECT k FROM ev;", "2:1: 'ev' exists already; choose another name or write IF NOT EXISTS")]
    [TestCase(
        "SELECT * FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '0' SECOND, INTERVAL '5' SECOND));",
        "2:51: the window slide must be positive")]
    [TestCase(
        "SELECT * FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, -INTERVAL '5' SECOND));",
        "2:72: the window size must be positive")]
    [TestCase(
        "SELECT * FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '12' SECOND));",
        "2:72: the window size (12000 ms) must be a multiple of the slide (5000 ms)")]
    [TestCase(
        "SELECT * FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '5' SECOND));",
        "2:73: the window size (5000 ms) must be a multiple of the slide (10000 ms)")]
    [TestCase(
        "SELECT * FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' MONTH, INTERVAL '1' YEAR));",
        "2:51: the window slide must be an INTERVAL of days to seconds",
        "2:71: the window size must be an INTERVAL of days to seconds")]
    [TestCase(
        "SELECT * FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '12' SECOND));",
        "2:77: the window size (12000 ms) must be a multiple of the step (5000 ms)")]
    [TestCase(
        "SELECT * FROM TABLE(CUMULATE(TABLE ev, DESCRIPTOR(ts), -INTERVAL '5' SECOND, INTERVAL '10' SECOND));",
        "2:56: the window step must be positive")]
    [TestCase(
        "SELECT * FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND, -INTERVAL '10' SECOND));",
        "2:76: the window offset must be smaller than the window size, in either direction")]
    [TestCase(
        "SELECT * FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND));",
        "2:21: not supported: HOP windows without GROUP BY window_start, window_end")]
    [TestCase(
        Hop + " GROUP BY window_start, k;",
        "2:1: not supported: HOP windows without GROUP BY window_start, window_end")]
    [TestCase(
        "SELECT DISTINCT k, window_end FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND));",
        "2:1: not supported: HOP windows without GROUP BY window_start, window_end")]
    [TestCase(Hop + " WHERE window_start > ts" + Groups, "2:100: not supported: " + RowBound)]
    [TestCase(
        "SELECT MAX(window_end) AS x FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND))" + Groups,
        "2:12: not supported: " + RowBound)]
    [TestCase(Hop + Groups + ", FLOOR(window_time TO DAY);", "2:138: not supported: " + RowBound)]
    [TestCase(
        "SELECT SUM(DISTINCT CAST(v AS DOUBLE)) AS x FROM TABLE(HOP(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' SECOND, INTERVAL '2' SECOND))" + Groups,
        "2:8: not supported: SUM(DISTINCT ...) of DOUBLE in HOP windows")]
    [TestCase(Session + " PARTITION BY kk, DESCRIPTOR(ts), INTERVAL '1' SECOND))" + Groups,
        "2:56: column 'kk' of PARTITION BY not found; did you mean 'k'?")]
    [TestCase(Session + ", DESCRIPTOR(ts), INTERVAL '0' SECOND)) GROUP BY window_start, window_end;", "2:60: the window gap must be positive")]
    [TestCase(Session + " PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' SECOND));", "2:26: not supported: SESSION windows without GROUP BY window_start, window_end")]
    [TestCase(Session + ", DESCRIPTOR(ts), INTERVAL '1' SECOND))" + Groups, "2:1: not supported: " + OtherSessions)]
    [TestCase(Session + " PARTITION BY (k, v), DESCRIPTOR(ts), INTERVAL '1' SECOND))" + Groups, "2:1: not supported: " + OtherSessions)]
    [TestCase(
        "SELECT DISTINCT v, window_start, window_end FROM TABLE(SESSION(TABLE ev PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' SECOND));",
        "2:1: not supported: " + OtherSessions)]
    [TestCase(
        Session + " PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' SECOND)) WHERE window_end > ts" + Groups,
        "2:103: not supported: " + RowBound)]
    public void Mistake_IsNamedWithItsPlace(string script, params string[] expected)
    {
        IReadOnlyList<Diagnostic> diagnostics = SqlCompiler.Compile(
            [new ScriptText("s.sql", Table + script)], new Dictionary<string, string>()).Diagnostics;

        Assert.That(diagnostics.Select(static d => d.ToString()), Is.EqualTo(expected.Select(static e => "s.sql:" + e)));
    }

    [Test]
    public void AllMistakes_ComeOutAtOnce_AndABrokenTableGivesOne()
    {
        const string Script = """
            CREATE TABLE broken (a INT, a INT) WITH ('connector' = 'print');
            SELECT a FROM broken;
            SELECT nope, neither FROM ev;
            SELECT UPPER(1, 2) AS u FROM ev WHERE nix = 1;
            """;

        IReadOnlyList<Diagnostic> diagnostics = SqlCompiler.Compile(
            [new ScriptText("s.sql", Table + Script)], new Dictionary<string, string>()).Diagnostics;

        Assert.That(diagnostics.Select(static d => d.Place.Line), Is.EqualTo(new[] { 2, 4, 4, 5, 5 }));
    }

    [Test]
    public void ViewOutsideTheDialect_ThatNothingUses_IsAWarning()
    {
        const string Views = """
            CREATE VIEW later AS SELECT *, SUM(v) OVER (PARTITION BY k ORDER BY ts) AS total FROM ev;
            CREATE VIEW totals AS SELECT v, COLLECT(k) AS ks FROM ev GROUP BY v;
            CREATE VIEW onTop AS SELECT k FROM later;
            SELECT k FROM ev;

            """;

        CompileResult unused = SqlCompiler.Compile([new ScriptText("s.sql", Table + Views)], new Dictionary<string, string>());
        CompileResult used = SqlCompiler.Compile(
            [new ScriptText("s.sql", Table + Views + "SELECT k FROM onTop;")], new Dictionary<string, string>());

        Assert.That(unused.Plan, Is.Not.Null);
        Assert.That(unused.Diagnostics.Select(static d => (d.Place.Line, d.Kind)), Is.EqualTo(new[]
        {
            (2, DiagnosticKind.Warning),
            (3, DiagnosticKind.Warning),
        }));
        Assert.That(unused.Diagnostics[0].Message, Does.StartWith("view 'later' cannot be used: not supported: OVER windows"));
        Assert.That(used.Plan, Is.Null);
        Assert.That(used.Diagnostics.Select(static d => (d.Place.Line, d.Kind)), Is.EqualTo(new[]
        {
            (2, DiagnosticKind.Unsupported),
            (3, DiagnosticKind.Warning),
        }));
    }

    [TestCase("window_start, window_end, k", 0)]
    [TestCase("window_start, window_end, v", 1)]
    [TestCase("window_start, window_end, UPPER(k)", 1)]
    public void DeclaredTenancy_ThatAQueryDoesNotUse_IsAWarning(string keys, int warnings)
    {
        string script = Table + $"""
            SET 'hotpath.table.ev.tenant' = 'k';
            SELECT COUNT(*) AS n FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY {keys};
            """;

        CompileResult result = SqlCompiler.Compile([new ScriptText("s.sql", script)], new Dictionary<string, string>());

        Assert.That(result.Plan, Is.Not.Null);
        Assert.That(result.Diagnostics, Has.Count.EqualTo(warnings));
        Assert.That(result.Diagnostics.Select(static d => d.Kind), Is.All.EqualTo(DiagnosticKind.Warning));
    }
}
