using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads constants: the text of a type, or a <c>valueRef</c>.</summary>
internal sealed class ConstantReader(ReadSession session, TypeTable types)
{
    /// <summary>The constant of a type. Null after an error.</summary>
    public ConstantValue? Read(XmlNode node, EncodedType type)
    {
        if (node["valueRef"] is not null)
        {
            return FromValueRef(node, type.Primitive);
        }

        // A schema may lay its text out over lines: XSD calls it a token. One blank alone is a character.
        bool isCharacter = type.Primitive == PrimitiveType.Char && node.Text.Length == 1;
        string text = isCharacter ? node.Text : node.Text.Trim();
        if (text.Length == 0)
        {
            session.Sink.Error(
                SchemaRule.ConstantMissing, node.Place, $"{node} is constant but has no value",
                "write the value between its tags");
            return null;
        }

        return type.Primitive == PrimitiveType.Char ? Characters(node, type, text) : Number(node, type, text);
    }

    /// <summary>
    /// The value that a <c>valueRef</c> names, of an enum over a given primitive. Null after an error.
    /// </summary>
    public ConstantValue? FromValueRef(XmlNode node, PrimitiveType primitive)
    {
        if (Find(node) is not var (source, value))
        {
            return null;
        }

        if (source.Primitive != primitive)
        {
            session.Sink.Error(
                SchemaRule.ValueRefMismatch, node.PlaceOf("valueRef"),
                $"valueRef=\"{node["valueRef"]}\" of {node} is a {PrimitiveTypes.Name(source.Primitive)}, "
                + $"its type a {PrimitiveTypes.Name(primitive)}",
                "use an enum with the same encoding, or change the type");
            return null;
        }

        return new ConstantValue { Value = value.Value, EnumName = source.Name, EnumValueName = value.Name };
    }

    private (EnumType Source, ValidValue Value)? Find(XmlNode node)
    {
        string reference = node["valueRef"]!.Trim();
        int dot = reference.IndexOf('.');
        string enumName = dot < 0 ? reference : reference.Substring(0, dot);
        SbeType? type = types.Declared(enumName);
        if (type is null && types.IsDeclared(enumName))
        {
            // Its own errors were told where it stands.
            return null;
        }

        if (dot > 0 && type is EnumType source && source.Find(reference.Substring(dot + 1)) is { } value)
        {
            return (source, value);
        }

        string what = dot <= 0 ? "is not of the form Enum.value"
            : type is EnumType ? $"names no value of enum '{enumName}'"
            : $"names no enum: '{enumName}'";
        session.Sink.Error(
            SchemaRule.ValueRefInvalid, node.PlaceOf("valueRef"), $"valueRef=\"{reference}\" of {node} {what}",
            "write the name of an enum of <types>, a dot, and the name of one of its values");
        return null;
    }

    private ConstantValue? Characters(XmlNode node, EncodedType type, string text)
    {
        if (node["length"] is not null && text.Length > type.Length)
        {
            session.Sink.Error(
                SchemaRule.ValueInvalid, node.Place,
                $"constant \"{text}\" of {node} is longer than its length {type.Length}", "raise the length");
            return null;
        }

        foreach (char character in text)
        {
            if (character > 0xff)
            {
                session.Sink.Error(
                    SchemaRule.ValueInvalid, node.Place,
                    $"constant \"{text}\" of {node} has a character that takes more than one octet",
                    "use characters of US-ASCII");
                return null;
            }
        }

        return new ConstantValue { Value = PrimitiveValue.FromInt64(PrimitiveType.Char, text[0]), Text = text };
    }

    private ConstantValue? Number(XmlNode node, EncodedType type, string text)
    {
        if (type.Length == 1 && PrimitiveParser.TryParse(type.Primitive, text, out PrimitiveValue value))
        {
            return new ConstantValue { Value = value };
        }

        session.Sink.Error(
            SchemaRule.ValueInvalid, node.Place,
            type.Length == 1
                ? $"constant \"{text}\" of {node} is no {PrimitiveTypes.Name(type.Primitive)}"
                : $"{node} is a constant of {type.Length} numbers",
            "write one value that the type can hold");
        return null;
    }
}
