using System;
using System.Text.Json;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Json;

/// <summary>Writes how the messages of a schema lie on the wire: blocks, offsets, sizes, versions.</summary>
public static class LayoutWriter
{
    /// <summary>Writes a schema's layout as one JSON object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="schema">Any schema.</param>
    /// <param name="name">Name of its file, for the reader.</param>
    public static void Write(Utf8JsonWriter json, MessageSchema schema, string name)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(schema);
        json.WriteStartObject();
        json.WriteString("schema", name);
        json.WriteNumber("id", schema.Id);
        json.WriteNumber("version", schema.Version);
        json.WriteString("byteOrder", schema.ByteOrder == ByteOrder.BigEndian ? "BIG_ENDIAN" : "LITTLE_ENDIAN");
        json.WriteNumber("headerLength", schema.Header.SizeBytes);
        json.WriteStartArray("messages");
        foreach (Message message in schema.Messages)
        {
            json.WriteStartObject();
            json.WriteString("name", message.Name);
            json.WriteNumber("templateId", message.Id);
            json.WriteNumber("blockLength", message.BlockLengthBytes);
            json.WriteNumber("sinceVersion", message.SinceVersion);
            WriteMembers(json, message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Name of a type in a layout.</summary>
    /// <param name="type">Any type.</param>
    /// <returns>A primitive, with the count of an array, as <c>char[6]</c>; or the type's own name.</returns>
    public static string TypeName(SbeType type) => type switch
    {
        EncodedType encoded when encoded.Length == 1 || encoded.Presence == Presence.Constant =>
            PrimitiveTypes.Name(encoded.Primitive),
        EncodedType encoded => $"{PrimitiveTypes.Name(encoded.Primitive)}[{encoded.Length}]",
        _ => type.Name,
    };

    private static void WriteMembers(Utf8JsonWriter json, Block block)
    {
        json.WriteStartArray("members");
        foreach (Field field in block.Fields)
        {
            WriteField(json, field);
        }

        foreach (Group group in block.Groups)
        {
            WriteStart(json, "group", group, group.Id);
            json.WriteNumber("blockLength", group.BlockLengthBytes);
            json.WriteNumber("dimensionLength", group.Dimensions.SizeBytes);
            WriteMembers(json, group);
            json.WriteEndObject();
        }

        foreach (VarData data in block.Data)
        {
            WriteStart(json, "data", data, data.Id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter json, Field field)
    {
        WriteStart(json, "field", field, field.Id);
        json.WriteNumber("offset", field.OffsetBytes);
        json.WriteNumber("size", field.SizeBytes);
        json.WriteString("type", TypeName(field.Type));
        json.WriteString("presence", field.Presence switch
        {
            Presence.Optional => "optional",
            Presence.Constant => "constant",
            _ => "required",
        });
        json.WriteEndObject();
    }

    private static void WriteStart(Utf8JsonWriter json, string kind, SchemaElementModel member, int id)
    {
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("name", member.Name);
        json.WriteNumber("id", id);
        if (member.SinceVersion > 0)
        {
            json.WriteNumber("sinceVersion", member.SinceVersion);
        }

        if (member.DeprecatedVersion is { } deprecated)
        {
            json.WriteNumber("deprecated", deprecated);
        }
    }
}
