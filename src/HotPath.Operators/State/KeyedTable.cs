using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Keyed state whose owners are many and small, or live as long as it does: entries in native slabs, found by hash and
/// then by bytes in one table for all. Entries never move, so that an operator may hold an address across calls.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by one shard. Iteration order is never used: lists of owners give the order.
/// </remarks>
public sealed class KeyedTable : IDisposable
{
    private readonly EntrySlabs _entries;
    private readonly SlotBlocks _blocks;
    private readonly SlotTable _slots;
    private readonly AskedHashes _asked = new();

    /// <summary>An empty table.</summary>
    /// <param name="heap">Where slots and slabs come from.</param>
    /// <param name="arena">Where long keys go.</param>
    /// <param name="valueBytes">Size of a value, a multiple of 8. Unit: bytes.</param>
    /// <param name="inlineKeyBytes">Keys up to this lie in the entry. Unit: bytes.</param>
    public KeyedTable(NativeHeap heap, SizeClassArena arena, int valueBytes, int inlineKeyBytes)
    {
        ArgumentNullException.ThrowIfNull(heap);
        _entries = new EntrySlabs(heap, arena, valueBytes, inlineKeyBytes);
        _blocks = new SlotBlocks(heap, areKept: false);
        _slots = new SlotTable(_entries, _blocks);
    }

    /// <summary>Entries held. Unit: entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Bytes of one entry, without a long key. Unit: bytes.</summary>
    public int BytesOfEntry => _entries.EntryBytes;

    /// <summary>Bytes that the entries held take, without long keys. Unit: bytes.</summary>
    public long EntryBytes => _entries.LiveBytes;

    /// <summary>Whether the table is so small that looking ahead costs more than it saves.</summary>
    internal bool IsNear => EntrySlabs.AreNear(_entries, _blocks);

    /// <inheritdoc cref="SlotTable.Find"/>
    public nint Find(ulong hash, long owner, nint key, int keyLength) => _slots.Find(hash, owner, key, keyLength);

    /// <inheritdoc cref="SlotTable.FindOrAdd"/>
    public nint FindOrAdd(ulong hash, long owner, nint key, int keyLength, out bool added) =>
        _slots.FindOrAdd(hash, owner, key, keyLength, out added);

    /// <summary>
    /// Asks for the cache lines that <see cref="FindOrAdd"/> will read for a hash: for its slot now, and for its entry
    /// some calls later, when the slot has come.
    /// </summary>
    /// <param name="hash">Stable hash of owner and key.</param>
    public void Prefetch(ulong hash) => _slots.Prefetch(hash, _asked);

    /// <summary>
    /// Removes an entry and recycles its memory; the caller has unlinked it and freed what its value owns.
    /// </summary>
    /// <param name="entry">Address of a live entry.</param>
    public void Remove(nint entry)
    {
        _slots.Remove(entry);
        _entries.Give(entry);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _blocks.Dispose();
        _entries.Dispose();
    }
}
