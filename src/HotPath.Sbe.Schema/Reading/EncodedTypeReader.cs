using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads a <c>type</c>.</summary>
internal sealed class EncodedTypeReader(ReadSession session, TypeTable types)
{
    public EncodedType? Read(XmlNode node)
    {
        string? name = session.Required(node, "name");
        if (session.Required(node, "primitiveType") is not { } primitiveName || name is null)
        {
            return null;
        }

        if (!PrimitiveTypes.TryParse(primitiveName, out PrimitiveType primitive))
        {
            session.Sink.Error(
                SchemaRule.AttributeWord, node.PlaceOf("primitiveType"),
                $"primitiveType=\"{primitiveName}\" of {node} is no primitive type",
                $"use one of {PrimitiveTypes.AllNames}");
            return null;
        }

        int length = Length(node, primitive);
        Presence presence = PresenceReader.Read(session, node) ?? Presence.Required;
        var type = new EncodedType
        {
            Name = name,
            Primitive = primitive,
            Length = length,
            Presence = presence,
            NullValue = Value(node, "nullValue", primitive) ?? PrimitiveTypes.DefaultNull(primitive),
            MinValue = Value(node, "minValue", primitive) ?? PrimitiveTypes.DefaultMin(primitive),
            MaxValue = Value(node, "maxValue", primitive) ?? PrimitiveTypes.DefaultMax(primitive),
            HasOwnNullValue = node["nullValue"] is not null,
            HasOwnMinValue = node["minValue"] is not null,
            HasOwnMaxValue = node["maxValue"] is not null,
            CharacterEncoding = node["characterEncoding"] ?? (primitive == PrimitiveType.Char ? "US-ASCII" : null),
        };
        CheckValues(node, type);
        return session.Describe(presence == Presence.Constant ? WithConstant(node, type) : type, node);
    }

    private EncodedType WithConstant(XmlNode node, EncodedType type)
    {
        ConstantValue? constant = new ConstantReader(session, types).Read(node, type);
        bool isLengthOpen = node["length"] is null && constant?.Text is not null;
        return type with { Constant = constant, Length = isLengthOpen ? constant!.Text!.Length : type.Length };
    }

    private int Length(XmlNode node, PrimitiveType primitive)
    {
        if (node["variableLength"]?.Trim() == "true")
        {
            return 0;
        }

        int length = session.Number(node, "length") ?? 1;
        if ((long)length * PrimitiveTypes.SizeBytes(primitive) <= session.Limits.SizeMaxBytes)
        {
            return length;
        }

        session.Sink.Error(
            SchemaRule.LengthInvalid, node.PlaceOf("length"),
            $"length=\"{length}\" of {node} takes more than {session.Limits.SizeMaxBytes} bytes",
            "use a group or data");
        return 1;
    }

    private PrimitiveValue? Value(XmlNode node, string attribute, PrimitiveType primitive)
    {
        if (node[attribute] is not { } text)
        {
            return null;
        }

        if (PrimitiveParser.TryParse(primitive, text, out PrimitiveValue value))
        {
            return value;
        }

        session.Sink.Error(
            SchemaRule.ValueInvalid, node.PlaceOf(attribute),
            $"{attribute}=\"{text}\" of {node} is no {PrimitiveTypes.Name(primitive)}",
            "write a value that the type can hold");
        return null;
    }

    private void CheckValues(XmlNode node, EncodedType type)
    {
        if (type.MinValue.CompareTo(type.MaxValue) > 0)
        {
            session.Sink.Error(
                SchemaRule.RangeEmpty, node.PlaceOf("minValue"),
                $"minValue {type.MinValue} of {node} is above its maxValue {type.MaxValue}", "swap or widen them");
        }

        if (type.HasOwnNullValue && type.Presence != Presence.Optional)
        {
            session.Sink.Warning(
                SchemaRule.NullValueUnused, node.PlaceOf("nullValue"),
                $"{node} has a nullValue but is not optional", "add presence=\"optional\", or remove the nullValue");
        }

        if (node["valueRef"] is not null && type.Presence != Presence.Constant)
        {
            session.Sink.Error(
                SchemaRule.ValueRefMismatch, node.PlaceOf("valueRef"), $"{node} has a valueRef but is no constant",
                "add presence=\"constant\", or remove the valueRef");
        }
    }
}
