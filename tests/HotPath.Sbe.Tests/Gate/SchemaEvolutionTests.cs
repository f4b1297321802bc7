using System;
using System.Linq;
using HotPath.Sbe.Gate;
using HotPath.Sbe.Schema.Evolution;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Gate;

/// <summary>One change, one rule, one direction: what the shared pairs do not show.</summary>
public sealed class SchemaEvolutionTests
{
    private const string Types = """
        <enum name="E" encodingType="uint8"><validValue name="a">1</validValue><validValue name="b">2</validValue></enum>
        <set name="S" encodingType="uint8"><choice name="x">0</choice><choice name="y">1</choice></set>
        <composite name="C"><type name="m" primitiveType="int32"/><type name="n" primitiveType="int32" presence="optional"/></composite>
        <type name="R" primitiveType="int16" minValue="0" maxValue="100"/>
        <type name="N" primitiveType="int16" presence="optional" nullValue="0"/>
        <type name="K" primitiveType="char" presence="constant">EUR</type>
        """;

    private const string Members = """
        <field name="e" id="1" type="E"/><field name="s" id="2" type="S"/><field name="c" id="3" type="C"/><field name="r" id="4" type="R"/>
        <field name="n" id="5" type="N"/><field name="k" id="6" type="K"/><field name="t" id="7" type="int64" timeUnit="nanosecond"/>
        <group name="g" id="10"><field name="a" id="1" type="int8"/></group><group name="h" id="11"/>
        <data name="d" id="20" type="text"/>
        """;

    [TestCase("<validValue name=\"b\">2</validValue>", "", EvolutionRule.EnumValueRemoved, EvolutionDirections.Backward)]
    [TestCase("<choice name=\"y\">1</choice>", "", EvolutionRule.ChoiceRemoved, EvolutionDirections.Backward)]
    [TestCase("<choice name=\"y\">1</choice>", "<choice name=\"y\">2</choice>", EvolutionRule.ChoiceMoved, EvolutionDirections.Full)]
    [TestCase("name=\"E\" encodingType=\"uint8\"", "name=\"E\" encodingType=\"int8\"", EvolutionRule.PrimitiveChanged, EvolutionDirections.Full)]
    [TestCase("name=\"E\" encodingType=\"uint8\"", "name=\"E\" encodingType=\"uint8\" nullValue=\"0\"", EvolutionRule.NullValueChanged, EvolutionDirections.Full)]
    [TestCase("nullValue=\"0\"", "nullValue=\"1\"", EvolutionRule.NullValueChanged, EvolutionDirections.Full)]
    [TestCase("name=\"n\" primitiveType=\"int32\" presence=\"optional\"", "name=\"n\" primitiveType=\"int32\"", EvolutionRule.OptionalToRequired, EvolutionDirections.Backward)]
    [TestCase("name=\"m\" primitiveType=\"int32\"", "name=\"m\" primitiveType=\"uint32\"", EvolutionRule.PrimitiveChanged, EvolutionDirections.Full)]
    [TestCase(">EUR<", ">USD<", EvolutionRule.ConstantChanged, EvolutionDirections.Full)]
    [TestCase("nanosecond", "microsecond", EvolutionRule.TimeMeaningChanged, EvolutionDirections.Full)]
    [TestCase("type=\"int64\" timeUnit", "type=\"double\" timeUnit", EvolutionRule.PrimitiveChanged, EvolutionDirections.Full)]
    [TestCase("id=\"3\" type=\"C\"", "id=\"3\" type=\"int64\"", EvolutionRule.TypeKindChanged, EvolutionDirections.Full)]
    [TestCase("characterEncoding=\"UTF-8\"", "", EvolutionRule.CharacterEncodingChanged, EvolutionDirections.Full)]
    [TestCase("<data name=\"d\" id=\"20\" type=\"text\"/>", "", EvolutionRule.DataRemoved, EvolutionDirections.Full)]
    [TestCase("<group name=\"h\" id=\"11\"/>", "", EvolutionRule.GroupRemoved, EvolutionDirections.Full)]
    [TestCase("type=\"int8\"/></group>", "type=\"int8\"/><data name=\"q\" id=\"2\" type=\"text\" sinceVersion=\"1\"/></group>", EvolutionRule.DataInserted, EvolutionDirections.Forward)]
    [TestCase("byteOrder=\"littleEndian\"", "byteOrder=\"bigEndian\"", EvolutionRule.ByteOrderChanged, EvolutionDirections.Full)]
    [TestCase("id=\"7\" version", "id=\"8\" version", EvolutionRule.SchemaIdChanged, EvolutionDirections.Full)]
    [TestCase("<message name=\"M\" id=\"1\"", "<message name=\"M\" id=\"2\"", EvolutionRule.TemplateIdChanged, EvolutionDirections.Full)]
    [TestCase("name=\"numInGroup\" primitiveType=\"uint16\"", "name=\"numInGroup\" primitiveType=\"uint8\"", EvolutionRule.StructureChanged, EvolutionDirections.Full)]
    [TestCase("name=\"e\" id=\"1\" type=\"E\"", "name=\"e\" id=\"1\" type=\"E\" sinceVersion=\"0\" presence=\"constant\" valueRef=\"E.a\"", EvolutionRule.ConstantToWire, EvolutionDirections.Full)]
    public void Change_ThatBreaks_IsNamedWithItsDirections(string old, string @new, EvolutionRule rule, EvolutionDirections directions)
    {
        ModelList<EvolutionFinding> findings = Compare(old, @new);
        EvolutionFinding[] breaking = [.. findings.Where(f => f.Severity == EvolutionSeverity.Breaking && f.Rule == rule)];
        Assert.That(breaking, Has.Length.EqualTo(1), string.Join('\n', findings));
        Assert.That(breaking[0].Directions, Is.EqualTo(directions));
    }

