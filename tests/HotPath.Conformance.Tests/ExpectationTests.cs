using System;
using System.Linq;
using HotPath.Conformance.Cases;
using HotPath.Conformance.Levels;
using NUnit.Framework;

namespace HotPath.Conformance.Tests;

public sealed class ExpectationTests
{
    [Test]
    public void Parse_QuotedFields_KeepCommasQuotesAndNewlines() =>
        Assert.That(
            CsvText.Parse("a,\"b,c\",\"d\"\"e\"\r\n\"x\ny\",,\n\"\"\n"),
            Is.EqualTo(new[] { new[] { "a", "b,c", "d\"e" }, ["x\ny", string.Empty, string.Empty], [string.Empty] }));

    [Test]
    public void Parse_EndOfInput_IsTheLastLine()
    {
        Expectation expectation = Expectation.Parse("after_line,op,k\n7,+I,a\nEOF,-D,b\n", null, string.Empty);
        Assert.That(expectation.Changes.Select(c => c.Line), Is.EqualTo(new[] { 7, Change.EndOfInput }));
        Assert.That(expectation.Changes[1].Sign, Is.EqualTo(-1));
    }

    [TestCase("line,op,k\n")]
    [TestCase("after_line,op,k\n1,*I,a\n")]
    [TestCase("after_line,op,k\n1,+I,\"a\n")]
    public void Parse_AnotherFormat_IsRefused(string text) =>
        Assert.That(() => Expectation.Parse(text, null, string.Empty), Throws.TypeOf<FormatException>());

    [Test]
    public void InputText_WithSelector_HoldsItsLinesWithoutTheFirstColumn()
    {
        var one = new ConformanceCase(
            "case", string.Empty, "#src,k", ["A,x", "B,y", "A,z"], Expectation.Parse("after_line,op,k\n", null, string.Empty));
        Assert.That(one.InputText("A"), Is.EqualTo("#k\nx\nz\n"));
        Assert.That(one.LinesFor("A"), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(one.InputText(null), Is.EqualTo("#src,k\nA,x\nB,y\nA,z\n"));
    }
}
