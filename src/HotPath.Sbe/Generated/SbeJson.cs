using System;
using System.Globalization;
using System.Text.Json;
using HotPath.Sbe.Text;

namespace HotPath.Sbe.Generated;

/// <summary>Members of a message as JSON, in the form of <see cref="Json.MessageJsonWriter"/>.</summary>
public static class SbeJson
{
    /// <summary>Writes an integer with sign, or null.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its value.</param>
    public static void Signed(Utf8JsonWriter json, long? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is { } number)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Writes an integer without sign, or null.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its value.</param>
    public static void Unsigned(Utf8JsonWriter json, ulong? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is { } number)
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Writes a float, or null; what JSON has no number for as a string.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its value.</param>
    public static void Single(Utf8JsonWriter json, float? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is { } number && float.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            Double(json, value);
        }
    }

    /// <summary>Writes a double, or null; what JSON has no number for as a string.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its value.</param>
    public static void Double(Utf8JsonWriter json, double? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is not { } number)
        {
            json.WriteNullValue();
        }
        else if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes one character, or null when it is NUL.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its octet.</param>
    /// <param name="encoding">Encoding that the schema names, if any.</param>
    public static void Character(Utf8JsonWriter json, byte value, string? encoding)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value == 0)
        {
            json.WriteNullValue();
        }
        else
        {
            Text(json, [value], encoding);
        }
    }

    /// <summary>Writes text; octets that cannot be told to be text as an object with <c>hex</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="octets">Its octets.</param>
    /// <param name="encoding">Encoding that the schema names, if any.</param>
    public static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> octets, string? encoding)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (encoding is not null && SbeText.Decode(octets, encoding) is { } text)
        {
            json.WriteStringValue(text);
            return;
        }

        json.WriteStartObject();
        json.WriteString("hex", Convert.ToHexStringLower(octets));
        json.WriteEndObject();
    }

    /// <summary>Writes a number of an enum with sign that the schema does not know.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its value.</param>
    public static void UnknownSigned(Utf8JsonWriter json, long value)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("unknown", value);
        json.WriteEndObject();
    }

    /// <summary>Writes a number of an enum, or bits of a set, that the schema does not know.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="value">Its value.</param>
    public static void UnknownUnsigned(Utf8JsonWriter json, ulong value)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteNumber("unknown", value);
        json.WriteEndObject();
    }
}
