using System;
using System.Globalization;
using System.Text.Json;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;
using HotPath.Sbe.Text;

namespace HotPath.Sbe.Json;

/// <summary>Writes the members of a message as one JSON object.</summary>
/// <remarks>
/// Numbers in their full range; <c>null</c> for null values and for what the version of the message does not have;
/// enums by name, unknown ones as <c>{"unknown": n}</c>; sets as the list of their choices, unknown bits as
/// <c>{"unknown": bits}</c> at its end; text up to the first NUL; data without a character encoding as
/// <c>{"hex": "..."}</c>. <see cref="Writing.MessageEncoder"/> reads the same form.
/// </remarks>
public sealed class MessageJsonWriter : ISbeVisitor
{
    private readonly Utf8JsonWriter _json;
    private readonly bool _showsUnknownBits;

    /// <summary>Creates a writer.</summary>
    /// <param name="json">Where to; stays open.</param>
    /// <param name="showsUnknownBits">Whether bits of a set that the schema does not know are written.</param>
    public MessageJsonWriter(Utf8JsonWriter json, bool showsUnknownBits = true)
    {
        _json = json;
        _showsUnknownBits = showsUnknownBits;
    }

    /// <inheritdoc/>
    public void BeginMessage(Message message, SbeHeader header) => _json.WriteStartObject();

    /// <inheritdoc/>
    public void EndMessage() => _json.WriteEndObject();

    /// <inheritdoc/>
    public void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(type);
        _json.WritePropertyName(member.Name);
        if (value.Constant?.Text is { } constant)
        {
            _json.WriteStringValue(constant);
        }
        else if (value.Constant is null && type.Primitive == PrimitiveType.Char)
        {
            WriteCharacters(type, value.Octets);
        }
        else if (value.Constant is not null || type.Length == 1)
        {
            WriteNumber(value[0], presence == Presence.Optional ? type.NullValue : null);
        }
        else
        {
            _json.WriteStartArray();
            for (int index = 0; index < value.Count; index++)
            {
                WriteNumber(value[index], presence == Presence.Optional ? type.NullValue : null);
            }

            _json.WriteEndArray();
        }
    }

    /// <inheritdoc/>
    public void Enumerated(SchemaElementModel member, EnumType type, SbeValue value)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(type);
        PrimitiveValue number = value[0];
        _json.WritePropertyName(member.Name);
        if (type.Find(number) is { } known)
        {
            _json.WriteStringValue(known.Name);
        }
        else if (number == type.NullValue)
        {
            _json.WriteNullValue();
        }
        else
        {
            WriteUnknown(number);
        }
    }

    /// <inheritdoc/>
    public void Chosen(SchemaElementModel member, SetType type, SbeValue value)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(type);
        ulong bits = value[0].ToUInt64();
        _json.WriteStartArray(member.Name);
        foreach (Choice choice in type.Choices)
        {
            ulong bit = 1UL << choice.BitIndex;
            if ((bits & bit) != 0)
            {
                _json.WriteStringValue(choice.Name);
                bits &= ~bit;
            }
        }

        if (bits != 0 && _showsUnknownBits)
        {
            WriteUnknown(PrimitiveValue.FromUInt64(bits));
        }

        _json.WriteEndArray();
    }

    /// <inheritdoc/>
    public void BeginComposite(SchemaElementModel member, CompositeType type)
    {
        ArgumentNullException.ThrowIfNull(member);
        _json.WriteStartObject(member.Name);
    }

    /// <inheritdoc/>
    public void EndComposite() => _json.WriteEndObject();

    /// <inheritdoc/>
    public void AbsentField(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        _json.WriteNull(field.Name);
    }

    /// <inheritdoc/>
    public void BeginGroup(Group group, int countEntries)
    {
        ArgumentNullException.ThrowIfNull(group);
        _json.WriteStartArray(group.Name);
    }

    /// <inheritdoc/>
    public void BeginEntry() => _json.WriteStartObject();

    /// <inheritdoc/>
    public void EndEntry() => _json.WriteEndObject();

    /// <inheritdoc/>
    public void EndGroup() => _json.WriteEndArray();

    /// <inheritdoc/>
    public void AbsentGroup(Group group)
    {
        ArgumentNullException.ThrowIfNull(group);
        _json.WriteStartArray(group.Name);
        _json.WriteEndArray();
    }

    /// <inheritdoc/>
    public void Data(VarData data, ReadOnlySpan<byte> octets)
    {
        ArgumentNullException.ThrowIfNull(data);
        _json.WritePropertyName(data.Name);
        WriteText(octets, data.CharacterEncoding);
    }

    /// <inheritdoc/>
    public void AbsentData(VarData data) => Data(data, []);

    private void WriteCharacters(EncodedType type, ReadOnlySpan<byte> octets)
    {
        int end = octets.IndexOf((byte)0);
        ReadOnlySpan<byte> text = end < 0 ? octets : octets[..end];
        if (type.Length == 1 && text.IsEmpty)
        {
            _json.WriteNullValue();
        }
        else
        {
            WriteText(text, type.CharacterEncoding);
        }
    }

    private void WriteText(ReadOnlySpan<byte> octets, string? encoding)
    {
        if (encoding is not null && SbeText.Decode(octets, encoding) is { } text)
        {
            _json.WriteStringValue(text);
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("hex", Convert.ToHexStringLower(octets));
        _json.WriteEndObject();
    }

    private void WriteNumber(PrimitiveValue value, PrimitiveValue? nullValue)
    {
        if (value == nullValue)
        {
            _json.WriteNullValue();
            return;
        }

        switch (value.Type)
        {
            case PrimitiveType.UInt64:
                _json.WriteNumberValue(value.ToUInt64());
                break;
            case PrimitiveType.Float or PrimitiveType.Double when !double.IsFinite(value.ToDouble()):
                _json.WriteStringValue(value.ToDouble().ToString(CultureInfo.InvariantCulture));
                break;
            case PrimitiveType.Float:
                _json.WriteNumberValue((float)value.ToDouble());
                break;
            case PrimitiveType.Double:
                _json.WriteNumberValue(value.ToDouble());
                break;
            default:
                _json.WriteNumberValue(value.ToInt64());
                break;
        }
    }

    private void WriteUnknown(PrimitiveValue value)
    {
        _json.WriteStartObject();
        _json.WritePropertyName("unknown");
        WriteNumber(value, null);
        _json.WriteEndObject();
    }
}
