using System;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// A set of state entries in one array: each entry remembers its place, so that it leaves without a search. Places left
/// empty are used again, so the list is never longer than the most entries it held at once.
/// </summary>
/// <remarks>
/// Threading: single-threaded. Allocates only when it is fuller than ever before. Entries lie at multiples of 64, so an
/// odd number marks an empty place: (next empty place + 1) * 2 + 1.
/// </remarks>
internal sealed class EntryList
{
    private nint[] _entries = new nint[256];
    private int _firstEmpty = -1;

    /// <summary>Places in use, empty ones included. Unit: places.</summary>
    public int Places { get; private set; }

    /// <summary>Entries held. Unit: entries.</summary>
    public int Count { get; private set; }

    /// <summary>The entry at a place below <see cref="Places"/>, or 0 when the place is empty.</summary>
    public nint this[int place] => (_entries[place] & 1) == 0 ? _entries[place] : 0;

    /// <summary>Adds an entry.</summary>
    /// <returns>Its place.</returns>
    public int Add(nint entry)
    {
        Count++;
        int place = _firstEmpty;
        if (place >= 0)
        {
            _firstEmpty = (int)(_entries[place] >> 1) - 1;
            AskForFirstEmpty();
        }
        else
        {
            place = Places++;
            if (place == _entries.Length)
            {
                Array.Resize(ref _entries, 2 * place);
            }
        }

        _entries[place] = entry;
        return place;
    }

    /// <summary>Whether an entry stands at a place; any number may be asked for.</summary>
    public bool Holds(nint entry, int place) => (uint)place < (uint)Places && _entries[place] == entry;

    /// <summary>Takes the entry at a place out.</summary>
    public void RemoveAt(int place)
    {
        _entries[place] = ((nint)(_firstEmpty + 1) << 1) | 1;
        _firstEmpty = place;
        Count--;
    }

    /// <summary>Forgets every entry and keeps the array.</summary>
    public void Clear()
    {
        Places = 0;
        Count = 0;
        _firstEmpty = -1;
    }

    // Entries leave in any order, so the next empty place may lie anywhere.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AskForFirstEmpty()
    {
        if (_firstEmpty >= 0)
        {
            Raw.Prefetch(in _entries[_firstEmpty]);
        }
    }
}
