using System.IO;
using HotPath.Daemon.Errors;
using HotPath.Sql.Syntax;
using NUnit.Framework;

namespace HotPath.Daemon.Tests;

public sealed class DiagnosticPrinterTests
{
    [Test]
    public void Print_TwoErrors_ShowsPlaceLineAndCaretOfBoth()
    {
        ScriptText[] scripts = [new("a.sql", "SELECT 1;\r\n\tSELEC x FROM t;"), new("b.sql", "SELECT y")];
        Diagnostic[] diagnostics =
        [
            new(new SourcePlace("a.sql", 2, 2), "SELEC", "expected a statement, found SELEC", DiagnosticKind.Error),
            new(new SourcePlace("b.sql", 1, 8), "y", "no column y", DiagnosticKind.Unsupported),
        ];
        var text = new StringWriter { NewLine = "\n" };
        DiagnosticPrinter.Print(diagnostics, scripts, text);
        Assert.That(text.ToString(), Is.EqualTo(
            "a.sql:2:2: error: expected a statement, found SELEC\n"
            + "  \tSELEC x FROM t;\n"
            + "  \t^~~~~\n"
            + "b.sql:1:8: not supported: no column y\n"
            + "  SELECT y\n"
            + "         ^\n"));
    }

    [TestCase("", 1, 1)]
    [TestCase("x", 1, 2)]
    [TestCase("x", 5, 1)]
    [TestCase("x", 1, 99)]
    public void Print_PlaceAtOrPastTheEnd_DoesNotFail(string source, int line, int column)
    {
        var text = new StringWriter();
        DiagnosticPrinter.Print(
            [new Diagnostic(new SourcePlace("a", line, column), "word", "m", DiagnosticKind.Error)], [new ScriptText("a", source)], text);
        Assert.That(text.ToString(), Does.StartWith($"a:{line}:{column}: error: m"));
    }

    [Test]
    public void Print_LongLine_IsCutAroundThePlace()
    {
        var text = new StringWriter { NewLine = "\n" };
        string source = new string(' ', 1_000) + "bad" + new string(' ', 1_000);
        DiagnosticPrinter.Print(
            [new Diagnostic(new SourcePlace("a", 1, 1_001), "bad", "m", DiagnosticKind.Error)], [new ScriptText("a", source)], text);
        string[] lines = text.ToString().Split('\n');
        Assert.That(lines[1], Has.Length.LessThan(200));
        Assert.That(lines[1].Substring(lines[2].IndexOf('^', System.StringComparison.Ordinal), 3), Is.EqualTo("bad"));
    }
}
