using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Small ids for names of tenants, or of clients, in the order in which the log first sees them: from 1; 0 is "none".
/// Open addressing over native memory: a known name costs a hash, a probe and a comparison, and allocates nothing.
/// </summary>
/// <remarks>
/// <code>
/// slot  0       8              16       20   24
///       +-------+--------------+--------+----+
///       | hash  | name address | length | id |   id 0: free
///       +-------+--------------+--------+----+
/// </code>
/// Threading: single-threaded; owned by ingress. <see cref="NameOf"/> may be called by others as it says.
/// </remarks>
public sealed class NameDirectory : IDisposable
{
    private const int SlotBytes = 24;
    private const int NameOffset = 8;
    private const int LengthOffset = 16;
    private const int IdOffset = 20;
    private const int InitialSlots = 64;

    private readonly NativeHeap _heap;
    private (nint Address, int LengthBytes)[] _names = new (nint Address, int LengthBytes)[InitialSlots];
    private int _count = 1;
    private nint _slots;
    private int _mask = InitialSlots - 1;

    /// <summary>An empty directory.</summary>
    /// <param name="heap">Where names and slots come from.</param>
    public NameDirectory(NativeHeap heap)
    {
        ArgumentNullException.ThrowIfNull(heap);
        _heap = heap;
        _slots = heap.Allocate(InitialSlots * SlotBytes);
    }

    /// <summary>Highest id given out; 0 while there is none.</summary>
    public int LastId => _count - 1;

    /// <summary>The id of a name, a new one if it has none.</summary>
    /// <param name="name">The name, UTF-8.</param>
    /// <returns>Its id, from 1.</returns>
    public int FindOrAdd(ReadOnlySpan<byte> name)
    {
        ulong hash = StableHash.Of(name);
        int index = (int)hash & _mask;
        while (true)
        {
            nint slot = _slots + (index * SlotBytes);
            int id = Raw.Read<int>(slot + IdOffset);
            if (id == 0)
            {
                return Add(name, hash);
            }

            if (Raw.Read<ulong>(slot) == hash
                && Raw.Span(Raw.Read<nint>(slot + NameOffset), Raw.Read<int>(slot + LengthOffset)).SequenceEqual(name))
            {
                return id;
            }

            index = (index + 1) & _mask;
        }
    }

    /// <summary>The name of an id. From any thread that has the id from the one that gave it out.</summary>
    /// <param name="id">An id given out.</param>
    /// <returns>The name, UTF-8; valid until dispose.</returns>
    public ReadOnlySpan<byte> NameOf(int id)
    {
        (nint address, int lengthBytes) = Volatile.Read(ref _names)[id];
        return Raw.Span(address, lengthBytes);
    }

    /// <summary>All names, for reports; allocates.</summary>
    /// <returns>The name of each id; that of 0 is empty.</returns>
    public IReadOnlyList<string> ToList() =>
        [.. Enumerable.Range(0, _count).Select(id => Encoding.UTF8.GetString(NameOf(id)))];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((nint address, int lengthBytes) in _names.AsSpan(0, _count))
        {
            _heap.Free(address, Math.Max(1, lengthBytes));
        }

        _count = 0;
        _heap.Free(_slots, (long)(_mask + 1) * SlotBytes);
        _slots = 0;
    }

    private int Add(ReadOnlySpan<byte> name, ulong hash)
    {
        if (2 * _count > _mask)
        {
            Grow();
        }

        nint copy = _heap.Allocate(Math.Max(1, name.Length));
        name.CopyTo(Raw.WritableSpan(copy, name.Length));
        if (_count == _names.Length)
        {
            var larger = new (nint Address, int LengthBytes)[2 * _count];
            _names.CopyTo(larger, 0);
            Volatile.Write(ref _names, larger);
        }

        _names[_count++] = (copy, name.Length);
        Place(hash, copy, name.Length, LastId);
        return LastId;
    }

    private void Place(ulong hash, nint name, int lengthBytes, int id)
    {
        int index = (int)hash & _mask;
        while (Raw.Read<int>(_slots + (index * SlotBytes) + IdOffset) != 0)
        {
            index = (index + 1) & _mask;
        }

        nint slot = _slots + (index * SlotBytes);
        Raw.Write(slot, hash);
        Raw.Write(slot + NameOffset, name);
        Raw.Write(slot + LengthOffset, lengthBytes);
        Raw.Write(slot + IdOffset, id);
    }

    private void Grow()
    {
        _heap.Free(_slots, (long)(_mask + 1) * SlotBytes);
        _mask = (2 * (_mask + 1)) - 1;
        _slots = _heap.Allocate((long)(_mask + 1) * SlotBytes);
        for (int id = 1; id < _count; id++)
        {
            Place(StableHash.Of(NameOf(id)), _names[id].Address, _names[id].LengthBytes, id);
        }
    }
}
