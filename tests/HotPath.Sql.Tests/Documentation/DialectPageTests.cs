using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using HotPath.Operators.Scalars;
using HotPath.Sql.Syntax;
using HotPath.Sql.Tests.Execution;
using NUnit.Framework;

namespace HotPath.Sql.Tests.Documentation;

[TestFixture]
public sealed class DialectPageTests
{
    private static readonly string[] BoundElsewhere =
        ["IF", "COALESCE", "NULLIF", "IFNULL", "GREATEST", "LEAST", "CONCAT_WS"];

    private static IEnumerable<string> Examples => Names("example");

    private static IEnumerable<string> Refusals => Names("refused");

    [Test]
    public void Page_EverySqlFence_IsMarked()
    {
        int fences = Regex.Count(DialectPage.Text, "^```sql", RegexOptions.Multiline);
        Assert.That(DialectPage.Blocks, Has.Count.EqualTo(fences).And.Count.GreaterThan(8));
    }

    [TestCaseSource(nameof(Examples))]
    public void Page_Example_GivesItsAnswer(string name)
    {
        DialectPage.Example example = DialectPage.Named("example", name);
        DialectPage.Example[] tables = [.. example.Tables.Select(table => DialectPage.Named("table", table))];
        using PlanTestBed bed = new(string.Concat(tables.Select(Ddl)) + example.Sql);
        foreach (DialectPage.Example table in tables)
        {
            foreach (string line in table.Lines)
            {
                bed.Row(table.Name, [.. line.Split(',').Select(field => field == "NULL" ? null : field)]);
            }
        }

        foreach (DialectPage.Example table in tables)
        {
            bed.End(table.Name);
        }

        string[] columns = [.. bed.Plan.Statements[^1].OutputSchema.Columns.Select(column => column.Name)];
        Assert.That("op," + string.Join(',', columns), Is.EqualTo(example.Lines[0]));
        IEnumerable<string> rows = bed.TakeChanges().Select(row => $"{row[..2]},{row.Split('|', 2)[1]}");
        Assert.That(rows, Is.EquivalentTo(example.Lines.Skip(1)));
    }

    [TestCaseSource(nameof(Refusals))]
    public void Page_Refusal_GivesItsMessages(string name)
    {
        DialectPage.Example example = DialectPage.Named("refused", name);
        IEnumerable<ScriptText> tables = example.Tables.Select(
            static table => new ScriptText(table, DialectPage.Named("table", table).Sql));
        IReadOnlyList<Diagnostic> found = SqlCompiler.Compile(
            [.. tables, new ScriptText("x", example.Sql)],
            example.Tables.ToDictionary(static table => table, static _ => "x.csv")).Diagnostics;
        Assert.That(found.Select(static problem => problem.ToString()[2..]), Is.EqualTo(example.Lines));
    }

    [Test]
    public void Page_Functions_AreThoseOfTheCatalogue()
    {
        int start = DialectPage.Text.IndexOf("### Functions", StringComparison.Ordinal);
        int end = DialectPage.Text.IndexOf("## Settings", StringComparison.Ordinal);
        IEnumerable<string> named = Regex.Matches(DialectPage.Text[start..end], "`([A-Z][A-Z0-9_]+)`")
            .Select(match => match.Groups[1].Value)
            .Distinct();
        Assert.That(named, Is.EquivalentTo(ScalarCatalog.FunctionNames.Concat(BoundElsewhere)));
    }

    private static IEnumerable<string> Names(string kind) =>
        DialectPage.Blocks.Where(block => block.Kind == kind).Select(block => block.Name);

    private static string Ddl(DialectPage.Example table) =>
        SqlParser.Substitute(new ScriptText("x", table.Sql), new Dictionary<string, string> { [table.Name] = "x.csv" });
}
