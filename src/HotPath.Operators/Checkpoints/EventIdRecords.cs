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

    public ReadOnlySpan<byte> KeyOf(nint entry) => KeyOf(
        (int)Raw.Read<long>(entry + EntryDescriptor.Owner),
        Raw.Read<long>(entry + EntryDescriptor.Value),
        Raw.Read<nint>(entry + EntryDescriptor.KeyAddress),
        Raw.Read<int>(entry + EntryDescriptor.KeyLength));

    /// <summary>Key of an id that has no entry.</summary>
    /// <param name="tenant">Its tenant.</param>
    /// <param name="timeMs">Its event time. Unit: ms.</param>
    /// <param name="id">First byte of the id.</param>
    /// <param name="idBytes">Unit: bytes.</param>
    /// <returns>The key, valid until scratch is used again.</returns>
    public ReadOnlySpan<byte> KeyOf(int tenant, long timeMs, nint id, int idBytes)
    {
        scratch.Reset();
        Span<byte> key = Raw.WritableSpan(scratch.Take(PrefixBytes + idBytes), PrefixBytes + idBytes);
        StateKey.WritePrefix(key, operatorId, tenant, RecordKind.EventId);
        GroupRecords.WriteStart(key[StateKey.PrefixBytes..], timeMs);
        Raw.Span(id, idBytes).CopyTo(key[PrefixBytes..]);
        return key;
    }

    /// <summary>What the keys of all ids of a tenant start with, the oldest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <returns>The prefix, valid until scratch is used again.</returns>
    public ReadOnlySpan<byte> PrefixOf(int tenant)
    {
        scratch.Reset();
        Span<byte> key = Raw.WritableSpan(scratch.Take(StateKey.PrefixBytes), StateKey.PrefixBytes);
        StateKey.WritePrefix(key, operatorId, tenant, RecordKind.EventId);
        return key;
    }

    public void Put(nint entry, StateBatch target) => target.Put(KeyOf(entry), valueBytes: 0);
}
