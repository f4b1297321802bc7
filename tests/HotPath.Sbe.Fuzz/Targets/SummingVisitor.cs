using System;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Fuzz.Targets;

/// <summary>Looks at every value of a message, to the last octet.</summary>
internal struct SummingVisitor : ISbeVisitor
{
    /// <summary>Something of every value.</summary>
    public ulong Sum { get; private set; }

    public void BeginMessage(Message message, SbeHeader header) => Sum += header.TemplateId;

    public void EndMessage() => Sum++;

    public void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value) => Add(value);

    public void Enumerated(SchemaElementModel member, EnumType type, SbeValue value) => Add(value);

    public void Chosen(SchemaElementModel member, SetType type, SbeValue value) => Add(value);

    public void BeginComposite(SchemaElementModel member, CompositeType type) => Sum++;

    public void EndComposite() => Sum++;

    public void AbsentField(Field field) => Sum++;

    public void BeginGroup(Group group, int countEntries) => Sum += (ulong)countEntries;

    public void BeginEntry() => Sum++;

    public void EndEntry() => Sum++;

    public void EndGroup() => Sum++;

    public void AbsentGroup(Group group) => Sum++;

    public void Data(VarData data, ReadOnlySpan<byte> octets)
    {
        foreach (byte octet in octets)
        {
            Sum += octet;
        }
    }

    public void AbsentData(VarData data) => Sum++;

    private void Add(SbeValue value)
    {
        for (int index = 0; index < value.Count; index++)
        {
            Sum += value[index].ToUInt64();
        }
    }
}
