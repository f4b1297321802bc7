using System;
using HotPath.Sbe.Schema.Model;

namespace HotPath.Sbe.Reading;

/// <summary>Takes note of nothing: what is left of decoding is the check.</summary>
internal readonly struct IgnoringVisitor : ISbeVisitor
{
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

    public void AbsentField(Field field)
    {
    }

    public void BeginGroup(Group group, int countEntries)
    {
    }

    public void BeginEntry()
    {
    }

    public void EndEntry()
    {
    }

    public void EndGroup()
    {
    }

    public void AbsentGroup(Group group)
    {
    }

    public void Data(VarData data, ReadOnlySpan<byte> octets)
    {
    }

    public void AbsentData(VarData data)
    {
    }
}
