using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class UnsupportedTests
{
    private static readonly string[][] Refused =
    [
        ["SELECT a FROM t ORDER BY a DESC NULLS LAST, b LIMIT 5", "1:17 ORDER BY", "1:47 LIMIT"],
        ["SELECT a FROM t OFFSET 2 ROWS FETCH FIRST 3 ROWS ONLY", "1:17 OFFSET", "1:31 FETCH"],
        ["SELECT a FROM t UNION SELECT a FROM r EXCEPT SELECT 1 FROM r", "1:39 EXCEPT"],
        ["SELECT a FROM t INTERSECT SELECT a FROM r", "1:17 INTERSECT"],
        ["SELECT a FROM t LEFT OUTER JOIN r ON t.a = r.a WHERE b", "1:17 JOIN"],
        ["SELECT a FROM t JOIN r USING (a)", "1:17 JOIN"],
        ["SELECT a FROM t, r", "1:16 JOIN (several tables in FROM)"],
        [
            "SELECT a FROM t JOIN r FOR SYSTEM_TIME AS OF t.ts AS x ON t.a = x.a",
            "1:17 JOIN",
            "1:24 temporal and lookup joins (FOR SYSTEM_TIME AS OF)",
        ],
        ["SELECT a, SUM(b) OVER (PARTITION BY c ORDER BY ts) FROM t", "1:18 OVER windows"],
        ["SELECT SUM(b) OVER w FROM t WINDOW w AS (ORDER BY ts)", "1:15 OVER windows"],
        ["SELECT RANK() OVER (ORDER BY ts) AS rn FROM t", "1:8 RANK; use ROW_NUMBER"],
        ["SELECT DENSE_RANK() OVER (ORDER BY ts) AS rn FROM t", "1:8 DENSE_RANK; use ROW_NUMBER"],
        ["SELECT * FROM t MATCH_RECOGNIZE (PATTERN (a+ b)) AS m", "1:17 MATCH_RECOGNIZE"],
        ["SELECT GROUP_ID() FROM t GROUP BY CUBE (a)", "1:8 GROUP_ID; use GROUPING_ID"],
        ["SELECT HOP_PROCTIME(ts, x, y) FROM t GROUP BY HOP(ts, x, y)", "1:8 the processing time of a window; use PROCTIME()"],
        ["SELECT a FROM t WHERE a IN (SELECT b FROM r)", "1:29 IN (subquery)"],
        ["SELECT a FROM t WHERE NOT EXISTS (SELECT b FROM r)", "1:35 EXISTS"],
        ["SELECT (SELECT 1 FROM r) FROM t", "1:9 scalar subquery"],
        [
            "SELECT a FROM t WHERE a > ALL (SELECT b FROM r)",
            "1:27 comparisons with ANY, SOME or ALL",
            "1:32 scalar subquery",
        ],
        ["VALUES (1, 2), (3, 4)", "1:1 VALUES"],
        ["INSERT INTO t VALUES (1)", "1:15 VALUES"],
        [
            "SELECT a FROM (VALUES (1), (2)) AS t (a)",
            "1:16 VALUES",
            "1:38 column names behind a table alias; name the columns in a view",
        ],
        ["WITH x AS (SELECT a FROM t) SELECT a FROM x", "1:1 WITH (common table expressions); use CREATE VIEW"],
        ["SELECT 1", "1:9 SELECT without FROM"],
        ["SELECT a FROM t WHERE a != 1", "1:25 !=, which Flink does not take; write <>"],
        [
            "SELECT * FROM TABLE(TUMBLE(TABLE t PARTITION BY (a, b), DESCRIPTOR(ts), INTERVAL '1' DAY))",
            "1:36 PARTITION BY inside TUMBLE; group by the keys instead",
        ],
        ["SELECT * FROM TABLE(my_function(1, 2)) AS x", "1:21 table functions (MY_FUNCTION); there are: TUMBLE, HOP, CUMULATE, SESSION"],
        ["SELECT * FROM TABLE(tumbel(TABLE t, DESCRIPTOR(ts), INTERVAL '1' DAY))", "1:21 table functions (TUMBEL); did you mean 'TUMBLE'?"],
        [
            "SELECT * FROM t, LATERAL TABLE(f(a)) AS x",
            "1:16 JOIN (several tables in FROM)",
            "1:18 LATERAL",
            "1:32 table functions (F); there are: TUMBLE, HOP, CUMULATE, SESSION",
        ],
        ["SELECT * FROM UNNEST(a) AS x", "1:15 UNNEST"],
        ["SELECT * FROM cat.db.t", "1:15 table names with a catalog or database; write the table's name alone"],
        ["SELECT * FROM t /*+ OPTIONS('a'='b') */", "1:17 optimizer hints (/*+ ... */)"],
        [
            "SELECT ARRAY[1, 2], MAP['a', 1], ROW(1, 2) FROM t",
            "1:8 ARRAY constructors",
            "1:21 MAP constructors",
            "1:34 ROW constructors",
        ],
        ["SELECT (a, b) FROM t", "1:8 ROW constructors"],
        ["SELECT a[1] FROM t", "1:9 subscripts of arrays and maps"],
        ["SELECT f(a).b FROM t", "1:12 fields of ROW values"],
        [
            "SELECT X'1F', _UTF8'a', U&'a' FROM t",
            "1:8 binary literals (X'...')",
            "1:15 literals with a prefix (_UTF8'...')",
            "1:25 literals with Unicode escapes (U&'...'); write the characters themselves",
        ],
        ["SELECT a SIMILAR TO 'b' FROM t", "1:10 SIMILAR TO; use LIKE or REGEXP"],
        ["SELECT a BETWEEN SYMMETRIC 1 AND 2 FROM t", "1:18 BETWEEN SYMMETRIC"],
        ["SELECT a IS JSON OBJECT FROM t", "1:13 IS JSON"],
        ["SELECT JSON_VALUE(a, '$.b' RETURNING INT) FROM t", "1:28 RETURNING inside JSON_VALUE(...)"],
        ["SELECT LISTAGG(a) WITHIN GROUP (ORDER BY a) FROM t", "1:19 WITHIN GROUP (ORDER BY ...)"],
        ["SELECT f(a => 1) FROM t", "1:10 named arguments of functions; give them by position"],
        ["SELECT INTERVAL '0.0001' SECOND FROM t", "1:17 intervals finer than a millisecond"],
        ["SELECT TIMESTAMP '2024-01-01 00:00:00.1234' FROM t", "1:18 times finer than a millisecond"],
        [
            "SELECT CAST(a AS TIMESTAMP) FROM t",
            "1:18 TIMESTAMP(6), times finer than a millisecond; write TIMESTAMP(3)",
        ],
        ["CREATE TABLE t (a ROW<b INT, c ARRAY<STRING>>)", "1:19 ROW types", "1:32 ARRAY types"],
        [
            "CREATE TABLE t (a MAP<STRING, INT>, b MULTISET<INT>, c INT ARRAY)",
            "1:19 MAP types",
            "1:39 MULTISET types",
            "1:56 ARRAY types",
        ],
        [
            "CREATE TABLE t (a TIMESTAMP_LTZ(9))",
            "1:19 TIMESTAMP_LTZ(9), times finer than a millisecond; write TIMESTAMP_LTZ(3)",
        ],
        ["CREATE TABLE t (a INT METADATA FROM 'x' VIRTUAL, b INT METADATA)", "1:23 METADATA columns"],
        ["CREATE TABLE t (a INT) PARTITIONED BY (a) WITH ('x' = 'y')", "1:24 PARTITIONED BY"],
        ["CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) INTO 4 BUCKETS", "1:24 DISTRIBUTED BY"],
        ["CREATE TABLE t (a INT) WITH ('x' = 'y') LIKE r (EXCLUDING ALL)", "1:41 the LIKE clause of CREATE TABLE"],
        [
            "CREATE TABLE t WITH ('x' = 'y') AS SELECT a FROM r",
            "1:16 CREATE TABLE without columns",
            "1:33 CREATE TABLE AS SELECT",
        ],
        ["CREATE OR REPLACE TABLE t AS SELECT a FROM r", "1:8 CREATE OR REPLACE and CREATE OR ALTER"],
        [
            "CREATE FUNCTION f AS 'x' WITH ('a' = 'b'); CREATE CATALOG c; CREATE DATABASE d",
            "1:26 WITH of CREATE FUNCTION",
            "1:51 CREATE CATALOG",
            "1:69 CREATE DATABASE",
        ],
        ["ALTER TABLE t RENAME TO r; DROP TABLE t", "1:1 ALTER", "1:28 DROP"],
        ["USE c; SHOW TABLES; DESCRIBE t; DESC t", "1:1 USE", "1:8 SHOW", "1:21 DESCRIBE", "1:33 DESCRIBE"],
        ["EXPLAIN SELECT a FROM t", "1:1 EXPLAIN; use the command hotpath explain"],
        [
            "DELETE FROM t; UPDATE t SET a = 1; TRUNCATE TABLE t; MERGE INTO t",
            "1:1 DELETE",
            "1:16 UPDATE",
            "1:36 TRUNCATE",
            "1:54 MERGE",
        ],
        [
            "ADD JAR 'x'; REMOVE JAR 'x'; LOAD MODULE m; RESET 'k'",
            "1:1 ADD JAR",
            "1:14 REMOVE JAR",
            "1:30 LOAD MODULE",
            "1:45 RESET",
        ],
        ["SET;", "1:4 SET without a key (listing the settings)"],
        [
            "INSERT OVERWRITE t PARTITION (a = 1) SELECT a FROM r",
            "1:8 INSERT OVERWRITE",
            "1:20 INSERT INTO ... PARTITION",
        ],
        ["EXECUTE INSERT INTO t SELECT a FROM r", "1:1 EXECUTE before a statement; leave the word out"],
    ];

    private static IEnumerable<TestCaseData> Cases =>
        Refused.Select(row => new TestCaseData(row[0], row[1..]).SetArgDisplayNames(row[0]));

    [TestCaseSource(nameof(Cases))]
    public void Parse_BeyondTheDialect_IsRefusedByNameInPlace(string text, string[] expected)
    {
        ParsedScript parsed = Scripts.Parse(text);
        string[] found = [.. parsed.Diagnostics.Select(d => $"{d.Place.Line}:{d.Place.Column} {d.Message}")];
        Assert.That(found, Is.EqualTo(expected));
        Assert.That(parsed.Diagnostics, Has.All.Property("Kind").EqualTo(DiagnosticKind.Unsupported));
        Assert.That(parsed.Statements.Where(static s => s is not RefusedDeclaration), Is.Empty);
    }
}
