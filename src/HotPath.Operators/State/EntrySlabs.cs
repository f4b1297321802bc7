using System;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Memory of state entries of one size, in native slabs. Entries never move, so that an operator may hold an address
/// across calls; what is given back is used again.
/// </summary>
/// <remarks>
/// Keys up to the inline size lie in the entry, longer ones in the arena. Threading: single-threaded; owned by one
/// shard.
/// </remarks>
internal sealed class EntrySlabs : IDisposable
{
    /// <summary>Shift of the addresses of entries: their lowest bits are 0.</summary>
    public const int AlignmentShift = 6;

    private const int LineBytes = 1 << AlignmentShift;
    private const int NearBytes = 256 * 1024; // well inside a core's second-level cache, beside what else is there
    private const int SmallSlabBytes = 256 * 1024;
    private const int SmallSlabs = 8;
    private const int SlabBytes = 2 * 1024 * 1024; // a huge page

    private readonly NativeHeap _heap;
    private readonly SizeClassArena _arena;
    private readonly int _valueBytes;
    private readonly int _inlineKeyBytes;
    private nint _free;
    private nint[] _slabs = new nint[8];
    private int _slabCount;
    private int _slabUsedBytes;

    /// <summary>No entries.</summary>
    /// <param name="heap">Where slabs come from.</param>
    /// <param name="arena">Where long keys go.</param>
    /// <param name="valueBytes">Size of a value, a multiple of 8. Unit: bytes.</param>
    /// <param name="inlineKeyBytes">Keys up to this lie in the entry. Unit: bytes.</param>
    public EntrySlabs(NativeHeap heap, SizeClassArena arena, int valueBytes, int inlineKeyBytes)
    {
        _heap = heap;
        _arena = arena;
        _valueBytes = valueBytes;
        _inlineKeyBytes = (inlineKeyBytes + 7) & ~7;

        // Whole cache lines: an entry then costs the fewest misses it can.
        EntryBytes = (EntryDescriptor.Value + valueBytes + _inlineKeyBytes + LineBytes - 1) & -LineBytes;
    }

    /// <summary>Entries taken and not given back. Unit: entries.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of one entry, without a long key. Unit: bytes.</summary>
    public int EntryBytes { get; }

    /// <summary>Bytes that the entries take, without long keys. Unit: bytes.</summary>
    public long LiveBytes => (long)Count * EntryBytes;

    /// <summary>Whether all state lies so near that looking ahead costs more than it saves.</summary>
    /// <param name="entries">Its entries.</param>
    /// <param name="blocks">The slots of its tables.</param>
    public static bool AreNear(EntrySlabs entries, SlotBlocks blocks) =>
        entries.LiveBytes + blocks.LiveBytes <= NearBytes;

    /// <summary>Key of an entry, and its hash among the keys of another owner.</summary>
    /// <param name="entry">Address of a live entry, of any slabs.</param>
    /// <param name="salt">What the other owner mixes into the hashes of its keys.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Stable hash.</returns>
    public static ulong HashOf(nint entry, ulong salt, out nint key, out int keyLength)
    {
        key = Raw.Read<nint>(entry + EntryDescriptor.KeyAddress);
        keyLength = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        return StableHash.Of(Raw.Span(key, keyLength), salt);
    }

    /// <summary>Asks for what most uses of an entry need: its header and the start of its value.</summary>
    /// <param name="entry">Address of an entry, of any slabs.</param>
    public static void Prefetch(nint entry)
    {
        Raw.Prefetch(entry);
        Raw.Prefetch(entry + EntryDescriptor.Value);
    }

    /// <summary>Asks for all that a row's update of an entry needs, its key included.</summary>
    /// <param name="entry">Address of an entry of these slabs.</param>
    public void PrefetchWhole(nint entry)
    {
        Prefetch(entry);
        if (_valueBytes >= LineBytes)
        {
            Raw.Prefetch(entry + EntryDescriptor.Value + _valueBytes);
        }
    }

    /// <summary>An entry with a zeroed value.</summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    /// <param name="owner">Owner.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Its address.</returns>
    public nint Take(ulong hash, long owner, nint key, int keyLength)
    {
        nint entry = Take();
        Count++;
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

    /// <summary>Another entry of the same owner and key, with a zeroed value.</summary>
    /// <param name="entry">Address of a live entry.</param>
    /// <returns>Its address.</returns>
    public nint TakeLike(nint entry) => Take(
        Raw.Read<ulong>(entry + EntryDescriptor.Hash),
        Raw.Read<long>(entry + EntryDescriptor.Owner),
        Raw.Read<nint>(entry + EntryDescriptor.KeyAddress),
        Raw.Read<int>(entry + EntryDescriptor.KeyLength));

    /// <summary>Gives an entry back.</summary>
    /// <param name="entry">Address of a live entry that nobody finds any more.</param>
    public void Give(nint entry)
    {
        int keyLength = Raw.Read<int>(entry + EntryDescriptor.KeyLength);
        if (keyLength > _inlineKeyBytes)
        {
            _arena.Give(Raw.Read<nint>(entry + EntryDescriptor.KeyAddress), keyLength);
        }

        Raw.Write(entry, _free);
        _free = entry;
        Count--;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _slabCount; i++)
        {
            _heap.Free(_slabs[i], LengthOf(i));
        }

        _slabCount = 0;
    }

    private nint Take()
    {
        nint entry = _free;
        if (entry != 0)
        {
            _free = Raw.Read<nint>(entry);
            Prefetch(_free);
            Raw.Clear(entry, EntryDescriptor.Value + _valueBytes); // slabs come zeroed
            return entry;
        }

        if (_slabCount == 0 || _slabUsedBytes + EntryBytes > LengthOf(_slabCount - 1))
        {
            AddSlab();
        }

        entry = _slabs[_slabCount - 1] + _slabUsedBytes;
        _slabUsedBytes += EntryBytes;
        return entry;
    }

    private int LengthOf(int slab) => Math.Max(slab < SmallSlabs ? SmallSlabBytes : SlabBytes, EntryBytes);

    private void AddSlab()
    {
        if (_slabCount == _slabs.Length)
        {
            Array.Resize(ref _slabs, 2 * _slabCount);
        }

        _slabs[_slabCount] = _heap.Allocate(LengthOf(_slabCount));
        _slabCount++;
        _slabUsedBytes = 0;
    }
}
