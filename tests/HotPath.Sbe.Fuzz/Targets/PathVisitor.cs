using System;
using System.Collections.Generic;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>Notes what a message holds by the paths of its members; slow and obvious.</summary>
internal sealed class PathVisitor : ISbeVisitor
{
    private readonly Dictionary<string, PrimitiveValue?> _values = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>
    /// Members that are there, <c>envelope.userId</c>: the value of a single number, null for anything else.
    /// </summary>
    public IReadOnlyDictionary<string, PrimitiveValue?> Values => _values;

    public void BeginMessage(Message message, SbeHeader header)
    {
        _values.Clear();
        _names.Clear();
    }

    public void EndMessage()
    {
    }

    public void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value) =>
        Note(member, value);

    public void Enumerated(SchemaElementModel member, EnumType type, SbeValue value) => Note(member, value);

    public void Chosen(SchemaElementModel member, SetType type, SbeValue value) => Note(member, value);

    public void BeginComposite(SchemaElementModel member, CompositeType type)
    {
        _names.Add(member.Name);
        _values[string.Join('.', _names)] = null;
    }

    public void EndComposite() => _names.RemoveAt(_names.Count - 1);

    public void AbsentField(Field field)
    {
    }

    public void BeginGroup(Group group, int countEntries) => _names.Add(group.Name);

    public void BeginEntry()
    {
    }

    public void EndEntry()
    {
    }

    public void EndGroup() => _names.RemoveAt(_names.Count - 1);

    public void AbsentGroup(Group group)
    {
    }

    public void Data(VarData data, ReadOnlySpan<byte> octets)
    {
    }

    public void AbsentData(VarData data)
    {
    }

    private void Note(SchemaElementModel member, SbeValue value) =>
        _values[string.Join('.', [.. _names, member.Name])] = value.Count == 1 ? value[0] : null;
}
