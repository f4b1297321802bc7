using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Keyed state of one operator: an open-addressing table of entries in native slabs, found by hash and then by bytes.
/// Entries never move, so that an operator may hold an address across calls.
/// </summary>
/// <remarks>
/// <code>
/// slot, 64 bits:  upper bits of the hash (16) | how far from its home slot (6) | address of the entry / 64 (42)
/// </code>
/// So neither a miss nor a removal touches an entry that it is not about, as a rule. Linear probing; removal shifts
/// back, so there are no tombstones. Keys up to the inline size lie in the entry, longer ones in the arena.
/// Threading: single-threaded; owned by one shard. Iteration order is never used: lists of owners give the order.
/// </remarks>
public sealed class KeyedTable : IDisposable
{
    private const int AddressBits = 42;
    private const ulong AddressMask = (1UL << AddressBits) - 1;
    private const int AlignmentShift = 6;
    private const int LineBytes = 1 << AlignmentShift;
    private const int FarSlots = 63; // from here on the entry's hash tells how far
    private const ulong FarMask = (ulong)FarSlots << AddressBits;
    private const ulong TagMask = ~(AddressMask | FarMask);
    private const int SmallSlabBytes = 256 * 1024;
    private const int SmallSlabs = 8;
    private const int SlabBytes = 2 * 1024 * 1024; // a huge page
    private const int NearBytes = 256 * 1024; // well inside a core's second-level cache, beside what else is there

    private const int SlotsAhead = 4; // a power of two
    private const int GrowAhead = 16;

    private readonly ulong[] _asked = new ulong[SlotsAhead];
    private readonly NativeHeap _heap;
    private readonly SizeClassArena _arena;
    private readonly int _valueBytes;
    private readonly int _inlineKeyBytes;
    private readonly int _entryBytes; // whole cache lines: an entry then costs the fewest misses it can
    private nint _slots;
    private int _capacity;
    private int _count;
    private int _besideCount;
    private nint _freeEntries;
    private nint[] _slabs = new nint[8];
    private int _slabCount;
    private int _slabUsedBytes;
    private int _askedCount;

    /// <summary>An empty table.</summary>
    /// <param name="heap">Where slots and slabs come from.</param>
    /// <param name="arena">Where long keys go.</param>
    /// <param name="valueBytes">Size of a value, a multiple of 8. Unit: bytes.</param>
    /// <param name="inlineKeyBytes">Keys up to this lie in the entry. Unit: bytes.</param>
    public KeyedTable(NativeHeap heap, SizeClassArena arena, int valueBytes, int inlineKeyBytes)
    {
        ArgumentNullException.ThrowIfNull(heap);
        _heap = heap;
        _arena = arena;
        _valueBytes = valueBytes;
        _inlineKeyBytes = (inlineKeyBytes + 7) & ~7;
        _entryBytes = (EntryDescriptor.Value + valueBytes + _inlineKeyBytes + LineBytes - 1) & -LineBytes;
        _capacity = 64;
        _slots = heap.Allocate(_capacity * sizeof(ulong));
    }

    /// <summary>Entries held. Unit: entries.</summary>
    public int Count => _count + _besideCount;

    /// <summary>Bytes of one entry, without a long key. Unit: bytes.</summary>
    public int BytesOfEntry => _entryBytes;

    /// <summary>Bytes that the entries held take, without long keys. Unit: bytes.</summary>
    public long EntryBytes => (long)Count * _entryBytes;

    /// <summary>Whether the table is so small that looking ahead costs more than it saves.</summary>
    internal bool IsNear => EntryBytes + ((long)_capacity * sizeof(ulong)) <= NearBytes;

    /// <summary>Key of an entry, and its hash among the keys of another owner.</summary>
    /// <param name="entry">Address of a live entry, of any table.</param>
    /// <param name="salt">What the other owner mixes into the hashes of its keys.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Stable hash.</returns>
    internal static ulong HashOf(nint entry, ulong salt, out nint key, out int keyLength)
    {
        key = Raw.Read<nint>(entry + EntryDescriptor.KeyAddress);
        keyLength = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        return StableHash.Of(Raw.Span(key, keyLength), salt);
    }

