using System.Linq;
using System.Text;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Schemas;

/// <summary>Files: includes, and what tries to take the reader's memory or its files.</summary>
public sealed class XmlTreeTests
{
    private const string Include = "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"HREF\"/>";

    [Test]
    public void Include_InAnotherFolder_IsRelativeToTheFileThatHasIt()
    {
        string main = $"<messageSchema package=\"p\" id=\"1\">{Href("types/a.xml")}<message name=\"M\" id=\"1\"><field name=\"f\" id=\"1\" type=\"T\"/></message></messageSchema>";
        SchemaReadResult result = SchemaText.Read(
            main,
            ("dir/types/a.xml", $"<types>{Href("../more/b.xml")}<type name=\"T\" primitiveType=\"int8\"/></types>"),
            ("dir/more/b.xml", SchemaText.Header.Replace("</composite>", "", System.StringComparison.Ordinal).Split("<composite name=\"group")[0] + "</composite>"));
        Assert.That(result.Diagnostics, Is.Empty);
        Assert.That(result.Schema!.Header.Place.File, Is.EqualTo("dir/more/b.xml"));
        Assert.That(result.Schema.Messages[0].BlockLengthBytes, Is.EqualTo(1));
    }

    [TestCase("missing.xml", SchemaRule.FileUnreadable)]
    [TestCase("main.xml", SchemaRule.IncludeInvalid)]
    [TestCase("../dir/./main.xml", SchemaRule.IncludeInvalid)]
    [TestCase("/etc/passwd", SchemaRule.IncludeInvalid)]
    [TestCase("file:///etc/passwd", SchemaRule.IncludeInvalid)]
    [TestCase("", SchemaRule.IncludeInvalid)]
    public void Include_ThatCannotBe_IsToldAtItsPlace(string href, SchemaRule rule)
    {
        SchemaReadResult result = SchemaText.Read($"<messageSchema package=\"p\" id=\"1\">\n{Href(href)}\n<types>{SchemaText.Header}</types></messageSchema>");
        SchemaDiagnostic finding = result.Diagnostics.Single(static d => d.Severity == SchemaSeverity.Error);
        Assert.That((finding.Rule, finding.Line), Is.EqualTo((rule, 2)), finding.ToString());
    }

    [Test]
    public void Document_WithEntities_IsRefusedUnread()
    {
        SchemaReadResult result = SchemaText.Read(
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"&x;&x;\">]><messageSchema package=\"&y;\" id=\"1\"/>");
        Assert.That(SchemaText.Rules(result), Is.EqualTo(new[] { SchemaRule.DoctypeForbidden }));
    }

    [TestCase("<sbe:feild name=\"f\" id=\"1\" type=\"uint8\"/>", "element 'feild'; that of message 'M' is passed over", "'field'")]
    [TestCase("<field name=\"f\" id=\"1\" type=\"uint8\" ofset=\"8\"/>", "attribute 'ofset'; that of field 'f' is passed over", "'offset'")]
    [TestCase("<Group name=\"g\" id=\"1\"/>", "element 'Group'; that of message 'M' is passed over", "'group'")]
    public void Name_NearlyOneOfSbe_IsPassedOverAloud(string member, string message, string remedy)
    {
        string before = $"<messageSchema package=\"p\" id=\"1\"><types>{SchemaText.Header}</types>\n"
            + "<message xmlns:sbe=\"x\" name=\"M\" id=\"1\">\n";
        SchemaDiagnostic finding = SchemaText.Read($"{before}{member}</message></messageSchema>").Diagnostics.Single();
        Assert.That((finding.Rule, finding.Severity, finding.Line), Is.EqualTo((SchemaRule.NameMisspelt, SchemaSeverity.Warning, before.Split('\n').Length)));
        Assert.That(finding.ToString(), Does.Contain(message).And.Contain($"did you mean {remedy}?"));
    }

