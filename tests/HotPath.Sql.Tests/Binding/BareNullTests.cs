using System.Collections.Generic;
using System.Linq;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Binding;

/// <summary>Where a NULL without a type may stand. Source: each line asked of Flink 2.3.0.</summary>
public sealed class BareNullTests
{
    private const string Table =
        "CREATE TABLE ev (b BOOLEAN, k STRING, v INT, d DOUBLE) WITH ('connector' = 'filesystem');\n";

    private const string Sink = "CREATE TABLE o (k STRING) WITH ('connector' = 'blackhole'); ";

    private static readonly string[] Refusal = ["NULL has no type here"];

    [TestCase("NULL")]
    [TestCase("(NULL)")]
    [TestCase("-NULL")]
    [TestCase("v + NULL")]
    [TestCase("NULL * v")]
    [TestCase("k || NULL")]
    [TestCase("b AND NULL")]
    [TestCase("NULL OR b")]
    [TestCase("NOT NULL")]
    [TestCase("NULL IS TRUE")]
    [TestCase("NULL IS UNKNOWN")]
    [TestCase("NULL LIKE k")]
    [TestCase("k LIKE NULL")]
    [TestCase("k LIKE 'a%' ESCAPE NULL")]
    [TestCase("UPPER(NULL)")]
    [TestCase("CONCAT(k, NULL)")]
    [TestCase("CONCAT_WS(NULL, k, k)")]
    [TestCase("ROUND(d, NULL)")]
    [TestCase("IF(b, NULL, v)")]
    [TestCase("IF(b, v, NULL)")]
    [TestCase("GREATEST(v, NULL)")]
    [TestCase("NULLIF(NULL, v)")]
    [TestCase("COALESCE(NULL, NULL)")]
    [TestCase("CASE WHEN b THEN NULL ELSE NULL END")]
    [TestCase("COUNT(*) FILTER (WHERE NULL)")]
    public void Null_WithoutAType_IsRefused(string expression) =>
        Assert.That(Errors($"SELECT {expression} AS x FROM ev;").Select(Start), Is.EqualTo(Refusal));

    [TestCase("SELECT v FROM ev WHERE NOT NULL;")]
    [TestCase("SELECT COUNT(*) AS n FROM ev GROUP BY v, NULL;")]
    [TestCase("SELECT k FROM ev UNION ALL SELECT NULL FROM ev;")]
    [TestCase("SELECT k FROM (SELECT k, NULL AS n FROM ev);")]
    [TestCase("SELECT DISTINCT NULL AS n FROM ev;")]
    [TestCase(Sink + "INSERT INTO o SELECT NULL FROM ev;")]
    public void Null_ThatAQueryGives_IsRefused(string script) =>
        Assert.That(Errors(script).Select(Start), Is.EqualTo(Refusal));

    [TestCase("v = NULL")]
    [TestCase("NULL = NULL")]
    [TestCase("v <> NULL AND b")]
    [TestCase("v IN (1, NULL)")]
    [TestCase("NULL IN (1, 2)")]
    [TestCase("v NOT IN (NULL)")]
    [TestCase("v BETWEEN 1 AND NULL")]
    [TestCase("NULL IS NULL")]
    [TestCase("v IS DISTINCT FROM NULL")]
    [TestCase("COALESCE(NULL, NULL, k)")]
    [TestCase("IFNULL(v, NULL)")]
    [TestCase("NULLIF(v, NULL)")]
    [TestCase("CASE k WHEN 'a' THEN NULL WHEN NULL THEN 2 END")]
    [TestCase("CASE WHEN NULL THEN 1 ELSE 2 END")]
    [TestCase("CAST(NULL AS INT)")]
    public void Null_BesideAType_HasIt(string expression) =>
        Assert.That(Errors($"SELECT {expression} AS x FROM ev WHERE NULL;"), Is.Empty);

    [Test]
    public void Null_AsHaving_IsTaken() =>
        Assert.That(Errors("SELECT k, COUNT(*) AS n FROM ev GROUP BY k HAVING NULL;"), Is.Empty);

    private static string Start(Diagnostic diagnostic) => diagnostic.Message.Split(';')[0];

    private static IReadOnlyList<Diagnostic> Errors(string script) =>
        SqlCompiler.Compile([new ScriptText("s.sql", Table + script)], new Dictionary<string, string>()).Diagnostics;
}
