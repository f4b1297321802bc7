using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// The sets behind DISTINCT aggregates of one operator: all in one table, each owned by a slot in a group's
/// accumulators.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
public sealed class DistinctSets : IDisposable
{
    private const int InlineValueBytes = 24;
    private readonly KeyedTable _table;

    /// <summary>No sets.</summary>
    /// <param name="heap">Where the table comes from.</param>
    /// <param name="arena">Where long values go.</param>
    public DistinctSets(NativeHeap heap, SizeClassArena arena) =>
        _table = new KeyedTable(heap, arena, valueBytes: 0, InlineValueBytes);

    /// <summary>Elements held in all sets. Unit: elements.</summary>
    public int Count => _table.Count;

    /// <summary>Adds a value to a set.</summary>
    /// <param name="slot">Address of the set's slot: first element (8 bytes); never moves while the set lives.</param>
    /// <param name="elementHashes">Address of 8 hashed bytes that sum up the elements, so that the state hash covers
    /// the set.</param>
    /// <param name="value">First byte of the value.</param>
    /// <param name="lengthBytes">Unit: bytes.</param>
    /// <returns>Whether it was not in the set yet.</returns>
    public bool Add(nint slot, nint elementHashes, nint value, int lengthBytes)
    {
        ulong valueHash = StableHash.Of(Raw.Span(value, lengthBytes));
        nint element =
            _table.FindOrAdd(StableHash.Mix((ulong)slot, valueHash), slot, value, lengthBytes, out bool added);
        if (added)
        {
            Raw.Write(element + EntryDescriptor.NextOfOwner, Raw.Read<nint>(slot));
            Raw.Write(slot, element);
            Raw.Ref<ulong>(elementHashes) += valueHash;
        }

        return added;
    }

    /// <summary>Empties a set.</summary>
    /// <param name="slot">Address of the set's slot.</param>
    public void Free(nint slot)
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

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();
}
