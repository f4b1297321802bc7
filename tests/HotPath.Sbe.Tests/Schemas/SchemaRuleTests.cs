using System;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Reading;
using HotPath.Sbe.Tests.Support;
using NUnit.Framework;

namespace HotPath.Sbe.Tests.Schemas;

/// <summary>One defect, one rule; and what lies next to the defect and is fine.</summary>
public sealed class SchemaRuleTests
{
    [TestCase("<type name=\"T\" primitiveType=\"int9\"/>", SchemaRule.AttributeWord)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" presence=\"maybe\"/>", SchemaRule.AttributeWord)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" length=\"-1\"/>", SchemaRule.AttributeNotNumber)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" length=\"x\"/>", SchemaRule.AttributeNotNumber)]
    [TestCase("<type name=\"\" primitiveType=\"int8\"/>", SchemaRule.AttributeMissing)]
    [TestCase("<type name=\"T\" primitiveType=\"uint8\" minValue=\"5\" maxValue=\"4\"/>", SchemaRule.RangeEmpty)]
    [TestCase("<type name=\"T\" primitiveType=\"uint8\" maxValue=\"256\"/>", SchemaRule.ValueInvalid)]
    [TestCase("<type name=\"T\" primitiveType=\"uint8\" presence=\"constant\">-1</type>", SchemaRule.ValueInvalid)]
    [TestCase("<type name=\"T\" primitiveType=\"float\" presence=\"constant\">1e39</type>", SchemaRule.ValueInvalid)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" length=\"2\" presence=\"constant\">1</type>", SchemaRule.ValueInvalid)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" presence=\"constant\"> </type>", SchemaRule.ConstantMissing)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" presence=\"constant\"/>", SchemaRule.ConstantMissing)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" valueRef=\"E.a\"/>", SchemaRule.ValueRefMismatch)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" presence=\"constant\" valueRef=\"Ea\"/>", SchemaRule.ValueRefInvalid)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" presence=\"constant\" valueRef=\"messageHeader.a\"/>", SchemaRule.ValueRefInvalid)]
    [TestCase("<enum name=\"E\" encodingType=\"float\"><validValue name=\"a\">1</validValue></enum>", SchemaRule.EncodingTypeInvalid)]
    [TestCase("<type name=\"P\" primitiveType=\"uint8\" length=\"2\"/><enum name=\"E\" encodingType=\"P\"><validValue name=\"a\">1</validValue></enum>", SchemaRule.EncodingTypeInvalid)]
    [TestCase("<enum name=\"E\" encodingType=\"Nowhere\"><validValue name=\"a\">1</validValue></enum>", SchemaRule.TypeUnknown)]
    [TestCase("<enum name=\"E\" encodingType=\"uint8\"><validValue name=\"a\"></validValue></enum>", SchemaRule.ValueInvalid)]
    [TestCase("<enum name=\"E\" encodingType=\"uint8\"><validValue name=\"a\">1</validValue><validValue name=\"b\">1</validValue></enum>", SchemaRule.ValueDuplicate)]
    [TestCase("<type name=\"P\" primitiveType=\"uint8\" maxValue=\"9\"/><enum name=\"E\" encodingType=\"P\"><validValue name=\"a\">10</validValue></enum>", SchemaRule.ValueOutOfRange)]
    [TestCase("<enum name=\"E\" encodingType=\"uint8\" nullValue=\"1\"><validValue name=\"a\">1</validValue></enum>", SchemaRule.ValueIsNull)]
    [TestCase("<set name=\"S\" encodingType=\"uint8\"><choice name=\"a\">8</choice></set>", SchemaRule.BitOutOfRange)]
    [TestCase("<set name=\"S\" encodingType=\"uint8\"><choice name=\"a\">1</choice><choice name=\"A\">2</choice></set>", SchemaRule.ValueDuplicate)]
    [TestCase("<set name=\"S\" encodingType=\"int8\"><choice name=\"a\">1</choice></set>", SchemaRule.EncodingTypeInvalid)]
    [TestCase("<composite name=\"C\"><group name=\"g\" id=\"1\"/></composite>", SchemaRule.CompositeMemberKind)]
    [TestCase("<composite name=\"C\"><ref name=\"a\" type=\"int8\"/></composite>", SchemaRule.TypeUnknown)]
    [TestCase("<composite name=\"C\"><ref name=\"a\" type=\"text\"/></composite>", SchemaRule.TypeKind)]
    [TestCase("<composite name=\"C\"><type name=\"a\" primitiveType=\"int8\" length=\"0\"/></composite>", SchemaRule.TypeKind)]
    [TestCase("<composite name=\"C\"><type name=\"a\" primitiveType=\"int8\"/><type name=\"b\" primitiveType=\"int8\" sinceVersion=\"1\"/></composite>", SchemaRule.VersionMixed)]
    [TestCase("<composite name=\"C\"><type name=\"a\" primitiveType=\"int16\"/><type name=\"b\" primitiveType=\"int8\" offset=\"1\"/></composite>", SchemaRule.OffsetOverlap)]
    [TestCase("<type name=\"T\" primitiveType=\"int8\" deprecated=\"4\"/>", SchemaRule.VersionTooHigh)]
    public void Types_WithOneDefect_BreakOneRule(string types, SchemaRule rule)
    {
        SchemaReadResult result = SchemaText.Read(SchemaText.Of(types, "<message name=\"M\" id=\"1\"/>"));
        Assert.That(SchemaText.Rules(result), Is.EqualTo(new[] { rule }), string.Join('\n', result.Diagnostics));
    }

    [TestCase("<field name=\"f\" id=\"1\" type=\"Nowhere\"/>", SchemaRule.TypeUnknown)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"text\"/>", SchemaRule.TypeKind)]
    [TestCase("<field name=\"f\" id=\"-1\" type=\"int8\"/>", SchemaRule.AttributeNotNumber)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"E\" presence=\"constant\"/>", SchemaRule.ConstantMissing)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"E\" presence=\"constant\" valueRef=\"F.a\"/>", SchemaRule.ValueRefMismatch)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"E\" presence=\"constant\" valueRef=\"E.z\"/>", SchemaRule.ValueRefInvalid)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"E\" valueRef=\"E.a\"/>", SchemaRule.ValueRefMismatch)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"int8\" presence=\"constant\" valueRef=\"E.a\"/>", SchemaRule.ValueRefMismatch)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"K\" presence=\"optional\"/>", SchemaRule.PresenceConflict)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"groupSizeEncoding\" presence=\"constant\"/>", SchemaRule.PresenceConflict)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"int8\"/><field name=\"g\" id=\"1\" type=\"int8\"/>", SchemaRule.MemberDuplicate)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"int8\"/><data name=\"f\" id=\"2\" type=\"text\"/>", SchemaRule.MemberDuplicate)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"int8\"/><group name=\"F\" id=\"2\"/>", SchemaRule.MemberNameCollision)]
    [TestCase("<data name=\"d\" id=\"1\" type=\"text\"/><group name=\"g\" id=\"2\"/>", SchemaRule.MemberOrder)]
    [TestCase("<data name=\"d\" id=\"1\" type=\"text\" presence=\"optional\"/>", SchemaRule.VarDataOptional)]
    [TestCase("<data name=\"d\" id=\"1\" type=\"int8\"/>", SchemaRule.TypeKind)]
    [TestCase("<group name=\"g\" id=\"1\" dimensionType=\"E\"/>", SchemaRule.TypeKind)]
    [TestCase("<group name=\"g\" id=\"1\" dimensionType=\"text\"/>", SchemaRule.StructureMemberMissing, SchemaRule.StructureMemberMissing)]
    [TestCase("<group name=\"g\" id=\"1\" blockLength=\"1\"><field name=\"f\" id=\"1\" type=\"int16\"/></group>", SchemaRule.BlockTooShort)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"int8\" sinceVersion=\"4\" presence=\"optional\"/>", SchemaRule.VersionTooHigh)]
    [TestCase("<field name=\"f\" id=\"1\" type=\"int8\" sinceVersion=\"1\"/>", SchemaRule.AppendedRequired)]
    [TestCase("<data name=\"d\" id=\"1\" type=\"text\" sinceVersion=\"2\"/><data name=\"e\" id=\"2\" type=\"text\" sinceVersion=\"1\"/>", SchemaRule.VersionOrder)]
    [TestCase("<group name=\"g\" id=\"1\" sinceVersion=\"1\"/><data name=\"d\" id=\"2\" type=\"text\"/>", SchemaRule.AppendedGroupBeforeData)]
    public void Members_WithOneDefect_BreakOneRule(string members, params SchemaRule[] rules)
    {
        const string Types = """
            <enum name="E" encodingType="uint8"><validValue name="a">1</validValue></enum>
            <enum name="F" encodingType="uint8"><validValue name="a">1</validValue></enum>
            <type name="K" primitiveType="uint8" presence="constant">1</type>
            """;
        SchemaReadResult result = SchemaText.Read(SchemaText.Of(Types, $"<message name=\"M\" id=\"1\">{members}</message>"));
        Assert.That(SchemaText.Rules(result), Is.EqualTo(rules), string.Join('\n', result.Diagnostics));
    }

    [TestCase("<field name=\"a\" id=\"1\" type=\"int8\" presence=\"optional\" sinceVersion=\"2\"/><field name=\"b\" id=\"2\" type=\"K\" sinceVersion=\"0\"/>")]
    [TestCase("<field name=\"a\" id=\"1\" type=\"int8\" offset=\"0\"/><field name=\"b\" id=\"2\" type=\"int16\" offset=\"1\"/>")]
    [TestCase("<group name=\"g\" id=\"1\"><field name=\"f\" id=\"1\" type=\"int8\"/><data name=\"d\" id=\"2\" type=\"text\"/></group><group name=\"h\" id=\"2\"/>")]
    public void Members_AtTheEdgeOfARule_AreFine(string members)
    {
        const string Types = "<type name=\"K\" primitiveType=\"uint8\" presence=\"constant\">1</type>";
        Assert.That(SchemaText.Read(SchemaText.Of(Types, $"<message name=\"M\" id=\"1\">{members}</message>")).Diagnostics, Is.Empty);
    }

    [Test]
    public void Errors_OfAWholeSchema_AreToldAtOnceInTheirOrder()
    {
        SchemaReadResult result = SchemaReader.Read(
            SharedFolder.Require("schemas/repo-invalid/error-handler-message-schema.xml"), new HotPath.Sbe.Files.DiskSchemaFiles());
        (int, SchemaRule)[] told = [.. result.Diagnostics.Where(static d => d.Line != 11).Select(static d => (d.Line, d.Rule))];
        Assert.That(told, Is.EqualTo(new[]
        {
            (14, SchemaRule.StructureMemberMissing), (14, SchemaRule.StructureMemberMissing), (17, SchemaRule.StructureMemberMissing),
            (17, SchemaRule.StructureMemberMissing), (23, SchemaRule.BlockTooShort), (25, SchemaRule.SemanticTypeMismatch),
            (34, SchemaRule.TypeUnknown), (37, SchemaRule.OffsetOverlap), (40, SchemaRule.TypeUnknown), (40, SchemaRule.BlockTooShort),
            (50, SchemaRule.MemberDuplicate), (53, SchemaRule.MemberDuplicate), (53, SchemaRule.TypeKind), (56, SchemaRule.MemberOrder),
        }));
    }

    [Test]
    public void Model_OfTheSameTextElsewhere_IsEqual()
    {
        string text = SchemaText.Of("<type name=\"T\" primitiveType=\"int8\"/>", "<message name=\"M\" id=\"1\"><field name=\"f\" id=\"1\" type=\"T\"/></message>");
        MessageSchema first = SchemaText.Schema(text);
        MessageSchema moved = SchemaText.Schema(text.Replace("<types>", "<!-- moved -->\n\n<types>", StringComparison.Ordinal));
        MessageSchema other = SchemaText.Schema(text.Replace("\"int8\"", "\"uint8\"", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(moved, Is.EqualTo(first));
            Assert.That(moved.GetHashCode(), Is.EqualTo(first.GetHashCode()));
            Assert.That(moved.Messages[0].Place.Line, Is.EqualTo(first.Messages[0].Place.Line + 2));
            Assert.That(other, Is.Not.EqualTo(first));
        });
    }
}
