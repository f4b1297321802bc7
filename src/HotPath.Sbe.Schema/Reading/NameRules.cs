using System.Collections.Generic;
using HotPath.Sbe.Schema.Diagnostics;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>Names and numbers that must differ among siblings.</summary>
internal sealed class NameRules(ReadSession session)
{
    private readonly Dictionary<string, XmlNode> _names = [];
    private readonly Dictionary<string, XmlNode> _inCode = [];
    private readonly Dictionary<int, XmlNode> _ids = [];

    /// <summary>A name as generated code writes it: with a capital.</summary>
    public static string InCode(string name) =>
        name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Remembers a sibling, and reports what it shares with an earlier one.</summary>
    public void Add(XmlNode node, string? name, int? id)
    {
        if (name is not null && !AddName(_names, name, node, SchemaRule.MemberDuplicate, "has the name of"))
        {
            return;
        }

        if (name is not null)
        {
            _ = AddName(_inCode, InCode(name), node, SchemaRule.MemberNameCollision, "gets the name in code of");
        }

        if (id is not { } number)
        {
            return;
        }

        if (_ids.TryGetValue(number, out XmlNode? earlier))
        {
            Report(node, node.PlaceOf("id"), earlier, SchemaRule.MemberDuplicate, $"has the id {number} of");
            return;
        }

        _ids.Add(number, node);
    }

    private bool AddName(Dictionary<string, XmlNode> names, string name, XmlNode node, SchemaRule rule, string what)
    {
        if (names.TryGetValue(name, out XmlNode? earlier))
        {
            Report(node, node.PlaceOf("name"), earlier, rule, what);
            return false;
        }

        names.Add(name, node);
        return true;
    }

    private void Report(XmlNode node, SourcePlace place, XmlNode earlier, SchemaRule rule, string what) =>
        session.Sink.Error(
            rule, place, $"{node} {what} {earlier} at {earlier.Place}",
            "names and ids of siblings must differ: change one");
}
