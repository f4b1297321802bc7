using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads an <c>enum</c>.</summary>
internal sealed class EnumReader(ReadSession session, TypeTable types)
{
    public EnumType? Read(XmlNode node)
    {
        string? name = session.Required(node, "name");
        if (EncodingReader.Read(session, types, node) is not { } encoding || name is null)
        {
            return null;
        }

        PrimitiveValue nullValue = NullValue(node, encoding);
        var values = new List<ValidValue>();
        foreach (XmlNode child in node.Children)
        {
            if (child.Name == "validValue"
                && ReadValue(child, encoding, nullValue) is { } value
                && IsNew(values, value, child))
            {
                values.Add(value);
            }
        }

        if (values.Count == 0 && node.Children.Count == 0)
        {
            session.Sink.Error(
                SchemaRule.TypeEmpty, node.Place, $"{node} has no values", "add a <validValue>");
        }

        return session.Describe(
            new EnumType
            {
                Name = name,
                Primitive = encoding.Primitive,
                EncodingTypeName = node["encodingType"]!.Trim(),
                NullValue = nullValue,
                Values = new ModelList<ValidValue>(values),
            },
            node);
    }

    private PrimitiveValue NullValue(XmlNode node, EncodedType encoding)
    {
        if (node["nullValue"] is not { } text)
        {
            return encoding.NullValue;
        }

        if (PrimitiveParser.TryParse(encoding.Primitive, text, out PrimitiveValue value))
        {
            return value;
        }

        session.Sink.Error(
            SchemaRule.ValueInvalid, node.PlaceOf("nullValue"),
            $"nullValue=\"{text}\" of {node} is no {PrimitiveTypes.Name(encoding.Primitive)}",
            "write a value that the encoding can hold");
        return encoding.NullValue;
    }

    private ValidValue? ReadValue(XmlNode node, EncodedType encoding, PrimitiveValue nullValue)
    {
        string? name = session.Required(node, "name");
        if (!PrimitiveParser.TryParse(encoding.Primitive, node.Text, out PrimitiveValue value))
        {
            session.Sink.Error(
                SchemaRule.ValueInvalid, node.Place,
                $"\"{node.Text.Trim()}\" of {node} is no {PrimitiveTypes.Name(encoding.Primitive)}",
                encoding.Primitive == PrimitiveType.Char ? "write one character" : "write a whole number in its range");
            return null;
        }

        if (encoding.Primitive != PrimitiveType.Char && !IsInRange(node, encoding, nullValue, value))
        {
            return null;
        }

        return name is null ? null : session.Describe(new ValidValue { Name = name, Value = value }, node);
    }

    private bool IsInRange(XmlNode node, EncodedType encoding, PrimitiveValue nullValue, PrimitiveValue value)
    {
        if (value == nullValue)
        {
            session.Sink.Error(
                SchemaRule.ValueIsNull, node.Place, $"{node} is {value}, the value that means none",
                "use another value, or an encodingType with another nullValue, and with minValue and maxValue around "
                + "this one");
            return false;
        }

        if (value.CompareTo(encoding.MinValue) >= 0 && value.CompareTo(encoding.MaxValue) <= 0)
        {
            return true;
        }

        session.Sink.Error(
            SchemaRule.ValueOutOfRange, node.Place,
            $"{node} is {value}, outside {encoding.MinValue} to {encoding.MaxValue}",
            "use a value in the range, or an encodingType with another minValue or maxValue");
        return false;
    }

    private bool IsNew(List<ValidValue> values, ValidValue value, XmlNode node)
    {
        foreach (ValidValue earlier in values)
        {
            if (earlier.Name == value.Name || earlier.Value == value.Value)
            {
                session.Sink.Error(
                    SchemaRule.ValueDuplicate, node.Place,
                    $"{node} has the {(earlier.Name == value.Name ? "name" : "value")} of '{earlier.Name}'",
                    "give each value a name and a number of its own");
                return false;
            }
        }

        return true;
    }
}
