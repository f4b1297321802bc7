using System;
using HotPath.Sbe.CSharp.Naming;
using HotPath.Sbe.CSharp.Writing;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.CSharp.Emitting;

/// <summary>Writes the methods that print: the same JSON as that of the decoder without generated code.</summary>
internal static class JsonEmitter
{
    /// <summary>Writes <c>WriteJson</c> and <c>ToString</c>.</summary>
    public static void Emit(SourceWriter writer, Action emitMembers)
    {
        writer.Blank();
        writer.Summary("Writes the members as one JSON object.");
        writer.Open($"public void WriteJson({Wire.Json} json)");
        writer.Lines("json.WriteStartObject();");
        emitMembers();
        writer.Lines("json.WriteEndObject();");
        writer.Close();
        writer.Blank();
        writer.Summary("The members as JSON, for people; allocates.");
        writer.Open("public override string ToString()");
        writer.Lines($"using var text = new {Wire.Generated}.SbeJsonText();");
        writer.Lines("WriteJson(text.Writer);");
        writer.Lines("return text.ToString();");
        writer.Close();
    }

    public static void EmitField(SourceWriter writer, MemberSite site)
    {
        writer.Lines($"json.WritePropertyName({Documentation.Literal(site.Element.Name)});");
        if (site.Constant is { Text: { } text } && site.Type is not EnumType)
        {
            writer.Lines($"json.WriteStringValue({Documentation.Literal(text)});");
            return;
        }

        if (site.SinceVersion == 0)
        {
            EmitValue(writer, site);
            return;
        }

        writer.Open($"if ({site.IsAbsent})");
        writer.Lines("json.WriteNullValue();");
        writer.Close();
        writer.Open("else");
        EmitValue(writer, site);
        writer.Close();
        writer.Blank();
    }

    public static void EmitGroup(SourceWriter writer, MemberPlan names)
    {
        writer.Lines($"json.WriteStartArray({Documentation.Literal(names.Element.Name)});");
        writer.Open($"foreach ({names.EntryType} entry in {names.Name})");
        writer.Lines("entry.WriteJson(json);");
        writer.Close();
        writer.Blank();
        writer.Lines("json.WriteEndArray();");
    }

    public static void EmitData(SourceWriter writer, MemberPlan names)
    {
        writer.Lines($"json.WritePropertyName({Documentation.Literal(names.Element.Name)});");
        string encoding = Encoding(((VarData)names.Element).CharacterEncoding);
        writer.Lines($"{Wire.Generated}.SbeJson.Text(json, {names.Name}, {encoding});");
    }

    private static void EmitValue(SourceWriter writer, MemberSite site)
    {
        switch (site.Type)
        {
            case EncodedType { Primitive: PrimitiveType.Char } type when site.Constant is null:
                string value = type.Length > 1 ? site.Names.Name : site.IsNullable ? site.Names.Raw : site.Names.Name;
                string method = type.Length > 1 ? "Text" : "Character";
                writer.Lines(
                    $"{Wire.Generated}.SbeJson.{method}(json, {value}, {Encoding(type.CharacterEncoding)});");
                break;
            case EncodedType { Length: > 1 } array when site.Constant is null:
                writer.Lines("json.WriteStartArray();");
                writer.Open($"for (int index = 0; index < {site.Names.Length}; index++)");
                writer.Lines(
                    $"{Wire.Generated}.SbeJson.{Wire.JsonMethod(array.Primitive)}(json, {site.Names.Get}(index));");
                writer.Close();
                writer.Blank();
                writer.Lines("json.WriteEndArray();");
                break;
            case EncodedType number:
                PrimitiveType primitive = site.Constant?.Value.Type ?? number.Primitive;
                writer.Lines($"{Wire.Generated}.SbeJson.{Wire.JsonMethod(primitive)}(json, {site.Names.Name});");
                break;
            default:
                writer.Lines($"{site.Names.Name}.WriteJson(json);");
                break;
        }
    }

    private static string Encoding(string? name) => name is null ? "null" : Documentation.Literal(name);
}
