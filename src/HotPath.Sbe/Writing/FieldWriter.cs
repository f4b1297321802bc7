using System;
using System.Linq;
using System.Text.Json;
using HotPath.Foundation.Text;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Writing;

/// <summary>Writes values of fixed length into a block that is zero.</summary>
internal readonly struct FieldWriter(ByteOrder order)
{
    public void Write(Span<byte> to, SbeType type, Presence presence, JsonElement value, string path)
    {
        switch (type)
        {
            case EncodedType { Primitive: PrimitiveType.Char } text:
                WriteCharacters(to, text, value, path);
                break;
            case EncodedType encoded:
                WriteNumbers(to, encoded, presence, value, path);
                break;
            case EnumType named:
                Octet.Write(to, EnumValue(named, value, path), order);
                break;
            case SetType set:
                WriteChoices(to, set, value, path);
                break;
            case CompositeType composite:
                WriteComposite(to, composite, value, path);
                break;
            default:
                break;
        }
    }

    private static void WriteCharacters(Span<byte> to, EncodedType type, JsonElement value, string path)
    {
        // Absent text is NUL, which is what the block holds.
        byte[] octets = JsonValues.IsAbsent(value) ? [] : JsonValues.Octets(value, type.CharacterEncoding, path);
        if (octets.Length > type.Length)
        {
            throw JsonValues.Refuse(path, $"has {octets.Length} bytes", $"give {type.Length} at most");
        }

        octets.CopyTo(to);
    }

    private void WriteNumbers(Span<byte> to, EncodedType type, Presence presence, JsonElement value, string path)
    {
        int sizeBytes = PrimitiveTypes.SizeBytes(type.Primitive);
        if (type.Length == 1)
        {
            Octet.Write(to, Number(type, presence, value, path), order);
            return;
        }

        bool isAbsent = JsonValues.IsAbsent(value) && presence == Presence.Optional;
        if (!isAbsent)
        {
            JsonValues.Expect(value, JsonValueKind.Array, path);
            if (value.GetArrayLength() != type.Length)
            {
                throw JsonValues.Refuse(path, $"has {value.GetArrayLength()} elements", $"give {type.Length}");
            }
        }

        for (int index = 0; index < type.Length; index++)
        {
            PrimitiveValue element =
                isAbsent ? type.NullValue : Number(type, presence, value[index], $"{path}[{index}]");
            Octet.Write(to[(index * sizeBytes)..], element, order);
        }
    }

    private static PrimitiveValue Number(EncodedType type, Presence presence, JsonElement value, string path)
    {
        if (!JsonValues.IsAbsent(value))
        {
            return JsonValues.Number(type, value, path);
        }

        return presence == Presence.Optional
            ? type.NullValue
            : throw JsonValues.Refuse(path, "is required but null or missing", "give it a value");
    }

    private static PrimitiveValue EnumValue(EnumType type, JsonElement value, string path)
    {
        if (JsonValues.IsAbsent(value))
        {
            return type.NullValue;
        }

        if (JsonValues.Unknown(value) is { } unknown)
        {
            return JsonValues.Number(type.Primitive, unknown, path);
        }

        JsonValues.Expect(value, JsonValueKind.String, path);
        return type.Find(value.GetString()!)?.Value
            ?? throw JsonValues.Refuse(
                path, $"is {value.GetRawText()}, no value of enum '{type.Name}'",
                NameSuggestions.For(value.GetString()!, type.Values.Select(static value => value.Name)));
    }

    private void WriteChoices(Span<byte> to, SetType type, JsonElement value, string path)
    {
        if (JsonValues.IsAbsent(value))
        {
            return;
        }

        JsonValues.Expect(value, JsonValueKind.Array, path);
        ulong bits = 0;
        foreach (JsonElement choice in value.EnumerateArray())
        {
            bits |= Bits(type, choice, path);
        }

        Octet.Write(to, PrimitiveValue.FromInt64(type.Primitive, (long)bits), order);
    }

    private static ulong Bits(SetType type, JsonElement choice, string path)
    {
        if (JsonValues.Unknown(choice) is { } unknown)
        {
            return JsonValues.Number(type.Primitive, unknown, path).ToUInt64();
        }

        JsonValues.Expect(choice, JsonValueKind.String, path);
        foreach (Choice known in type.Choices)
        {
            if (choice.ValueEquals(known.Name))
            {
                return 1UL << known.BitIndex;
            }
        }

        throw JsonValues.Refuse(
            path, $"has {choice.GetRawText()}, no choice of set '{type.Name}'",
            NameSuggestions.For(choice.GetString()!, type.Choices.Select(static known => known.Name)));
    }

    private void WriteComposite(Span<byte> to, CompositeType type, JsonElement value, string path)
    {
        bool isAbsent = JsonValues.IsAbsent(value);
        if (!isAbsent)
        {
            JsonValues.Expect(value, JsonValueKind.Object, path);
            JsonValues.ExpectOnly(value, [.. type.Members.Select(static member => member.Name)], path);
        }

        foreach (CompositeMember member in type.Members)
        {
            if (member.Presence == Presence.Constant)
            {
                continue;
            }

            // A composite is null when its members are, whatever their own presence.
            Presence presence = isAbsent ? Presence.Optional : member.Presence;
            JsonElement inner = isAbsent ? default : JsonValues.Property(value, member.Name);
            Write(to[member.OffsetBytes..], member.Type, presence, inner, $"{path}.{member.Name}");
        }
    }
}
