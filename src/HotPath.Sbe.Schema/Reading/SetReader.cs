using System.Collections.Generic;
using System.Globalization;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Reads a <c>set</c>.</summary>
internal sealed class SetReader(ReadSession session, TypeTable types)
{
    public SetType? Read(XmlNode node)
    {
        string? name = session.Required(node, "name");
        if (EncodingReader.Read(session, types, node) is not { } encoding || name is null)
        {
            return null;
        }

        int bits = PrimitiveTypes.SizeBytes(encoding.Primitive) * 8;
        var choices = new List<Choice>();
        foreach (XmlNode child in node.Children)
        {
            if (child.Name == "choice" && ReadChoice(child, bits) is { } choice && IsNew(choices, choice, child))
            {
                choices.Add(choice);
            }
        }

        return session.Describe(
            new SetType
            {
                Name = name,
                Primitive = encoding.Primitive,
                EncodingTypeName = node["encodingType"]!.Trim(),
                Choices = new ModelList<Choice>(choices),
            },
            node);
    }

    private Choice? ReadChoice(XmlNode node, int bits)
    {
        string? name = session.Required(node, "name");
        string text = node.Text.Trim();
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int bit);
        if (!isNumber || bit >= bits)
        {
            session.Sink.Error(
                SchemaRule.BitOutOfRange, node.Place, $"\"{text}\" of {node} is no bit of a set of {bits} bits",
                $"write a number from 0 to {bits - 1}");
            return null;
        }

        return name is null ? null : session.Describe(new Choice { Name = name, BitIndex = bit }, node);
    }

    private bool IsNew(List<Choice> choices, Choice choice, XmlNode node)
    {
        foreach (Choice earlier in choices)
        {
            bool isSameName = NameRules.InCode(earlier.Name) == NameRules.InCode(choice.Name);
            if (isSameName || earlier.BitIndex == choice.BitIndex)
            {
                session.Sink.Error(
                    SchemaRule.ValueDuplicate, node.Place,
                    $"{node} has the {(isSameName ? "name" : "bit")} of '{earlier.Name}'",
                    "give each choice a name and a bit of its own");
                return false;
            }
        }

        return true;
    }
}
