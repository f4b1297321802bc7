using System.Collections.Generic;
using System.Linq;
using HotPath.Foundation.Errors;
using HotPath.Sql.Planning;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Syntax;

[TestFixture]
public sealed class SubstitutionTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["X"] = "it's; -- `q`",
        ["N"] = "5",
        ["INPUT:A"] = "/tmp/a.csv",
        ["OPEN"] = "'abc",
        ["DASH"] = "-5",
        ["LINES"] = "1,\n2",
        ["SELF"] = "${N}",
    };

    [TestCase("SELECT '${X}' FROM t", "SELECT 'it''s; -- `q`' FROM t")]
    [TestCase("SELECT `${X}` FROM t", "SELECT `it's; -- ``q``` FROM t")]
    [TestCase("SELECT a${N} + ${N} FROM t", "SELECT a5 + 5 FROM t")]
    [TestCase("'${INPUT:A}'", "'/tmp/a.csv'")]
    [TestCase("'a''${N}''b'", "'a''5''b'")]
    [TestCase("-- ${UNKNOWN}\n/* ${UNKNOWN} */ ${N}", "-- ${UNKNOWN}\n/* ${UNKNOWN} */ 5")]
    [TestCase("'${} ${a b} $N ${N'", "'${} ${a b} $N ${N'")]
    [TestCase("'${SELF}'", "'${N}'")]
    [TestCase("no reference", "no reference")]
    public void Substitute_Text_IsReplaced(string text, string expected) =>
        Assert.That(SqlParser.Substitute(new ScriptText("s.sql", text), Values), Is.EqualTo(expected));

    [Test]
    public void Parse_WithoutVariables_LeavesWhatLooksLikeAReference()
    {
        ScriptText script = new("s.sql", "SELECT '${N}' FROM t");
        ParsedScript parsed = SqlParser.Parse([script], variables: null);
        SelectStatement select = (SelectStatement)parsed.Statements.Single();
        Assert.That(AstText.Of(select.Query), Is.EqualTo("SELECT '${N}' FROM t"));
        Assert.That(SqlParser.Substitute(script, null), Is.EqualTo(script.Text));
    }

    [Test]
    public void PlanText_OfSeveralScripts_CompilesAgainToTheSame()
    {
        const string Options = "'connector' = 'filesystem', 'path' = 'x', 'format' = 'csv'";
        ScriptText ddl = new("a.sql", $"CREATE TABLE t (a STRING) WITH ({Options}) -- no semicolon");
        ScriptText query = new("b.sql", "SELECT a || '${SELF}' AS b FROM t");
        SqlJobPlan first = (SqlJobPlan)SqlCompiler.Compile([ddl, query], Values).Plan!;
        CompileResult again = SqlCompiler.CompilePlanText(first.PlanText);
        Assert.That(again.Diagnostics, Is.Empty);
        Assert.That(((SqlJobPlan)again.Plan!).PlanText, Is.EqualTo(first.PlanText));
    }

    [Test]
    public void Substitute_UnknownVariable_IsOneClearError()
    {
        HotPathException error = Assert.Throws<HotPathException>(
            () => SqlParser.Substitute(new ScriptText("s.sql", "SELECT\n '${MISSING:Q}'"), Values))!;
        Assert.That(error.Code, Is.EqualTo(ErrorCode.ScriptInvalid));
        Assert.That(error.Message, Is.EqualTo(
            "s.sql:2:3: the variable MISSING:Q has no value; pass --set MISSING:Q=VALUE"));
    }

    [TestCase("SELECT '${MISSING}' FROM t; SELECT ${MISSING} FROM t; SELECT , FROM t", new[]
    {
        "1:9 ${MISSING} | the variable MISSING has no value; pass --set MISSING=VALUE",
        "1:36 ${MISSING} | the variable MISSING has no value; pass --set MISSING=VALUE",
        "1:62 , | unexpected ','; expected an expression",
    })]
    [TestCase("SELECT ${OPEN} FROM t", new[]
    {
        "1:8 ${OPEN} | the value of OPEN leaves a quote open; put the reference inside the quotes",
    })]
    [TestCase("SELECT 1 -${DASH} FROM t", new[]
    {
        "1:11 ${DASH} | the value of DASH leaves a comment open; put the reference inside the quotes",
    })]
    public void Parse_BadVariables_AreNamedOnce(string text, string[] expected)
    {
        ParsedScript parsed = Scripts.Parse(text, Values);
        Assert.That(
            parsed.Diagnostics.Select(d => $"{d.Place.Line}:{d.Place.Column} {d.Word} | {d.Message}"),
            Is.EqualTo(expected));
    }

    [TestCase("SELECT ${SELF} FROM t")]
    [TestCase("SELECT a${SELF} FROM t")]
    [TestCase("SELECT ${} FROM t")]
    public void Parse_ValueThatLooksLikeAReference_IsAnErrorInPlace(string text)
    {
        Diagnostic found = Scripts.Parse(text, Values).Diagnostics.Single();
        Assert.That((found.Place.Column, found.Word), Is.AnyOf((8, "$"), (9, "$")));
        Assert.That(found.Message, Does.EndWith("a variable is written ${NAME}"));
    }

    [Test]
    public void Parse_BehindSubstitution_PlacesAreThoseOfTheFile()
    {
        ParsedScript parsed = Scripts.Parse("SELECT '${X}', ${LINES}, a FROM t WHERE ${N} FROM;", Values);
        Assert.That(parsed.Diagnostics.Single().Place, Is.EqualTo(new SourcePlace("s.sql", 1, 46)));
    }

    [Test]
    public void Parse_InsideAValue_ThePlaceIsTheReference()
    {
        ParsedScript parsed = Scripts.Parse("SELECT a FROM ${LINES}", Values);
        Assert.That(parsed.Diagnostics[0].Place, Is.EqualTo(new SourcePlace("s.sql", 1, 15)));
    }

    [Test]
    public void Parse_SeveralScripts_AreOneSessionInOrder()
    {
        ParsedScript parsed = SqlParser.Parse(
            [new ScriptText("a.sql", "SELECT a FROM t; FOO"), new ScriptText("b.sql", "BAR; SELECT b FROM t")], Values);
        Assert.That(parsed.Statements.Select(s => s.Place.File), Is.EqualTo(new[] { "a.sql", "b.sql" }));
        Assert.That(
            parsed.Diagnostics.Select(d => $"{d.Place} {d.Word}"),
            Is.EqualTo(new[] { "a.sql:1:18 FOO", "b.sql:1:1 BAR" }));
    }
}
