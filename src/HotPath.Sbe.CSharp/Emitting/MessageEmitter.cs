using System.Collections.Generic;
using System.Globalization;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes a message: its constants, its decoder, its encoder.</summary>
internal static class MessageEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan, BlockPlan message)
    {
        EmitConstants(writer, plan, message);
        writer.Blank();
        DecoderEmitter.Emit(writer, plan, message);
        writer.Blank();
        EncoderEmitter.Emit(writer, plan, message);
    }

    private static void EmitConstants(SourceWriter writer, SchemaPlan plan, BlockPlan message)
    {
        var scope = new NameScope(
            message.Name, "BlockLength", "TemplateId", "SchemaId", "SchemaVersion", "SemanticType", "Equals",
            "ReferenceEquals", "ToString", "GetHashCode", "GetType", "MemberwiseClone", "Finalize");
        MessageSchema schema = plan.Schema;
        writer.Describe(message.Block, $"Message {message.Block.Name}.", $"Template {message.Block.Id}.");
        writer.Open($"public static class {message.Name}");
        SchemaEmitter.EmitConstant(
            writer, plan, "BlockLength", "blockLength", message.Block.BlockLengthBytes,
            "Length of the root block. Unit: bytes.");
        SchemaEmitter.EmitConstant(
            writer, plan, "TemplateId", "templateId", message.Block.Id, "Number of the message.");
        SchemaEmitter.EmitConstant(writer, plan, "SchemaId", "schemaId", schema.Id, "Number of the schema.");
        SchemaEmitter.EmitConstant(writer, plan, "SchemaVersion", "version", schema.Version, "Version of the schema.");
        writer.Summary("Meaning by another standard; empty when the schema says none.");
        writer.Lines($"public const string SemanticType = {Documentation.Literal(message.Block.SemanticType ?? "")};");
        EmitMembers(writer, message, scope);
        writer.Close();
    }

    private static void EmitMembers(SourceWriter writer, BlockPlan block, NameScope scope)
    {
        foreach (MemberPlan member in block.Fields)
        {
            var field = (Field)member.Element;
            string name = scope.Take(member.Name, "Id", "SinceVersion", "Offset", "NullValue", "MinValue", "MaxValue");
            EmitNumber(writer, "int", name + "Id", field.Id, $"Number of {field.Name}.");
            EmitNumber(writer, "int", name + "SinceVersion", field.SinceVersion, $"Version that brought {field.Name}.");
            if (field.Presence != Presence.Constant)
            {
                EmitNumber(
                    writer, "int", name + "Offset", field.OffsetBytes,
                    $"Place of {field.Name} in its block. Unit: bytes.");
                EmitRange(writer, field, name);
            }
        }

        foreach (BlockPlan group in block.Groups)
        {
            EmitGroup(writer, group, scope);
        }

        foreach (MemberPlan member in block.Data)
        {
            var data = (VarData)member.Element;
            string name = scope.Take(member.Name, "Id", "SinceVersion", "LengthMax", "HeaderSize");
            EmitNumber(writer, "int", name + "Id", data.Id, $"Number of {data.Name}.");
            EmitNumber(writer, "int", name + "SinceVersion", data.SinceVersion, $"Version that brought {data.Name}.");
            EmitNumber(writer, "long", name + "LengthMax", data.LengthMaxBytes, $"Longest {data.Name}. Unit: bytes.");
            EmitNumber(
                writer, "int", name + "HeaderSize", data.DataOffsetBytes,
                $"Room of the length in front of {data.Name}. Unit: bytes.");
        }
    }

    private static void EmitGroup(SourceWriter writer, BlockPlan plan, NameScope scope)
    {
        var group = (Group)plan.Block;
        string name = scope.Take(plan.Name);
        writer.Blank();
        writer.Describe(group, $"Group {group.Name}.", "");
        writer.Open($"public static class {name}");
        writer.Summary("Number of the group.");
        writer.Lines($"public const int Id = {group.Id};");
        EmitNumber(writer, "int", "SinceVersion", group.SinceVersion, "Version that brought the group.");
        EmitNumber(writer, "int", "BlockLength", group.BlockLengthBytes, "Length of an entry's block. Unit: bytes.");
        EmitNumber(writer, "int", "HeaderSize", group.Dimensions.SizeBytes, "Length of the dimensions. Unit: bytes.");
        EmitNumber(writer, "long", "CountMax", group.CountMax, "Most entries that the schema allows.");
        EmitMembers(writer, plan, new NameScope(
            name, "Id", "SinceVersion", "BlockLength", "HeaderSize", "CountMax", "Equals", "ReferenceEquals",
            "ToString", "GetHashCode", "GetType", "MemberwiseClone", "Finalize"));
        writer.Close();
    }

    // What is on the wire for none, and what the schema says of the range; neither side enforces it.
    private static void EmitRange(SourceWriter writer, Field field, string name)
    {
        if (field.Type is not EncodedType type || PrimitiveTypes.IsFloating(type.Primitive))
        {
            return;
        }

        var values = new List<KeyValuePair<string, PrimitiveValue>>
        {
            new("NullValue", type.NullValue), new("MinValue", type.MinValue), new("MaxValue", type.MaxValue),
        };
        foreach (KeyValuePair<string, PrimitiveValue> value in values)
        {
            writer.Blank();
            writer.Summary($"{value.Key} of {field.Name}.");
            writer.Lines(
                $"public const {Wire.Type(type.Primitive)} {name}{value.Key} = {Wire.Literal(value.Value)};");
        }
    }

    private static void EmitNumber(SourceWriter writer, string type, string name, long value, string summary)
    {
        writer.Blank();
        writer.Summary(summary);
        writer.Lines($"public const {type} {name} = {value.ToString(CultureInfo.InvariantCulture)};");
    }
}
