using System;
using System.Globalization;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotPath.Sbe.Reading;

namespace HotPath.Sbe.Json;

/// <summary>A message with its header, for people and for programs.</summary>
public static class MessageDump
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a message as one JSON object: header, message, consumed, length, values.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="decoder">Reader of its schema.</param>
    /// <param name="frame">A frame that was checked.</param>
    /// <param name="decoded">What the check gave.</param>
    public static void WriteJson(
        Utf8JsonWriter json, MessageDecoder decoder, ReadOnlySpan<byte> frame, DecodedMessage decoded)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(decoder);
        json.WriteStartObject();
        json.WriteStartObject("header");
        json.WriteNumber("blockLength", decoded.Header.BlockLengthBytes);
        json.WriteNumber("templateId", decoded.Header.TemplateId);
        json.WriteNumber("schemaId", decoded.Header.SchemaId);
        json.WriteNumber("version", decoded.Header.Version);
        json.WriteEndObject();
        json.WriteString("message", decoded.Message?.Name);
        json.WriteNumber("consumed", decoded.ConsumedBytes);
        json.WriteNumber("length", frame.Length);
        json.WritePropertyName("values");
        var values = new MessageJsonWriter(json);
        _ = decoder.Decode(frame, ref values, out _);
        json.WriteEndObject();
    }

    /// <summary>Writes a message as a line a member, indented by depth.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="decoder">Reader of its schema.</param>
    /// <param name="frame">A frame that was checked.</param>
    /// <param name="decoded">What the check gave.</param>
    public static void WriteText(
        TextWriter text, MessageDecoder decoder, ReadOnlySpan<byte> frame, DecodedMessage decoded)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(decoder);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Relaxed))
        {
            var values = new MessageJsonWriter(json);
            _ = decoder.Decode(frame, ref values, out _);
        }

        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{decoded.Message?.Name} (template {decoded.Header.TemplateId}, schema {decoded.Header.SchemaId}, "
            + $"version {decoded.Header.Version}, block {decoded.Header.BlockLengthBytes})"));
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        WriteMembers(text, document.RootElement, "  ");
    }

    private static void WriteMembers(TextWriter text, JsonElement values, string indent)
    {
        foreach (JsonProperty member in values.EnumerateObject())
        {
            bool isGroup = member.Value.ValueKind == JsonValueKind.Array
                && member.Value.GetArrayLength() > 0
                && member.Value[0].ValueKind == JsonValueKind.Object
                && !member.Value[0].TryGetProperty("unknown", out _);
            if (isGroup)
            {
                int index = 0;
                foreach (JsonElement entry in member.Value.EnumerateArray())
                {
                    text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{indent}{member.Name}[{index++}]"));
                    WriteMembers(text, entry, indent + "  ");
                }
            }
            else if (member.Value.ValueKind == JsonValueKind.Object && !IsScalar(member.Value))
            {
                text.WriteLine($"{indent}{member.Name}");
                WriteMembers(text, member.Value, indent + "  ");
            }
            else
            {
                text.WriteLine($"{indent}{member.Name} = {member.Value.GetRawText()}");
            }
        }
    }

    private static bool IsScalar(JsonElement value) =>
        value.TryGetProperty("unknown", out _) || value.TryGetProperty("hex", out _);
}