    [Test]
    public void Name_ThatIsNothingLikeSbe_IsPassedOverInSilence()
    {
        SchemaReadResult result = SchemaText.Read(
            $"<messageSchema package=\"p\" id=\"1\"><types>{SchemaText.Header}</types>"
            + "<message name=\"M\" id=\"1\" owner=\"me\"><annotation/></message></messageSchema>");
        Assert.That(result.Diagnostics, Is.Empty);
    }

    [TestCase("<messageSchema", 1)]
    [TestCase("<messageSchema>\n<types></messageSchema>", 2)]
    [TestCase("", 0)]
    public void Xml_ThatIsNotWellFormed_IsToldWithItsLine(string text, int line)
    {
        SchemaDiagnostic finding = SchemaText.Read(text).Diagnostics.Single();
        Assert.That((finding.Rule, finding.Line), Is.EqualTo((SchemaRule.XmlMalformed, line)), finding.ToString());
    }

    [Test]
    public void Elements_NestedWithoutEnd_AreRefused()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));
        Assert.That(SchemaText.Rules(SchemaText.Read($"<messageSchema>{deep}</messageSchema>")), Is.EqualTo(new[] { SchemaRule.LimitExceeded }));
    }

    [Test]
    public void References_ThatDoubleAtEachStep_AreRefused()
    {
        var types = new StringBuilder("<composite name=\"c0\"><type name=\"a\" primitiveType=\"int8\"/></composite>");
        for (int step = 1; step < 30; step++)
        {
            types.Append($"<composite name=\"c{step}\"><ref name=\"a\" type=\"c{step - 1}\"/><ref name=\"b\" type=\"c{step - 1}\"/></composite>");
        }

        SchemaReadResult result = SchemaText.Read(SchemaText.Of(types.ToString(), "<message name=\"M\" id=\"1\"/>"));
        Assert.That(result.Schema, Is.Null);
        Assert.That(SchemaText.Rules(result), Has.Member(SchemaRule.LimitExceeded));
    }

    [Test]
    public void References_ThatFormALongChain_AreRefusedWithoutDeepRecursion()
    {
        var types = new StringBuilder("<composite name=\"c0\"><type name=\"a\" primitiveType=\"int8\"/></composite>");
        for (int step = 1; step < 20_000; step++)
        {
            types.Insert(0, $"<composite name=\"c{step}\"><ref name=\"a\" type=\"c{step - 1}\"/></composite>");
        }

        SchemaReadResult result = SchemaText.Read(SchemaText.Of(types.ToString(), "<message name=\"M\" id=\"1\"/>"));
        Assert.That(SchemaText.Rules(result), Has.Member(SchemaRule.LimitExceeded));
    }

    [Test]
    public void Lengths_ThatAddUpToGigabytes_AreRefused()
    {
        string types = "<type name=\"big\" primitiveType=\"int64\" length=\"4000000\"/><type name=\"over\" primitiveType=\"int64\" length=\"2000000000\"/>";
        string fields = string.Concat(Enumerable.Range(1, 100).Select(static id => $"<field name=\"f{id}\" id=\"{id}\" type=\"big\"/>"));
        SchemaReadResult result = SchemaText.Read(SchemaText.Of(types, $"<message name=\"M\" id=\"1\">{fields}</message>"));
        Assert.That(SchemaText.Rules(result), Has.Member(SchemaRule.LengthInvalid).And.Member(SchemaRule.LimitExceeded).And.Member(SchemaRule.BlockTooLong));
    }

    [Test]
    public void Prefixes_AndNameSpaces_DoNotCount()
    {
        string text = SchemaText.Of("", "<message name=\"M\" id=\"1\"/>").Replace("messageSchema", "x:messageSchema", System.StringComparison.Ordinal)
            .Replace("package=", "xmlns:x=\"urn:a\" xmlns=\"urn:b\" package=", System.StringComparison.Ordinal);
        Assert.That(SchemaText.Read(text).Diagnostics, Is.Empty);
    }

    private static string Href(string href) => Include.Replace("HREF", href, System.StringComparison.Ordinal);
}
