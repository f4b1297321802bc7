using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Checkpoints;

/// <summary>Groups of aggregations as records.</summary>
/// <remarks>
/// <code>
/// byte 0         8                     8 + fixed bytes
///      +---------+---------------------+-- for each text: length (4 bytes), bytes --+
///      | arrival | fixed accumulators  |                                            |
///      +---------+---------------------+--------------------------------------------+
/// </code>
/// arrival: number of the group within its pane; groups of a window fire in that order. A group with a time to live may
/// come back after it has ended, and a key may have several sessions: the number then ends the key, so that a key that
/// was removed never comes back.
/// </remarks>
internal sealed class GroupRecords(StatementProgram program, PanePool panes, ScratchArena scratch) : IEntryRecords
{
    public const int StartBytes = sizeof(long);
    public const int ArrivalBytes = sizeof(long);

    /// <summary>Length of a key up to the group key. Unit: bytes.</summary>
    public const int PrefixBytes = StateKey.PrefixBytes + StartBytes;

    private readonly AccumulatorLayout _layout = program.Accumulators!;

    /// <summary>Length of the number behind a group key. Unit: bytes.</summary>
    public int NumberBytes { get; } =
        program.TimeToLive is null && program.Specification?.Kind != WindowKind.Session ? 0 : sizeof(long);

    /// <summary>A window start as bytes that sort as the number does.</summary>
    public static void WriteStart(Span<byte> target, long startMs) =>
        BinaryPrimitives.WriteInt64BigEndian(target, startMs ^ long.MinValue);

    public static long ReadStart(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.ReadInt64BigEndian(source) ^ long.MinValue;

    /// <summary>Key of a session whose operator is not at hand.</summary>
    public static ReadOnlyMemory<byte> KeyOfSession(ulong operatorId, int tenant, nint entry)
    {
        var key = new byte[PrefixBytes + Raw.Read<int>(entry + EntryDescriptor.KeyLength) + sizeof(long)];
        KeyOf(operatorId, tenant, startMs: 0, entry).CopyTo(key);
        BinaryPrimitives.WriteInt64BigEndian(
            key.AsSpan(key.Length - sizeof(long)), Raw.Read<long>(entry + EntryDescriptor.Arrival));
        return key;
    }

    /// <summary>Key of a group whose operator is not at hand.</summary>
    public static ReadOnlyMemory<byte> KeyOf(ulong operatorId, int tenant, long startMs, nint entry)
    {
        int keyBytes = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        var key = new byte[PrefixBytes + keyBytes];
        StateKey.WritePrefix(key, operatorId, tenant, RecordKind.Group);
        WriteStart(key.AsSpan(StateKey.PrefixBytes), startMs);
        Raw.Span(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), keyBytes).CopyTo(key.AsSpan(PrefixBytes));
        return key;
    }

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

    /// <summary>Length of a group's key as it is stored. Unit: bytes.</summary>
    public int StoredKeyBytes(nint entry) => Raw.Read<int>(entry + EntryDescriptor.KeyLength) + NumberBytes;

    /// <summary>Whether a stored group key that is long enough ends with the number of its record.</summary>
    public bool IsNumbered(ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> record) =>
        NumberBytes == 0 || BinaryPrimitives.ReadInt64BigEndian(storedKey[^NumberBytes..]) == ReadArrival(record);

    /// <summary>Number of a group within its pane.</summary>
    public static long ReadArrival(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record);

    /// <summary>Whether a record is as long as what it says it holds.</summary>
    public bool IsWhole(ReadOnlySpan<byte> record)
    {
        int fixedBytes = ArrivalBytes + _layout.FixedBytes;
        if (record.Length < fixedBytes || ReadArrival(record) < 0)
        {
            return false;
        }

        record = record[fixedBytes..];
        for (int i = 0; i < _layout.TextSlots.Length; i++)
        {
            int lengthBytes = record.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(record);
            if (lengthBytes < 0 || lengthBytes > record.Length - sizeof(int))
            {
                return false;
            }

            record = record[(sizeof(int) + lengthBytes)..];
        }

        return record.IsEmpty;
    }

    /// <summary>Takes a whole record into an entry without a value.</summary>
    /// <param name="entry">Address of the entry.</param>
    /// <param name="record">The record.</param>
    /// <param name="texts">Where texts go; <see langword="null"/> for a native record that outlives the entry.</param>
    public void Read(nint entry, ReadOnlySpan<byte> record, SizeClassArena? texts)
    {
        nint value = entry + EntryDescriptor.Value;
        int fixedBytes = ArrivalBytes + _layout.FixedBytes;
        Raw.Write(entry + EntryDescriptor.Arrival, ReadArrival(record));
        record[ArrivalBytes..fixedBytes].CopyTo(Raw.WritableSpan(value, _layout.FixedBytes));
        record = record[fixedBytes..];
        foreach (int slot in _layout.TextSlots)
        {
            int lengthBytes = BinaryPrimitives.ReadInt32LittleEndian(record);
            ReadOnlySpan<byte> text = record.Slice(sizeof(int), lengthBytes);
            record = record[(sizeof(int) + lengthBytes)..];
            if (lengthBytes > 0 && texts is not null)
            {
                TextSlot.Set(value + slot, text, texts);
            }
            else if (lengthBytes > 0)
            {
                TextSlot.Borrow(value + slot, Raw.AddressOf(text), lengthBytes);
            }
        }
    }

    /// <summary>What the keys of all groups of a window, or of all elements of its sets, start with.</summary>
    public ReadOnlySpan<byte> PrefixOf(WindowPane pane, byte kind)
    {
        scratch.Reset();
        Span<byte> key = Raw.WritableSpan(scratch.Take(PrefixBytes), PrefixBytes);
        StateKey.WritePrefix(key, program.Definition.OperatorId, pane.Tenant, kind);
        WriteStart(key[StateKey.PrefixBytes..], pane.StartMs);
        return key;
    }

    /// <summary>Key of a group, or its beginning with room for more.</summary>
    public Span<byte> WriteKey(nint entry, byte kind, int suffixBytes)
    {
        WindowPane pane = panes[Raw.Read<long>(entry + EntryDescriptor.Owner)];
        int keyBytes = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        int lengthBytes = PrefixBytes + keyBytes + NumberBytes + suffixBytes;
        scratch.Reset();
        Span<byte> key = Raw.WritableSpan(scratch.Take(lengthBytes), lengthBytes);
        StateKey.WritePrefix(key, program.Definition.OperatorId, pane.Tenant, kind);
        WriteStart(key[StateKey.PrefixBytes..], pane.StartMs);
        Raw.Span(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), keyBytes)
            .CopyTo(key[PrefixBytes..]);
        if (NumberBytes != 0)
        {
            BinaryPrimitives.WriteInt64BigEndian(
                key[(PrefixBytes + keyBytes)..], Raw.Read<long>(entry + EntryDescriptor.Arrival));
        }

        return key;
    }
}
