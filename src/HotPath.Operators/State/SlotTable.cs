using System;
using System.Numerics;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>Finds entries by hash and then by bytes: an open-addressing table of their addresses.</summary>
/// <remarks>
/// <code>
/// slot, 64 bits:  upper bits of the hash (16) | how far from its home slot (6) | address of the entry / 64 (42)
/// </code>
/// So neither a miss nor a removal touches an entry that it is not about, as a rule. Linear probing; removal shifts
/// back, so there are no tombstones. At most half full: most searches end at their first slot. Threading:
/// single-threaded; owned by one shard. Iteration order is never used: lists of owners give the order.
/// </remarks>
internal sealed class SlotTable
{
    private const int AddressBits = 42;
    private const ulong AddressMask = (1UL << AddressBits) - 1;
    private const int FarSlots = 63; // from here on the entry's hash tells how far
    private const ulong FarMask = (ulong)FarSlots << AddressBits;
    private const ulong TagMask = ~(AddressMask | FarMask);
    private const int SmallestSlots = 16;
    private const int SlotsAPartMax = 8; // of an entry, before a table is made smaller
    private const int ResizeAhead = 16;

    private readonly EntrySlabs _entries;
    private readonly SlotBlocks _blocks;
    private nint _slots;
    private int _mask;

    /// <summary>An empty table; takes no memory until its first entry.</summary>
    /// <param name="entries">Where entries come from.</param>
    /// <param name="blocks">Where slots come from.</param>
    public SlotTable(EntrySlabs entries, SlotBlocks blocks)
    {
        _entries = entries;
        _blocks = blocks;
        _slots = blocks.Empty;
    }

    /// <summary>Entries that can be found. Unit: entries.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Makes room in an empty table, so that it need not grow, as far as memory waits that has been used before. New
    /// memory comes with the entries: its pages would be cleared while a row waits, for entries that may not come.
    /// </summary>
    /// <param name="entries">How many are expected. Unit: entries.</param>
    public void Expect(int entries)
    {
        long slots = (long)BitOperations.RoundUpToPowerOf2((ulong)(2L * entries));
        for (; _mask == 0 && slots > SmallestSlots; slots >>= 1)
        {
            if (slots <= int.MaxValue && _blocks.TryTakeWaiting((int)slots, out nint block))
            {
                Use(block, (int)slots);
            }
        }
    }

    /// <summary>Finds the entry of (owner, key).</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    /// <param name="owner">Owner.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the entry, or 0.</returns>
    public nint Find(ulong hash, long owner, nint key, int keyLength)
    {
        int mask = _mask;
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
        int mask = _mask;
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
    /// <param name="asked">What was asked for before.</param>
    public void Prefetch(ulong hash, AskedHashes asked)
    {
        PrefetchSlot(hash);
        PrefetchFound(asked.Exchange(hash));
    }

    /// <summary>Asks for the cache line that a search for a hash begins in.</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    public void PrefetchSlot(ulong hash) => Raw.Prefetch(AddressOf((int)hash & _mask));

    /// <summary>Asks for the entry of a hash, whose slot has been asked for some time ago.</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    /// <returns>Address of the entry that will most likely be found, or 0.</returns>
    public nint PrefetchFound(ulong hash)
    {
        int mask = _mask;
        ulong tag = hash & TagMask;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ulong packed = PackedAt(slot);
            nint entry = EntryOf(packed);
            if (packed == 0)
            {
                return entry;
            }

            if ((packed & TagMask) == tag)
            {
                _entries.PrefetchWhole(entry);
                return entry;
            }
        }
    }

    /// <summary>Asks for the cache line that <see cref="Remove"/> will search.</summary>
    /// <param name="entry">Address of an entry that is found here.</param>
    public void PrefetchRemoval(nint entry) => PrefetchSlot(Raw.Read<ulong>(entry + EntryDescriptor.Hash));

    /// <summary>Lets an entry be found no more.</summary>
    /// <param name="entry">Address of an entry that is found here.</param>
    public void Remove(nint entry)
    {
        CloseGap(SlotOf(entry));
        Count--;
    }

    /// <summary>Lets another entry of a key be found instead.</summary>
    /// <param name="found">The entry that is found.</param>
    /// <param name="instead">One of the same owner and key.</param>
    public void Replace(nint found, nint instead) =>
        Put(SlotOf(found), Raw.Read<ulong>(instead + EntryDescriptor.Hash), instead);

