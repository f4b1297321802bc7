using System;
using System.Collections.Generic;
using System.Linq;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Conformance.Sbe;

/// <summary>Collects what the version of a message does not have; members of a group once, as <c>items[].name</c>.</summary>
internal sealed class AbsentMembers : ISbeVisitor
{
    private readonly Stack<string> _groups = new();

    public List<string> Paths { get; } = [];

    public void BeginMessage(Message message, SbeHeader header)
    {
    }

    public void EndMessage()
    {
    }

    public void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value)
    {
    }

    public void Enumerated(SchemaElementModel member, EnumType type, SbeValue value)
    {
    }

    public void Chosen(SchemaElementModel member, SetType type, SbeValue value)
    {
    }

    public void BeginComposite(SchemaElementModel member, CompositeType type)
    {
    }

    public void EndComposite()
    {
    }

    public void BeginGroup(Group group, int countEntries) => _groups.Push(group.Name);

    public void BeginEntry()
    {
    }

    public void EndEntry()
    {
    }

    public void EndGroup() => _groups.Pop();

    public void Data(VarData data, ReadOnlySpan<byte> octets)
    {
    }

    public void AbsentField(Field field) => Add(field.Name);

    public void AbsentGroup(Group group) => Add(group.Name);

    public void AbsentData(VarData data) => Add(data.Name);

    private void Add(string name)
    {
        string path = string.Concat(_groups.Reverse().Select(static group => group + "[].")) + name;
        if (!Paths.Contains(path))
        {
            Paths.Add(path);
        }
    }
}