    [TestCase("<choice name=\"y\">1</choice>", "<choice name=\"z\">1</choice>", EvolutionRule.Renamed)]
    [TestCase("maxValue=\"100\"", "maxValue=\"101\"", EvolutionRule.RangeWidened)]
    [TestCase("minValue=\"0\"", "minValue=\"1\"", EvolutionRule.RangeNarrowed)]
    [TestCase("name=\"m\" primitiveType=\"int32\"", "name=\"m\" primitiveType=\"int32\" presence=\"optional\"", EvolutionRule.RequiredToOptional)]
    [TestCase("<message name=\"M\"", "<message name=\"Renamed\"", EvolutionRule.Renamed)]
    [TestCase("package=\"p\"", "package=\"q\"", EvolutionRule.PackageChanged)]
    [TestCase("type=\"int64\" timeUnit", "type=\"int64\" semanticType=\"Time\" timeUnit", EvolutionRule.SemanticTypeChanged)]
    public void Change_ToBeCarefulWith_IsAWarningAndNothingElse(string old, string @new, EvolutionRule rule) => Assert.That(
        Compare(old, @new).Select(static f => (f.Rule, f.Severity)), Is.EqualTo(new[] { (rule, EvolutionSeverity.Warning) }));

    [TestCase("<message name=\"M\" id=\"1\"", "<message name=\"M\" id=\"1\" blockLength=\"200\"")]
    [TestCase("name=\"e\" id=\"1\"", "name=\"e\" id=\"1\" description=\"d\" deprecated=\"1\"")]
    [TestCase("id=\"10\"><field", "id=\"10\"><!-- x --><field")]
    public void Change_ThatNobodyMeets_IsSilent(string old, string @new) => Assert.That(Compare(old, @new), Is.Empty);