    /// <summary>Gives memory back that the removal of entries has left without use.</summary>
    public void Fit()
    {
        if (Count == 0)
        {
            Release();
        }
        else if ((_mask + 1L) / SlotsAPartMax > Math.Max(Count, SmallestSlots))
        {
            Resize((int)BitOperations.RoundUpToPowerOf2(4U * (uint)Count));
        }
    }

    /// <summary>Gives the memory of a table back that is empty again.</summary>
    public void Release()
    {
        if (Count != 0)
        {
            ThrowHelper.InvariantBroken($"a table of groups goes that still has {Count} of them");
        }

        if (_mask != 0)
        {
            _blocks.Give(_slots, _mask + 1);
            Use(_blocks.Empty, slots: 1);
        }
    }

    private static bool IsSame(nint entry, ulong hash, long owner, nint key, int keyLength) =>
        Raw.Read<ulong>(entry + EntryDescriptor.Hash) == hash
        && Raw.Read<long>(entry + EntryDescriptor.Owner) == owner
        && Raw.Read<int>(entry + EntryDescriptor.KeyLength) == keyLength
        && Raw.AreEqual(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), key, keyLength);

    private nint Add(ulong hash, long owner, nint key, int keyLength, int slot)
    {
        if ((Count + 1) * 2L > _mask + 1L)
        {
            Resize(Math.Max(SmallestSlots, checked(2 * (_mask + 1))));
            slot = FreeSlot(hash);
        }

        nint entry = _entries.Take(hash, owner, key, keyLength);
        Put(slot, hash, entry);
        Count++;
        return entry;
    }

    private int FreeSlot(ulong hash)
    {
        int slot = (int)hash & _mask;
        while (PackedAt(slot) != 0)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    private int SlotOf(nint entry)
    {
        int slot = (int)Raw.Read<ulong>(entry + EntryDescriptor.Hash) & _mask;
        while (EntryOf(PackedAt(slot)) != entry)
        {
            slot = (slot + 1) & _mask;
        }

        return slot;
    }

    // Moves later entries of the probe run back so that none of them is cut off from its home slot.
    private void CloseGap(int gap)
    {
        for (int slot = (gap + 1) & _mask; ; slot = (slot + 1) & _mask)
        {
            ulong packed = PackedAt(slot);
            if (packed == 0)
            {
                break;
            }

            int far = (int)((packed & FarMask) >> AddressBits);
            if (far == FarSlots)
            {
                far = (slot - (int)Raw.Read<ulong>(EntryOf(packed) + EntryDescriptor.Hash)) & _mask;
            }

            int back = (slot - gap) & _mask;
            if (far >= back)
            {
                Raw.Write(AddressOf(gap), (packed & ~FarMask) | Far(far - back));
                gap = slot;
            }
        }

        Raw.Write(AddressOf(gap), 0UL);
    }

    private void Resize(int slots)
    {
        nint old = _slots;
        int oldSlots = _mask + 1;
        Use(_blocks.Take(slots), slots);
        if (oldSlots == 1)
        {
            return;
        }

        for (int i = 0; i < oldSlots; i++)
        {
            if (i + ResizeAhead < oldSlots)
            {
                Raw.Prefetch(EntryOf(Raw.Read<ulong>(old + ((nint)(i + ResizeAhead) * sizeof(ulong)))));
            }

            nint place = old + ((nint)i * sizeof(ulong));
            nint entry = EntryOf(Raw.Read<ulong>(place));
            if (entry != 0)
            {
                Raw.Write(place, 0UL);
                ulong hash = Raw.Read<ulong>(entry + EntryDescriptor.Hash);
                Put(FreeSlot(hash), hash, entry);
            }
        }

        _blocks.Give(old, oldSlots);
    }

    private void Use(nint block, int slots)
    {
        _slots = block;
        _mask = slots - 1;
    }

    private nint AddressOf(int slot) => _slots + ((nint)slot * sizeof(ulong));

    private ulong PackedAt(int slot) => Raw.Read<ulong>(AddressOf(slot));

    private void Put(int slot, ulong hash, nint entry)
    {
        ulong far = Far((slot - (int)hash) & _mask);
        Raw.Write(AddressOf(slot), (hash & TagMask) | far | ((ulong)entry >> EntrySlabs.AlignmentShift));
    }

    private static nint EntryOf(ulong packed) => (nint)((packed & AddressMask) << EntrySlabs.AlignmentShift);

    private static ulong Far(int slots) => (ulong)Math.Min(slots, FarSlots) << AddressBits;
}
