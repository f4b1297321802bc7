using System;
using System.Collections.Generic;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// The groups of a window in order of arrival when some lie in the store alone: 8 bytes a group, and the records of
/// those, in a file that the kernel may write out. Built in units, then read from the first to the last.
/// </summary>
/// <remarks>
/// <code>
/// index, by arrival:  address of a group in memory, or address of a record + 1; 0 while it is not known
/// record:             key length (4) | record length (4) | group key | record      at multiples of 8
/// </code>
/// Threading: single-threaded; owned by one firing. Nothing of the window changes while it fires.
/// </remarks>
internal sealed class PaneIndex : IDisposable
{
    private const int BlockBytes = 256 * 1024;
    private const int RecordHeaderBytes = 8;

    private readonly WindowPane _pane;
    private readonly EvictedGroups _evicted;
    private readonly ScratchArena _scratch;
    private readonly List<(nint Address, long Offset, int LengthBytes)> _blocks = [];
    private readonly nint _index;
    private readonly long _indexOffset;
    private nint _resident;
    private ICheckpointScan? _records;
    private ICheckpointScan? _elements;
    private int _left;
    private int _usedBytes;
    private long _next;

    /// <summary>Nothing known yet.</summary>
    public PaneIndex(WindowPane pane, EvictedGroups evicted, ScratchArena scratch)
    {
        _pane = pane;
        _evicted = evicted;
        _scratch = scratch;
        _index = evicted.Spill.Take(IndexBytes, out _indexOffset);
        _resident = pane.FirstEntry;
        _records = evicted.Scan(pane, RecordKind.Group);
        _elements = evicted.HasSets ? evicted.Scan(pane, RecordKind.Element) : null;
    }

    /// <summary>Whether every group has been handed out.</summary>
    public bool IsAtEnd => _next == _pane.Groups;

    private long IndexBytes => _pane.Groups * sizeof(long);

    /// <summary>Goes on building.</summary>
    /// <param name="left">Groups and records to look at; less by those that were.</param>
    /// <returns>Whether it is complete.</returns>
    public bool Build(ref int left)
    {
        for (; left > 0 && _resident != 0; left--)
        {
            Set(Raw.Read<long>(_resident + EntryDescriptor.Arrival), _resident);
            _resident = Raw.Read<nint>(_resident + EntryDescriptor.NextOfOwner);
        }

        _left = left;
        if (_left > 0 && _records?.Read(_left, TakeGroup) == false)
        {
            _records = null;
        }

        if (_left > 0 && _elements?.Read(_left, TakeElement) == false)
        {
            _elements = null;
        }

        left = Math.Max(0, _left);
        return _resident == 0 && _records is null && _elements is null;
    }

    /// <summary>The next group in order of arrival.</summary>
    /// <param name="isEvicted">Whether it is an image, valid until the next call.</param>
    /// <returns>Address of its entry.</returns>
    public nint Next(out bool isEvicted)
    {
        nint found = Raw.Read<nint>(_index + (nint)(_next++ * sizeof(long)));
        _evicted.Check(found != 0, _pane.Tenant, "a group that is neither in memory nor in the store");
        isEvicted = (found & 1) != 0;
        if (!isEvicted)
        {
            return found;
        }

        nint record = found - 1;
        int keyBytes = Raw.Read<int>(record);
        nint key = record + RecordHeaderBytes;
        return _evicted.ImageOf(_pane, key, keyBytes, key + keyBytes, Raw.Read<int>(record + sizeof(int)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _evicted.Spill.Return(_index, _indexOffset, IndexBytes);
        foreach ((nint address, long offset, int lengthBytes) in _blocks)
        {
            _evicted.Spill.Return(address, offset, lengthBytes);
        }

        _blocks.Clear();
    }

    private void Set(long arrival, nint found)
    {
        bool isFree = arrival >= 0 && arrival < _pane.Groups && Raw.Read<nint>(Place(arrival)) == 0;
        _evicted.Check(isFree, _pane.Tenant, "two groups with one place");
        Raw.Write(Place(arrival), found);
    }

    private nint Place(long arrival) => _index + (nint)(arrival * sizeof(long));

    // What lies in memory is as new as its record or newer.
    private void TakeGroup(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record)
    {
        _left--;
        _evicted.CheckGroup(key, record);
        ReadOnlySpan<byte> group = key[GroupRecords.PrefixBytes..];
        if (Find(group) != 0)
        {
            return;
        }

        int lengthBytes = (RecordHeaderBytes + group.Length + record.Length + 7) & ~7;
        nint copy = Take(lengthBytes);
        Raw.Write(copy, group.Length);
        Raw.Write(copy + sizeof(int), record.Length);
        group.CopyTo(Raw.WritableSpan(copy + RecordHeaderBytes, group.Length));
        record.CopyTo(Raw.WritableSpan(copy + RecordHeaderBytes + group.Length, record.Length));
        Set(GroupRecords.ReadArrival(record), copy + 1);
    }

    // Elements of groups in memory are removed with them.
    private void TakeElement(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record)
    {
        _left--;
        if (Find(key.Slice(GroupRecords.PrefixBytes, _evicted.GroupBytesOf(key, record))) == 0)
        {
            _evicted.Remove(key);
        }
    }

    private nint Find(ReadOnlySpan<byte> group)
    {
        _scratch.Reset();
        nint copy = _scratch.Take(group.Length);
        group.CopyTo(Raw.WritableSpan(copy, group.Length));
        return PaneTable.Find(_pane, StableHash.Of(group, _pane.Salt), copy, group.Length);
    }

    private nint Take(int lengthBytes)
    {
        if (_blocks.Count == 0 || _usedBytes + lengthBytes > _blocks[^1].LengthBytes)
        {
            int blockBytes = Math.Max(BlockBytes, lengthBytes);
            nint block = _evicted.Spill.Take(blockBytes, out long offset);
            _blocks.Add((block, offset, blockBytes));
            _usedBytes = 0;
        }

        nint address = _blocks[^1].Address + _usedBytes;
        _usedBytes += lengthBytes;
        return address;
    }
}
