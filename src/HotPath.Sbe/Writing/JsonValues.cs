using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Text;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;
using HotPath.Sbe.Text;

namespace HotPath.Sbe.Writing;

/// <summary>Reads JSON values as members of a message need them; what does not suit is refused with its path.</summary>
internal static class JsonValues
{
    public static bool IsAbsent(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public static JsonElement Property(JsonElement values, string name) =>
        values.TryGetProperty(name, out JsonElement value) ? value : default;

    /// <summary>Refuses a property that is no member: what it says would be lost.</summary>
    public static void ExpectOnly(JsonElement values, IReadOnlyList<string> members, string path)
    {
        foreach (JsonProperty property in values.EnumerateObject())
        {
            if (!members.Contains(property.Name, StringComparer.Ordinal))
            {
                throw Refuse(
                    $"{path}.{property.Name}", "is no member", NameSuggestions.For(property.Name, members));
            }
        }
    }

    public static void Expect(JsonElement value, JsonValueKind kind, string path)
    {
        if (value.ValueKind != kind)
        {
            throw Refuse(path, $"is {Kind(value.ValueKind)}", $"give {Kind(kind)}");
        }
    }

    /// <summary>The number of <c>{"unknown": n}</c>, or null when the value is something else.</summary>
    public static JsonElement? Unknown(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("unknown", out JsonElement number)
            ? number
            : null;

    /// <summary>A number of a type; one outside its range is told what the range is.</summary>
    public static PrimitiveValue Number(EncodedType type, JsonElement value, string path) => Number(
        type.Primitive, value, path, $"{type.MinValue} to {type.MaxValue}");

    /// <summary>A number of a primitive type, null values included.</summary>
    public static PrimitiveValue Number(PrimitiveType type, JsonElement value, string path) => Number(
        type, value, path, $"{PrimitiveTypes.DefaultMin(type)} to {PrimitiveTypes.DefaultMax(type)}");

    private static PrimitiveValue Number(PrimitiveType type, JsonElement value, string path, string range)
    {
        // What JSON has no number for, NaN and the infinities, is written as a string.
        string text = value.ValueKind == JsonValueKind.String && PrimitiveTypes.IsFloating(type)
            ? value.GetString()!
            : value.GetRawText();

        // A char's number is not its character.
        PrimitiveType number = type == PrimitiveType.Char ? PrimitiveType.UInt8 : type;
        return PrimitiveParser.TryParse(number, text, out PrimitiveValue parsed)
            ? parsed with { Type = type }
            : throw Refuse(path, $"is {value.GetRawText()}", $"give a {PrimitiveTypes.Name(type)}, {range}");
    }

    public static byte[] Octets(JsonElement value, string? encoding, string path)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("hex", out JsonElement hex))
        {
            Expect(hex, JsonValueKind.String, path);
            try
            {
                return Convert.FromHexString(hex.GetString()!);
            }
            catch (FormatException)
            {
                throw Refuse(path, $"is {hex.GetRawText()}", "give pairs of hexadecimal digits");
            }
        }

        if (encoding is null)
        {
            throw Refuse(path, "has no character encoding", "give {\"hex\": \"...\"}");
        }

        Expect(value, JsonValueKind.String, path);
        return SbeText.Encode(value.GetString()!, encoding)
            ?? throw Refuse(path, $"is text in an unknown encoding '{encoding}'", "give {\"hex\": \"...\"}");
    }

    public static HotPathException Refuse(string path, string what, string remedy) =>
        new(ErrorCode.SbeInvalid, $"value of '{path}' {what}; {remedy}");

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null or JsonValueKind.Undefined => "null or missing",
        _ => "true or false",
    };
}