    [TestCase(2, "", true)]
    [TestCase(2, "sinceVersion=\"1\"", true)]
    [TestCase(2, "sinceVersion=\"2\"", false)]
    [TestCase(1, "", false)]
    public void MessageThatCame_WithoutTheVersionItCameWith_IsWarnedAbout(int version, string since, bool isTold)
    {
        PublishedSchema grown = Version(version, $"<message name=\"A\" id=\"1\"/><message name=\"B\" id=\"2\" {since}/>");
        ModelList<EvolutionFinding> findings = SchemaEvolution.Compare(Version(1, "<message name=\"A\" id=\"1\"/>").Schema, grown.Schema);
        EvolutionFinding[] told = [.. findings.Where(static f => f.Rule == EvolutionRule.MessageWithoutVersion)];
        Assert.That(told.Select(static f => (f.Path, f.Severity)), Is.EqualTo(isTold ? new[] { ("B", EvolutionSeverity.Warning) } : []));
        Assert.That(told.All(static f => f.Alternative == "set sinceVersion=\"2\""));
    }

    [Test]
    public void EnumOfManyFields_ThatGrew_IsToldOnce()
    {
        string fields = string.Concat(Enumerable.Range(1, 9).Select(static id => $"<field name=\"f{id}\" id=\"{id}\" type=\"E\"/>"));
        MessageSchema old = SchemaText.Schema(SchemaText.Of(Types, $"<message name=\"M\" id=\"1\">{fields}</message>", "version=\"1\""));
        MessageSchema grown = SchemaText.Schema(SchemaText.Of(
            Types.Replace("</enum>", "<validValue name=\"c\" sinceVersion=\"2\">3</validValue></enum>", StringComparison.Ordinal),
            $"<message name=\"M\" id=\"1\">{fields}</message>",
            "version=\"2\""));
        Assert.That(SchemaEvolution.Compare(old, grown).Select(static f => f.Rule), Is.EqualTo(new[] { EvolutionRule.EnumValueAdded }));
    }

    [Test]
    public void Transitive_OverThreeVersions_FindsWhatNeighboursDoNot()
    {
        // 1 -> 2 takes a message out, 2 -> 3 brings its number back for something else.
        PublishedSchema[] versions =
        [
            Version(1, "<message name=\"A\" id=\"1\"/><message name=\"B\" id=\"2\"><field name=\"x\" id=\"1\" type=\"int8\"/></message>"),
            Version(2, "<message name=\"A\" id=\"1\"/>"),
            Version(3, "<message name=\"A\" id=\"1\"/><message name=\"C\" id=\"2\" sinceVersion=\"3\"><field name=\"y\" id=\"2\" type=\"int8\"/></message>"),
        ];
        Assert.That(
            CompatibilityGate.Check(versions, GateMode.Transitive).Select(static pair => pair.Verdict),
            Is.EqualTo(new[] { EvolutionSeverity.Breaking, EvolutionSeverity.Breaking, EvolutionSeverity.Compatible }));
        Assert.That(CompatibilityGate.Check(versions, GateMode.Forward).Select(static pair => pair.Old.Schema.Version), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(CompatibilityGate.Check(versions[0], versions[1], GateMode.Forward).Verdict, Is.EqualTo(EvolutionSeverity.Compatible));
    }

    private static PublishedSchema Version(int version, string messages) =>
        new($"v{version}.xml", SchemaText.Schema(SchemaText.Of("", messages, $"version=\"{version}\"")));

    private static ModelList<EvolutionFinding> Compare(string old, string @new)
    {
        string before = SchemaText.Of(Types, $"<message name=\"M\" id=\"1\">{Members}</message>", "version=\"0\" byteOrder=\"littleEndian\"");
        Assert.That(before, Does.Contain(old));
        string after = before.Replace("version=\"0\"", "version=\"1\"", StringComparison.Ordinal)
            .Replace(old.Replace("version=\"0\"", "version=\"1\"", StringComparison.Ordinal), @new, StringComparison.Ordinal);
        var result = SchemaText.Read(after);
        Assert.That(result.LaidOut, Is.Not.Null, string.Join('\n', result.Diagnostics));
        return SchemaEvolution.Compare(SchemaText.Schema(before), result.LaidOut!);
    }
}
