using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Schema.Diagnostics;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Schema.Reading;

/// <summary>
/// The declared types of a schema. Each is read when it is first asked for, in whatever order they stand.
/// </summary>
internal sealed class TypeTable(ReadSession session)
{
    private static readonly string[] _builtIn =
        PrimitiveTypes.AllNames.Split([", "], StringSplitOptions.RemoveEmptyEntries);

    private readonly Dictionary<string, XmlNode> _declared = [];
    private readonly Dictionary<string, SbeType?> _read = [];
    private readonly List<string> _open = [];

    public void Declare(XmlNode node)
    {
        if (node.Name is not ("type" or "composite" or "enum" or "set")
            || session.Required(node, "name") is not { } name)
        {
            return;
        }

        if (_declared.TryGetValue(name, out XmlNode? first))
        {
            session.Sink.Error(
                SchemaRule.TypeDuplicate, node.Place, $"{node} is declared a second time; first at {first.Place}",
                "rename one of them, or remove it");
            return;
        }

        if (PrimitiveTypes.TryParse(name, out _))
        {
            session.Sink.Warning(
                SchemaRule.TypeShadowsPrimitive, node.Place, $"{node} has the name of a built-in type",
                "rename it, so that nobody takes one for the other");
        }

        _declared.Add(name, node);
    }

    /// <summary>Reads everything that was declared.</summary>
    public IReadOnlyList<SbeType> ReadAll()
    {
        var all = new List<SbeType>();
        foreach (string name in _declared.Keys)
        {
            if (Declared(name) is { } type)
            {
                all.Add(type);
            }
        }

        return all;
    }

    /// <summary>Whether a type of this name was declared, well or badly.</summary>
    public bool IsDeclared(string name) => _declared.ContainsKey(name);

    /// <summary>A declared type; null when there is none or it has errors, which were told where it stands.</summary>
    public SbeType? Declared(string name)
    {
        if (_read.TryGetValue(name, out SbeType? known))
        {
            return known;
        }

        if (!_declared.TryGetValue(name, out XmlNode? node))
        {
            return null;
        }

        if (_open.Contains(name) || _open.Count >= session.Limits.DepthMax)
        {
            ReportCycle(name, node);
            return null;
        }

        _open.Add(name);
        SbeType? type = Read(node);
        _open.RemoveAt(_open.Count - 1);
        return _read[name] = type;
    }

    /// <summary>Reads a type where it is declared, at the top or inside a composite.</summary>
    public SbeType? Read(XmlNode node) => node.Name switch
    {
        "type" => new EncodedTypeReader(session, this).Read(node),
        "enum" => new EnumReader(session, this).Read(node),
        "set" => new SetReader(session, this).Read(node),
        _ => new CompositeReader(session, this).Read(node),
    };

    /// <summary>
    /// The type that a member names: declared, or built in where that is allowed. Null after an error.
    /// </summary>
    public SbeType? Named(XmlNode node, string attribute, bool canBeBuiltIn)
    {
        if (session.Required(node, attribute) is not { } name)
        {
            return null;
        }

        if (IsDeclared(name))
        {
            return Declared(name);
        }

        if (canBeBuiltIn && PrimitiveTypes.TryParse(name, out PrimitiveType primitive))
        {
            return EncodedType.BuiltIn(primitive);
        }

        session.Sink.Error(
            SchemaRule.TypeUnknown, node.PlaceOf(attribute), $"{node} names type '{name}', which is not declared",
            Remedy(name, canBeBuiltIn));
        return null;
    }

    private string Remedy(string name, bool canBeBuiltIn)
    {
        IEnumerable<string> known =
            canBeBuiltIn ? _declared.Keys.Concat(_builtIn) : _declared.Keys;
        return known.FirstOrDefault(candidate => SpellingRules.IsNear(name, candidate)) is { } meant
            ? $"did you mean '{meant}'?"
            : canBeBuiltIn
                ? $"declare it in <types>, or use one of {PrimitiveTypes.AllNames}"
                : "declare it in <types>";
    }

    private void ReportCycle(string name, XmlNode node)
    {
        // Whoever is on the way is part of it: told once, not again for each of them.
        foreach (string open in _open)
        {
            _read[open] = null;
        }

        bool isCycle = _open.Contains(name);
        session.Sink.Error(
            isCycle ? SchemaRule.TypeCycle : SchemaRule.LimitExceeded,
            node.Place,
            isCycle
                ? $"{node} holds itself: {string.Join(" -> ", _open)} -> {name}"
                : $"{node} stands more than {session.Limits.DepthMax} levels deep in other types",
            "break the chain of references");
    }
}