    /// <summary>Finds the entry of (owner, key).</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    /// <param name="owner">Owner.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the entry, or 0.</returns>
    public nint Find(ulong hash, long owner, nint key, int keyLength)
    {
        int mask = _capacity - 1;
        ulong tag = hash & TagMask;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ulong packed = PackedAt(slot);
            nint entry = EntryOf(packed);
            if (packed == 0 || ((packed & TagMask) == tag && IsSame(entry, hash, owner, key, keyLength)))
            {
                return entry;
            }
        }
    }

    /// <summary>Finds the entry of (owner, key), or adds it with a zeroed value.</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    /// <param name="owner">Owner.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <param name="added">Whether the entry is new; the caller links it into its owner's list.</param>
    /// <returns>Address of the entry.</returns>
    public nint FindOrAdd(ulong hash, long owner, nint key, int keyLength, out bool added)
    {
        int mask = _capacity - 1;
        ulong tag = hash & TagMask;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ulong packed = PackedAt(slot);
            if (packed == 0)
            {
                added = true;
                return Add(hash, owner, key, keyLength, slot);
            }

            nint entry = EntryOf(packed);
            if ((packed & TagMask) == tag && IsSame(entry, hash, owner, key, keyLength))
            {
                added = false;
                return entry;
            }
        }
    }

    /// <summary>
    /// Asks for the cache lines that <see cref="FindOrAdd"/> will read for a hash: for its slot now, and for its entry
    /// some calls later, when the slot has come.
    /// </summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    public void Prefetch(ulong hash)
    {
        PrefetchSlot(hash);
        ref ulong place = ref _asked[_askedCount++ & (SlotsAhead - 1)];
        ulong due = place;
        place = hash;
        PrefetchFound(due);
    }

    /// <summary>Asks for the cache line that a search for a hash begins in.</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    internal void PrefetchSlot(ulong hash) => Raw.Prefetch(AddressOf(HomeOf(hash)));

    /// <summary>Asks for the entry of a hash, whose slot has been asked for some time ago.</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    internal void PrefetchFound(ulong hash)
    {
        int mask = _capacity - 1;
        ulong tag = hash & TagMask;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ulong packed = PackedAt(slot);
            if (packed == 0)
            {
                return;
            }

            if ((packed & TagMask) == tag)
            {
                nint entry = EntryOf(packed);
                PrefetchEntry(entry);
                if (_valueBytes >= LineBytes)
                {
                    Raw.Prefetch(entry + EntryDescriptor.Value + _valueBytes); // its key
                }

                return;
            }
        }
    }

    /// <summary>Asks for what most uses of an entry need: its header and the start of its value.</summary>
    /// <param name="entry">Address of an entry, of any table.</param>
    internal static void PrefetchEntry(nint entry)
    {
        Raw.Prefetch(entry);
        Raw.Prefetch(entry + EntryDescriptor.Value);
    }

    /// <summary>Asks for the cache line that <see cref="Remove"/> will search.</summary>
    /// <param name="entry">Address of a live entry.</param>
    internal void PrefetchRemoval(nint entry) =>
        Raw.Prefetch(AddressOf(HomeOf(Raw.Read<ulong>(entry + EntryDescriptor.Hash))));

    /// <summary>
    /// Removes an entry and recycles its memory; the caller has unlinked it and freed what its value owns.
    /// </summary>
    /// <param name="entry">Address of a live entry.</param>
    public void Remove(nint entry)
    {
        CloseGap(SlotOf(entry));
        _count--;
        Recycle(entry);
    }

    /// <summary>Adds an entry with a zeroed value for a key that has one; only the caller can find it.</summary>
    /// <param name="found">The entry of the key that is found.</param>
    /// <returns>Address of the new entry.</returns>
    internal nint AddBeside(nint found)
    {
        nint entry = NewEntry(
            Raw.Read<ulong>(found + EntryDescriptor.Hash),
            Raw.Read<long>(found + EntryDescriptor.Owner),
            Raw.Read<nint>(found + EntryDescriptor.KeyAddress),
            Raw.Read<int>(found + EntryDescriptor.KeyLength));
        _besideCount++;
        return entry;
    }

    /// <summary>Lets another entry of a key be found instead.</summary>
    /// <param name="found">The entry that is found.</param>
    /// <param name="beside">One that was added beside it.</param>
    internal void Replace(nint found, nint beside)
    {
        Put(SlotOf(found), Raw.Read<ulong>(beside + EntryDescriptor.Hash), beside);
    }

    /// <summary>Removes an entry that is not the one found for its key, and recycles its memory.</summary>
    /// <param name="beside">Address of a live entry.</param>
    internal void RemoveBeside(nint beside)
    {
        _besideCount--;
        Recycle(beside);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _heap.Free(_slots, (long)_capacity * sizeof(ulong));
        for (int i = 0; i < _slabCount; i++)
        {
            _heap.Free(_slabs[i], LengthOfSlab(i));
        }

        _slots = 0;
        _slabCount = 0;
    }

    private static bool IsSame(nint entry, ulong hash, long owner, nint key, int keyLength) =>
        Raw.Read<ulong>(entry + EntryDescriptor.Hash) == hash
        && Raw.Read<long>(entry + EntryDescriptor.Owner) == owner
        && Raw.Read<int>(entry + EntryDescriptor.KeyLength) == keyLength
        && Raw.AreEqual(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), key, keyLength);

    private nint Add(ulong hash, long owner, nint key, int keyLength, int slot)
    {
        if ((_count + 1) * 2L > _capacity)
        {
            Grow();
            slot = FreeSlot(hash);
        }

        nint entry = NewEntry(hash, owner, key, keyLength);
        Put(slot, hash, entry);
        _count++;
        return entry;
    }

    private nint NewEntry(ulong hash, long owner, nint key, int keyLength)
    {
        nint entry = TakeEntry();
        Raw.Write(entry + EntryDescriptor.Hash, hash);
        Raw.Write(entry + EntryDescriptor.Owner, owner);
        nint keyAddress = keyLength <= _inlineKeyBytes
            ? entry + EntryDescriptor.Value + _valueBytes
            : _arena.Take(keyLength);
        Raw.Copy(key, keyAddress, keyLength);
        Raw.Write(entry + EntryDescriptor.KeyAddress, keyAddress);
        Raw.Write(entry + EntryDescriptor.KeyLength, keyLength);
        return entry;
    }

    private void Recycle(nint entry)
    {
        int keyLength = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        if (keyLength > _inlineKeyBytes)
        {
            _arena.Give(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), keyLength);
        }

        Raw.Write(entry, _freeEntries);
        _freeEntries = entry;
    }

    private int FreeSlot(ulong hash)
    {
        int mask = _capacity - 1;
        int slot = (int)hash & mask;
        while (PackedAt(slot) != 0)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private int SlotOf(nint entry)
    {
        int mask = _capacity - 1;
        int slot = (int)Raw.Read<ulong>(entry + EntryDescriptor.Hash) & mask;
        while (EntryOf(PackedAt(slot)) != entry)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    // Moves later entries of the probe run back so that none of them is cut off from its home slot.
    private void CloseGap(int gap)
    {
        int mask = _capacity - 1;
        for (int slot = (gap + 1) & mask; ; slot = (slot + 1) & mask)
        {
            ulong packed = PackedAt(slot);
            if (packed == 0)
            {
                break;
            }

            int far = (int)((packed & FarMask) >> AddressBits);
            if (far == FarSlots)
            {
                far = (slot - HomeOf(Raw.Read<ulong>(EntryOf(packed) + EntryDescriptor.Hash))) & mask;
            }

            int back = (slot - gap) & mask;
            if (far >= back)
            {
                Raw.Write(AddressOf(gap), (packed & ~FarMask) | Far(far - back));
                gap = slot;
            }
        }

        Raw.Write(AddressOf(gap), 0UL);
    }

    private void Grow()
    {
        nint old = _slots;
        int oldCapacity = _capacity;
        _capacity = checked(2 * oldCapacity);
        _slots = _heap.Allocate((long)_capacity * sizeof(ulong));
        for (int i = 0; i < oldCapacity; i++)
        {
            if (i + GrowAhead < oldCapacity)
            {
                Raw.Prefetch(EntryOf(Raw.Read<ulong>(old + ((nint)(i + GrowAhead) * sizeof(ulong)))));
            }

            nint entry = EntryOf(Raw.Read<ulong>(old + ((nint)i * sizeof(ulong))));
            if (entry != 0)
            {
                ulong hash = Raw.Read<ulong>(entry + EntryDescriptor.Hash);
                Put(FreeSlot(hash), hash, entry);
            }
        }

        _heap.Free(old, (long)oldCapacity * sizeof(ulong));
    }

    private int HomeOf(ulong hash) => (int)hash & (_capacity - 1);

    private nint AddressOf(int slot) => _slots + ((nint)slot * sizeof(ulong));

    private ulong PackedAt(int slot) => Raw.Read<ulong>(AddressOf(slot));

    private void Put(int slot, ulong hash, nint entry)
    {
        ulong far = Far((slot - HomeOf(hash)) & (_capacity - 1));
        Raw.Write(AddressOf(slot), (hash & TagMask) | far | ((ulong)entry >> AlignmentShift));
    }

    private static nint EntryOf(ulong packed) => (nint)((packed & AddressMask) << AlignmentShift);

    private static ulong Far(int slots) => (ulong)Math.Min(slots, FarSlots) << AddressBits;

    private int LengthOfSlab(int slab) => Math.Max(slab < SmallSlabs ? SmallSlabBytes : SlabBytes, _entryBytes);

    private nint TakeEntry()
    {
        nint entry = _freeEntries;
        if (entry != 0)
        {
            _freeEntries = Raw.Read<nint>(entry);
            PrefetchEntry(_freeEntries);
            Raw.Clear(entry, EntryDescriptor.Value + _valueBytes); // slabs come zeroed
        }
        else
        {
            if (_slabCount == 0 || _slabUsedBytes + _entryBytes > LengthOfSlab(_slabCount - 1))
            {
                AddSlab();
            }

            entry = _slabs[_slabCount - 1] + _slabUsedBytes;
            _slabUsedBytes += _entryBytes;
        }

        return entry;
    }

    private void AddSlab()
    {
        if (_slabCount == _slabs.Length)
        {
            Array.Resize(ref _slabs, 2 * _slabCount);
        }

        _slabs[_slabCount] = _heap.Allocate(LengthOfSlab(_slabCount));
        _slabCount++;
        _slabUsedBytes = 0;
    }
}
