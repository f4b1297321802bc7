using System;
using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>
/// Elements and attributes that SBE does not have are passed over, for others may have put them there. One that is
/// nearly named like one of SBE is told: its author will miss what it says.
/// </summary>
internal sealed class SpellingRules(DiagnosticSink sink)
{
    private static readonly string[] _none = [];

    private static readonly string[] _block = ["field", "group", "data"];

    private static readonly Dictionary<string, string[]> _children = new()
    {
        ["messageSchema"] = ["types", "message"],
        ["types"] = ["type", "composite", "enum", "set"],
        ["composite"] = ["type", "composite", "enum", "set", "ref"],
        ["enum"] = ["validValue"],
        ["set"] = ["choice"],
        ["message"] = _block,
        ["group"] = _block,
    };

    private static readonly string[] _attributes =
    [
        "package", "id", "version", "semanticVersion", "description", "byteOrder", "headerType", "name",
        "primitiveType", "length", "presence", "nullValue", "minValue", "maxValue", "characterEncoding", "valueRef",
        "sinceVersion", "deprecated", "semanticType", "encodingType", "type", "offset", "dimensionType",
        "blockLength", "timeUnit", "epoch",
    ];

    public void Check(XmlNode node)
    {
        foreach (string attribute in node.Attributes.Keys)
        {
            Tell("attribute", attribute, _attributes, node, node.PlaceOf(attribute));
        }

        string[] known = _children.TryGetValue(node.Name, out string[]? names) ? names : _none;
        foreach (XmlNode child in node.Children)
        {
            Tell("element", child.Name, known, node, child.Place);
            Check(child);
        }
    }

    private void Tell(string kind, string name, string[] known, XmlNode node, SourcePlace place)
    {
        if (Array.IndexOf(known, name) < 0 && Array.Find(known, candidate => IsNear(name, candidate)) is { } meant)
        {
            sink.Warning(
                SchemaRule.NameMisspelt, place, $"SBE has no {kind} '{name}'; that of {node} is passed over",
                $"did you mean '{meant}'?");
        }
    }

    /// <summary>Other letters' cases, one letter more, less or another, or two that changed places.</summary>
    internal static bool IsNear(string name, string known)
    {
        if (string.Equals(name, known, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        int start = 0;
        int shorter = Math.Min(name.Length, known.Length);
        while (start < shorter && name[start] == known[start])
        {
            start++;
        }

        int end = 0;
        while (end < shorter - start && name[name.Length - 1 - end] == known[known.Length - 1 - end])
        {
            end++;
        }

        int left = name.Length - start - end;
        int right = known.Length - start - end;
        return (left <= 1 && right <= 1)
            || (left == 2 && right == 2 && name[start] == known[start + 1] && name[start + 1] == known[start]);
    }
}
