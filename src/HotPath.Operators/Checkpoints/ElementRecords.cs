using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Checkpoints;

/// <summary>Elements of DISTINCT sets as records: each has a key of its own, so a set grows by what is new.</summary>
/// <remarks>
/// A counted element may go and come back: its number then ends the key, so that a key that was removed never comes
/// back, and its count stands in the value.
/// </remarks>
internal sealed class ElementRecords(GroupRecords groups, int[] slots, bool areCounted) : IEntryRecords
{
    /// <summary>Length of the number of a set within its group, in a key. Unit: bytes.</summary>
    public const int SetBytes = sizeof(ushort);

    public ReadOnlySpan<byte> KeyOf(nint entry)
    {
        nint group = Raw.Read<nint>(entry + EntryDescriptor.Group);
        int slot = (int)(Raw.Read<nint>(entry + EntryDescriptor.Owner) - group) - EntryDescriptor.Value;
        int elementBytes = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        int numberBytes = areCounted ? CountedElement.NumberBytes : 0;
        Span<byte> key = groups.WriteKey(group, RecordKind.Element, SetBytes + elementBytes + numberBytes);
        Span<byte> rest = key[^(SetBytes + elementBytes + numberBytes)..];
        if (areCounted)
        {
            BinaryPrimitives.WriteInt64BigEndian(rest[^numberBytes..], CountedElement.Number(entry));
        }

        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)Array.IndexOf(slots, slot));
        Raw.Span(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), elementBytes).CopyTo(rest[SetBytes..]);
        return key;
    }

    public void Put(nint entry, StateBatch target)
    {
        nint group = Raw.Read<nint>(entry + EntryDescriptor.Group);
        Span<byte> value = target.Put(KeyOf(entry), sizeof(int) + (areCounted ? sizeof(long) : 0));
        BinaryPrimitives.WriteInt32LittleEndian(value, groups.StoredKeyBytes(group));
        if (areCounted)
        {
            BinaryPrimitives.WriteInt64LittleEndian(value[sizeof(int)..], CountedElement.Count(entry));
        }
    }
}
