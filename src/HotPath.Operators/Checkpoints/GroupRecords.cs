using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>Groups of open windows as records.</summary>
/// <remarks>
/// <code>
/// byte 0         8                     8 + fixed bytes
///      +---------+---------------------+-- for each text: length (4 bytes), bytes --+
///      | arrival | fixed accumulators  |                                            |
///      +---------+---------------------+--------------------------------------------+
/// </code>
/// arrival: number of the group within its window; groups fire in that order.
/// </remarks>
internal sealed class GroupRecords(StatementProgram program, PanePool panes, ScratchArena scratch) : IEntryRecords
{
    public const int StartBytes = sizeof(long);
    public const int ArrivalBytes = sizeof(long);

    private readonly AccumulatorLayout _layout = program.Accumulators!;

    /// <summary>A window start as bytes that sort as the number does.</summary>
    public static void WriteStart(Span<byte> target, long startMs) =>
        BinaryPrimitives.WriteInt64BigEndian(target, startMs ^ long.MinValue);

    public static long ReadStart(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.ReadInt64BigEndian(source) ^ long.MinValue;

    public ReadOnlySpan<byte> KeyOf(nint entry) => WriteKey(entry, RecordKind.Group, suffixBytes: 0);

    public void Put(nint entry, StateBatch target)
    {
        nint value = entry + EntryDescriptor.Value;
        int lengthBytes = ArrivalBytes + _layout.FixedBytes;
        foreach (int slot in _layout.TextSlots)
        {
            lengthBytes += sizeof(int) + TextSlot.Get(value + slot).LengthBytes;
        }

        Span<byte> record = target.Put(KeyOf(entry), lengthBytes);
        BinaryPrimitives.WriteInt64LittleEndian(record, Raw.Read<long>(entry + EntryDescriptor.Arrival));
        Raw.Span(value, _layout.FixedBytes).CopyTo(record[ArrivalBytes..]);
        record = record[(ArrivalBytes + _layout.FixedBytes)..];
        foreach (int slot in _layout.TextSlots)
        {
            Utf8View text = TextSlot.Get(value + slot);
            BinaryPrimitives.WriteInt32LittleEndian(record, text.LengthBytes);
            text.Span.CopyTo(record[sizeof(int)..]);
            record = record[(sizeof(int) + text.LengthBytes)..];
        }
    }

    /// <summary>Key of a group, or its beginning with room for more.</summary>
    public Span<byte> WriteKey(nint entry, byte kind, int suffixBytes)
    {
        WindowPane pane = panes[Raw.Read<long>(entry + EntryDescriptor.Owner)];
        int keyBytes = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        int lengthBytes = StateKey.PrefixBytes + StartBytes + keyBytes + suffixBytes;
        scratch.Reset();
        Span<byte> key = Raw.WritableSpan(scratch.Take(lengthBytes), lengthBytes);
        StateKey.WritePrefix(key, program.Definition.OperatorId, pane.Tenant, kind);
        WriteStart(key[StateKey.PrefixBytes..], pane.StartMs);
        Raw.Span(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), keyBytes)
            .CopyTo(key[(StateKey.PrefixBytes + StartBytes)..]);
        return key;
    }
}
