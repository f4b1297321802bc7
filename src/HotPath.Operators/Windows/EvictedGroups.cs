using System;
using System.Buffers.Binary;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>Groups of one operator that lie in the store alone: reads one back, or lends its image.</summary>
/// <remarks>
/// A group is evicted only while the store holds it as it is, and its record changes no more until it has come back. So
/// it does not matter which commit a read sees. Threading: single-threaded; owned by one operator.
/// </remarks>
internal sealed class EvictedGroups : IDisposable
{
    private const int ElementsUnit = 64;

    private readonly StatementProgram _program;
    private readonly AccumulatorLayout _layout;
    private readonly GroupRecords _records;
    private readonly CheckpointPass _pass;
    private readonly StateLimit _limit;
    private readonly DistinctSets _distinct;
    private readonly SizeClassArena _texts;
    private readonly NativeHeap _heap;
    private readonly int _imageBytes;
    private readonly nint _image;
    private readonly StateVisitor _takeGroup;
    private readonly StateVisitor _takeElement;
    private nint _target;

    public EvictedGroups(
        StatementProgram program,
        GroupRecords records,
        CheckpointPass pass,
        StateLimit limit,
        DistinctSets distinct,
        SizeClassArena texts,
        NativeHeap heap)
    {
        _program = program;
        _layout = program.Accumulators!;
        _records = records;
        _pass = pass;
        _limit = limit;
        _distinct = distinct;
        _texts = texts;
        _heap = heap;
        _imageBytes = EntryDescriptor.Value + _layout.ValueBytes;
        _image = heap.Allocate(_imageBytes);
        _takeGroup = TakeGroup;
        _takeElement = TakeElement;
    }

    /// <summary>Where a firing puts what it reads.</summary>
    public SpillFile Spill => _limit.Spill;

    /// <summary>
    /// Whether a restart leaves the next group in the store. Elements come apart from their groups, so those with sets
    /// always stay there.
    /// </summary>
    public bool StaysInStore => HasSets || _limit.IsOver;

    /// <summary>Whether groups have records besides their own.</summary>
    public bool HasSets => _layout.DistinctSlots.Length > 0;

    /// <summary>Fills a new entry from its record.</summary>
    /// <param name="entry">Address of an entry with its key and an empty value.</param>
    /// <returns>Whether there is a record; if not, the group is new.</returns>
    public bool TryReadBack(nint entry)
    {
        _target = entry;
        if (!_limit.Reader.TryRead(_records.KeyOf(entry), _takeGroup))
        {
            return false;
        }

        if (HasSets)
        {
            ICheckpointScan elements = _limit.Reader.Scan(_records.WriteKey(entry, RecordKind.Element, suffixBytes: 0));
            while (elements.Read(ElementsUnit, _takeElement))
            {
            }
        }

        Raw.Write(entry + EntryDescriptor.FirstWritten, CheckpointPass.Restored);
        return true;
    }

    /// <summary>Whether the store has a group of a window.</summary>
    public bool Holds(WindowPane pane, nint key, int keyLength)
    {
        Address(pane, key, keyLength);
        return _limit.Reader.TryRead(_records.KeyOf(_image), static (_, _) => { });
    }

    /// <summary>A group as an entry that is in no table and owns nothing.</summary>
    /// <param name="pane">Its window.</param>
    /// <param name="key">First byte of its key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <param name="record">First byte of its record, known to be whole.</param>
    /// <param name="recordBytes">Unit: bytes.</param>
    /// <returns>Address of the entry, valid until the next call and as long as key and record are.</returns>
    public nint ImageOf(WindowPane pane, nint key, int keyLength, nint record, int recordBytes)
    {
        Raw.Clear(_image, _imageBytes);
        Address(pane, key, keyLength);
        Raw.Write(_image + EntryDescriptor.Hash, StableHash.Of(Raw.Span(key, keyLength), pane.Salt));
        _records.Read(_image, Raw.Span(record, recordBytes), texts: null);
        return _image;
    }

    /// <summary>All records of a window of one kind.</summary>
    public ICheckpointScan Scan(WindowPane pane, byte kind) => _limit.Reader.Scan(_records.PrefixOf(pane, kind));

    /// <summary>Refuses a record that is not what the plan has.</summary>
    public void CheckGroup(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record) =>
        Check(key.Length > GroupRecords.PrefixBytes && _records.IsWhole(record), key, "a group of the wrong length");

    /// <summary>Length of the group key in an element's record.</summary>
    public int GroupBytesOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record)
    {
        int rest = key.Length - GroupRecords.PrefixBytes - ElementRecords.SetBytes;
        int groupBytes = record.Length == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(record) : 0;
        Check(groupBytes > 0 && groupBytes <= rest, key, "an element whose group is longer than its key");
        return groupBytes;
    }

    /// <summary>The next checkpoint removes the record of an image.</summary>
    public void Remove(nint image) => Remove(_records.KeyOf(image));

    /// <summary>The next checkpoint removes a record.</summary>
    public void Remove(ReadOnlySpan<byte> key) => _pass.Removed.Add(key, CheckpointPass.Restored);

    /// <summary>Stops unless the store holds what it must.</summary>
    public void Check(bool isSound, int tenant, string problem)
    {
        if (!isSound)
        {
            throw RestoreProblem.Of(_program.Definition, tenant, problem);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _heap.Free(_image, _imageBytes);

    private void Address(WindowPane pane, nint key, int keyLength)
    {
        Raw.Write(_image + EntryDescriptor.Owner, pane.Number);
        Raw.Write(_image + EntryDescriptor.KeyAddress, key);
        Raw.Write(_image + EntryDescriptor.KeyLength, keyLength);
    }

    private void Check(bool isSound, ReadOnlySpan<byte> key, string problem) =>
        Check(isSound, StateKey.TenantOf(key), problem);

    private void TakeGroup(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record)
    {
        CheckGroup(key, record);
        _records.Read(_target, record, _texts);
    }

    private void TakeElement(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record)
    {
        int groupBytes = GroupBytesOf(key, record);
        if (groupBytes != Raw.Read<int>(_target + EntryDescriptor.KeyLength))
        {
            return;
        }

        ReadOnlySpan<byte> rest = key[(GroupRecords.PrefixBytes + groupBytes)..];
        int set = BinaryPrimitives.ReadUInt16BigEndian(rest);
        Check(set < _layout.DistinctSlots.Length, key, "an element of a set that the plan does not have");
        ReadOnlySpan<byte> value = rest[ElementRecords.SetBytes..];
        _pass.Scratch.Reset();
        nint copy = _pass.Scratch.Take(value.Length);
        value.CopyTo(Raw.WritableSpan(copy, value.Length));
        nint slot = _target + EntryDescriptor.Value + _layout.DistinctSlots[set];
        Check(_distinct.Restore(_target, slot, copy, value.Length), key, "an element that occurs twice");
    }
}
