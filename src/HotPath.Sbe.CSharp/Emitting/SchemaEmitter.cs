using System.Globalization;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes what belongs to a schema as a whole.</summary>
internal static class SchemaEmitter
{
    public static void Emit(SourceWriter writer, SchemaPlan plan)
    {
        MessageSchema schema = plan.Schema;
        string description = schema.Description.Trim();
        writer.Summary(description.Length > 0 ? Documentation.Sentence(description) : $"Schema {schema.Package}.");
        writer.Open($"public static class {plan.InfoName}");
        EmitConstant(writer, plan, "Id", "schemaId", schema.Id, "Number of the schema.");
        EmitConstant(writer, plan, "Version", "version", schema.Version, "Version of the schema.");
        writer.Summary("Package of the schema.");
        writer.Lines($"public const string Package = {Documentation.Literal(schema.Package)};");
        writer.Blank();
        writer.Summary("Version of the meaning; empty when the schema says none.");
        writer.Lines($"public const string SemanticVersion = {Documentation.Literal(schema.SemanticVersion ?? "")};");
        writer.Blank();
        writer.Summary("Length of the header in front of every message. Unit: bytes.");
        writer.Lines($"public const int HeaderSize = {schema.Header.SizeBytes};");
        writer.Blank();
        EmitTemplate(writer, plan);
        writer.Close();
        writer.Blank();
        writer.Lines(
            $$"""
            /// <summary>
            /// Whether encoders check that they are used in the order of the schema: in debug builds unless
            /// SBE_UNCHECKED is defined, in other builds if SBE_CHECKED is. What is not checked costs nothing.
            /// </summary>
            internal static class {{plan.ChecksName}}
            {
                internal static bool IsOn =>
            #if SBE_CHECKED || (DEBUG && !SBE_UNCHECKED)
                    true;
            #else
                    false;
            #endif
            }
            """);
    }

    /// <summary>Writes a number of the header as a constant of the header's type.</summary>
    public static void EmitConstant(
        SourceWriter writer, SchemaPlan plan, string name, string member, int value, string summary)
    {
        PrimitiveType type = HeaderMember(plan, member).Primitive;
        writer.Summary(summary);
        writer.Lines(
            $"public const {Wire.Type(type)} {name} = {value.ToString(CultureInfo.InvariantCulture)};");
        writer.Blank();
    }

    /// <summary>Reads a number of the header.</summary>
    public static string ReadHeader(SchemaPlan plan, string member)
    {
        CompositeMember found = plan.Schema.Header.Find(member)!;
        var at = new Place("", found.OffsetBytes);
        return Wire.Read(((EncodedType)found.Type).Primitive, plan.IsBigEndian, "frame", at);
    }

    public static EncodedType HeaderMember(SchemaPlan plan, string member) =>
        (EncodedType)plan.Schema.Header.Find(member)!.Type;

    private static void EmitTemplate(SourceWriter writer, SchemaPlan plan)
    {
        CompositeMember template = plan.Schema.Header.Find("templateId")!;
        string type = Wire.Type(((EncodedType)template.Type).Primitive);
        writer.Summary(
            "Tells which message a frame holds, for a switch over the TemplateId of the messages. False when it ends "
            + "inside the header or is of another schema.");
        writer.Open($"public static bool TryReadTemplateId({Wire.ReadOnlySpan} frame, out {type} templateId)");
        writer.Lines("templateId = 0;");
        writer.Open($"if (frame.Length < HeaderSize || {ReadHeader(plan, "schemaId")} != Id)");
        writer.Lines("return false;");
        writer.Close();
        writer.Blank();
        writer.Lines($"templateId = {ReadHeader(plan, "templateId")};");
        writer.Lines("return true;");
        writer.Close();
    }
}
