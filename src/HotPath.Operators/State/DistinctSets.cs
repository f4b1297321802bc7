using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;

namespace HotPath.Operators.State;

/// <summary>
/// The sets behind DISTINCT aggregates of one operator: all in one table, each owned by a slot in a group's
/// accumulators.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
public sealed partial class DistinctSets : IDisposable
{
    private const int InlineValueBytes = 24;
    private readonly KeyedTable _table;
    private readonly bool _isCounted;

    /// <summary>No sets.</summary>
    /// <param name="heap">Where the table comes from.</param>
    /// <param name="arena">Where long values go.</param>
    public DistinctSets(NativeHeap heap, SizeClassArena arena)
        : this(heap, arena, changes: null, isCounted: false)
    {
    }

    /// <summary>No sets, whose changes go into checkpoints.</summary>
    internal DistinctSets(NativeHeap heap, SizeClassArena arena, ChangedEntries? changes, bool isCounted)
    {
        _table = new KeyedTable(heap, arena, isCounted ? CountedElement.ValueBytes : 0, InlineValueBytes);
        _isCounted = isCounted;
        Changes = changes;
    }

    /// <summary>Elements held in all sets. Unit: elements.</summary>
    public int Count => _table.Count;

    /// <summary>Bytes that the elements take, without long values. Unit: bytes.</summary>
    internal long EntryBytes => _table.EntryBytes;

    /// <summary>Bytes of the elements that differ from the store. Unit: bytes.</summary>
    internal long ChangedBytes => (long)(Changes?.Count ?? 0) * _table.BytesOfEntry;

    /// <summary>Elements that differ from the store.</summary>
    internal ChangedEntries? Changes { get; }

    /// <summary>Whether a set has a value.</summary>
    /// <param name="slot">Address of the set's slot.</param>
    /// <param name="value">First byte of the value.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>Whether it has.</returns>
    public bool Contains(nint slot, nint value, int lengthBytes)
    {
        ulong valueHash = StableHash.Of(Raw.Span(value, lengthBytes));
        return _table.Find(StableHash.Mix((ulong)slot, valueHash), slot, value, lengthBytes) != 0;
    }

    /// <summary>Adds a value to a set.</summary>
    /// <param name="group">Address of the group that the set belongs to.</param>
    /// <param name="slot">Address of the set's slot: first element (8 bytes); never moves while the set lives.</param>
    /// <param name="elementHashes">Address of 8 hashed bytes that sum up the elements, so that the state hash covers
    /// the set.</param>
    /// <param name="value">First byte of the value.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>Whether it was not in the set yet.</returns>
    public bool Add(nint group, nint slot, nint elementHashes, nint value, int lengthBytes)
    {
        ulong valueHash = StableHash.Of(Raw.Span(value, lengthBytes));
        nint element = Link(group, slot, valueHash, value, lengthBytes);
        if (element == 0)
        {
            return false;
        }

        Raw.Ref<ulong>(elementHashes) += valueHash;
        Changes?.Touch(element);
        return true;
    }

    /// <summary>Puts an element back that a checkpoint held; the group's own record holds the hashes.</summary>
    /// <returns>Whether it was not in the set yet.</returns>
    internal bool Restore(nint group, nint slot, nint value, int lengthBytes)
    {
        nint element = Link(group, slot, StableHash.Of(Raw.Span(value, lengthBytes)), value, lengthBytes);
        if (element == 0)
        {
            return false;
        }

        Raw.Write(element + EntryDescriptor.FirstWritten, CheckpointPass.Restored);
        return true;
    }

    /// <summary>Empties a set.</summary>
    /// <param name="slot">Address of the set's slot.</param>
    public void Free(nint slot)
    {
        nint element = Raw.Read<nint>(slot);
        while (element != 0)
        {
            nint next = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner);
            Changes?.Forget(element);
            _table.Remove(element);
            element = next;
        }

        Raw.Write(slot, (nint)0);
    }

    /// <summary>Frees the memory of a set that the store keeps.</summary>
    /// <param name="slot">Address of the set's slot.</param>
    internal void Evict(nint slot)
    {
        nint element = Raw.Read<nint>(slot);
        while (element != 0)
        {
            nint next = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner);
            _table.Remove(element);
            element = next;
        }

        Raw.Write(slot, (nint)0);
    }

    /// <summary>Length of all elements of a set. Unit: bytes.</summary>
    internal static long ElementBytesOf(nint slot)
    {
        long bytes = 0;
        for (nint element = Raw.Read<nint>(slot); element != 0;)
        {
            bytes += Raw.Read<int>(element + EntryDescriptor.KeyLength);
            element = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner);
        }

        return bytes;
    }

    /// <summary>Whether a set has no more than so many elements.</summary>
    internal static bool IsWithin(nint slot, int elementsMax)
    {
        nint element = Raw.Read<nint>(slot);
        for (; element != 0 && elementsMax > 0; elementsMax--)
        {
            element = Raw.Read<nint>(element + EntryDescriptor.NextOfOwner);
        }

        return element == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    // The new element, or 0 when the set has it.
    private nint Link(nint group, nint slot, ulong valueHash, nint value, int lengthBytes)
    {
        nint element =
            _table.FindOrAdd(StableHash.Mix((ulong)slot, valueHash), slot, value, lengthBytes, out bool added);
        if (!added)
        {
            return 0;
        }

        Raw.Write(element + EntryDescriptor.Group, group);
        nint next = Raw.Read<nint>(slot);
        Raw.Write(element + EntryDescriptor.NextOfOwner, next);
        Raw.Write(slot, element);
        if (_isCounted && next != 0)
        {
            CountedElement.Previous(next) = element;
        }

        return element;
    }
}
