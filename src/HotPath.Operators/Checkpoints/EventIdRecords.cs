using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Event ids as records without a value. The event time stands in the key, so that a key which was removed never comes
/// back: by then it is stale.
/// </summary>
internal sealed class EventIdRecords(ulong operatorId, ScratchArena scratch) : IEntryRecords
{
    /// <summary>Length of a key up to the id. Unit: bytes.</summary>
    public const int PrefixBytes = StateKey.PrefixBytes + sizeof(long);

    /// <summary>Event time of a whole key. Unit: ms.</summary>
    public static long TimeOf(ReadOnlySpan<byte> key) => GroupRecords.ReadStart(key[StateKey.PrefixBytes..]);

    public ReadOnlySpan<byte> KeyOf(nint entry)
    {
        int idBytes = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        scratch.Reset();
        Span<byte> key = Raw.WritableSpan(scratch.Take(PrefixBytes + idBytes), PrefixBytes + idBytes);
        int tenant = (int)Raw.Read<long>(entry + EntryDescriptor.Owner);
        StateKey.WritePrefix(key, operatorId, tenant, RecordKind.EventId);
        GroupRecords.WriteStart(key[StateKey.PrefixBytes..], Raw.Read<long>(entry + EntryDescriptor.Value));
        Raw.Span(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), idBytes).CopyTo(key[PrefixBytes..]);
        return key;
    }

    public void Put(nint entry, StateBatch target) => target.Put(KeyOf(entry), valueBytes: 0);
}
