using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.EventIds;

/// <summary>
/// Ids that lie in the store alone, by hash: the event time of each, with which its record is found. Only the record
/// tells which id it is.
/// </summary>
/// <remarks>
/// <code>
/// place:  hash (8 bytes) | event time (8 bytes); open addressing, linear probing, at most 7 of 10 places taken
/// </code>
/// Removal shifts back. Threading: single-threaded. Allocates only when it is fuller than ever before.
/// </remarks>
internal sealed class EvictedIds : IDisposable
{
    private const long Empty = long.MinValue; // no row has that time
    private const int PlaceBytes = 2 * sizeof(long);

    private readonly NativeHeap _heap;
    private nint _places;
    private int _capacity;

    /// <summary>No ids.</summary>
    /// <param name="heap">Where places come from.</param>
    public EvictedIds(NativeHeap heap)
    {
        _heap = heap;
        Allocate(capacity: 64);
    }

    /// <summary>Ids held. Unit: ids.</summary>
    public int Count { get; private set; }

    /// <summary>What they take. Unit: bytes.</summary>
    public long Bytes => (long)_capacity * PlaceBytes;

    /// <summary>Adds an id.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="timeMs">Its event time. Unit: ms.</param>
    public void Add(ulong hash, long timeMs)
    {
        if ((Count + 1) * 10L > _capacity * 7L)
        {
            Grow();
        }

        Put(hash, timeMs);
        Count++;
    }

    /// <summary>The next place with a hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="after">The place found before, or -1 for the first.</param>
    /// <returns>A place, or -1 when there is none.</returns>
    public int Find(ulong hash, int after)
    {
        int mask = _capacity - 1;
        int place = after < 0 ? (int)hash & mask : (after + 1) & mask;
        while (TimeAt(place) != Empty && HashAt(place) != hash)
        {
            place = (place + 1) & mask;
        }

        return TimeAt(place) == Empty ? -1 : place;
    }

    /// <summary>Event time of the id at a place. Unit: ms.</summary>
    public long TimeAt(int place) => Raw.Read<long>(AddressOf(place) + sizeof(long));

    /// <summary>Takes an id out.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="timeMs">Its event time. Unit: ms.</param>
    /// <returns>Whether there was one of that hash and time.</returns>
    public bool Remove(ulong hash, long timeMs)
    {
        int place = Find(hash, after: -1);
        while (place >= 0 && TimeAt(place) != timeMs)
        {
            place = Find(hash, place);
        }

        if (place < 0)
        {
            return false;
        }

        CloseGap(place);
        Count--;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _heap.Free(_places, Bytes);

    private nint AddressOf(int place) => _places + ((nint)place * PlaceBytes);

    private ulong HashAt(int place) => Raw.Read<ulong>(AddressOf(place));

    private void Set(int place, ulong hash, long timeMs)
    {
        Raw.Write(AddressOf(place), hash);
        Raw.Write(AddressOf(place) + sizeof(long), timeMs);
    }

    private void Put(ulong hash, long timeMs)
    {
        int mask = _capacity - 1;
        int place = (int)hash & mask;
        while (TimeAt(place) != Empty)
        {
            place = (place + 1) & mask;
        }

        Set(place, hash, timeMs);
    }

    // Moves later ids of the run back so that none of them is cut off from where its search begins.
    private void CloseGap(int gap)
    {
        int mask = _capacity - 1;
        for (int place = (gap + 1) & mask; TimeAt(place) != Empty; place = (place + 1) & mask)
        {
            int home = (int)HashAt(place) & mask;
            if (((place - home) & mask) >= ((place - gap) & mask))
            {
                Set(gap, HashAt(place), TimeAt(place));
                gap = place;
            }
        }

        Set(gap, 0, Empty);
    }

    private void Allocate(int capacity)
    {
        _capacity = capacity;
        _places = _heap.Allocate(Bytes);
        for (int place = 0; place < capacity; place++)
        {
            Set(place, 0, Empty);
        }
    }

    private void Grow()
    {
        nint old = _places;
        long oldBytes = Bytes;
        Allocate(checked(2 * _capacity));
        for (nint at = old; at < old + (nint)oldBytes; at += PlaceBytes)
        {
            long timeMs = Raw.Read<long>(at + sizeof(long));
            if (timeMs != Empty)
            {
                Put(Raw.Read<ulong>(at), timeMs);
            }
        }

        _heap.Free(old, oldBytes);
    }
}
