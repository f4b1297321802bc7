using System;
using HotPath.Sbe.Reading;
using HotPath.Sbe.Schema.Model;
using HotPath.Sbe.Schema.Primitives;

namespace HotPath.Benchmarks.Codecs.Runtime;

/// <summary>Adds up what a message holds, or one field of it; constants are not on the wire and do not count.</summary>
/// <param name="only">The field; null for all.</param>
internal struct SummingVisitor(Field? only) : ISbeVisitor
{
    public long Sum { get; private set; }

    public readonly void BeginMessage(Message message, SbeHeader header)
    {
    }

    public readonly void EndMessage()
    {
    }

    public void Encoded(SchemaElementModel member, EncodedType type, Presence presence, SbeValue value)
    {
        if (value.Constant is not null || (only is not null && !ReferenceEquals(member, only)))
        {
            return;
        }

        if (type.Primitive == PrimitiveType.Char && type.Length > 1)
        {
            int end = value.Octets.IndexOf((byte)0);
            Sum += Checksum.Of(end < 0 ? value.Octets : value.Octets[..end]);
            return;
        }

        for (int i = 0; i < value.Count; i++)
        {
            Sum += Number(type, presence, value[i]);
        }
    }

    public void Enumerated(SchemaElementModel member, EnumType type, SbeValue value)
    {
        if (value.Constant is null && only is null)
        {
            Sum += value[0].ToInt64();
        }
    }

    public void Chosen(SchemaElementModel member, SetType type, SbeValue value) => Sum += only is null ? value[0].ToInt64() : 0;

    public readonly void BeginComposite(SchemaElementModel member, CompositeType type)
    {
    }

    public readonly void EndComposite()
    {
    }

    public readonly void AbsentField(Field field)
    {
    }

    public readonly void BeginGroup(Group group, int countEntries)
    {
    }

    public readonly void BeginEntry()
    {
    }

    public readonly void EndEntry()
    {
    }

    public readonly void EndGroup()
    {
    }

    public readonly void AbsentGroup(Group group)
    {
    }

    public void Data(VarData data, ReadOnlySpan<byte> octets) => Sum += only is null ? Checksum.Of(octets) : 0;

    public readonly void AbsentData(VarData data)
    {
    }

    private static long Number(EncodedType type, Presence presence, PrimitiveValue value) =>
        type.Primitive == PrimitiveType.Float ? BitConverter.SingleToInt32Bits((float)value.ToDouble())
        : presence == Presence.Optional && value == type.NullValue ? 0
        : value.ToInt64();
}
