using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// The groups of one aggregation and the panes that own them. A group is found in its pane, each of which has slots of
/// its own: rows, which mostly come for one pane, then search little memory however many panes are open.
/// </summary>
/// <remarks>
/// Groups never move, so that an operator may hold an address across calls. Threading: single-threaded; owned by one
/// operator. Decision: docs/decisions/0023.
/// </remarks>
internal sealed class PaneTable : IDisposable
{
    private readonly EntrySlabs _entries;
    private readonly SlotBlocks _blocks;
    private readonly AskedHashes _asked = new();

    /// <summary>No panes.</summary>
    /// <param name="heap">Where slots and slabs come from.</param>
    /// <param name="arena">Where long keys go.</param>
    /// <param name="valueBytes">Size of a value, a multiple of 8. Unit: bytes.</param>
    /// <param name="inlineKeyBytes">Keys up to this lie in the entry. Unit: bytes.</param>
    public PaneTable(NativeHeap heap, SizeClassArena arena, int valueBytes, int inlineKeyBytes)
    {
        _entries = new EntrySlabs(heap, arena, valueBytes, inlineKeyBytes);
        _blocks = new SlotBlocks(heap, areKept: true);
        Panes = new PanePool(() => new SlotTable(_entries, _blocks));
    }

    /// <summary>Panes, open and spare.</summary>
    public PanePool Panes { get; }

    /// <summary>Groups held. Unit: entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Bytes of one group, without a long key. Unit: bytes.</summary>
    public int BytesOfEntry => _entries.EntryBytes;

    /// <summary>Bytes that the groups held take, and what finds them, without long keys. Unit: bytes.</summary>
    public long ResidentBytes => _entries.LiveBytes + _blocks.LiveBytes;

    /// <summary>Whether all is so small that looking ahead costs more than it saves.</summary>
    public bool IsNear => EntrySlabs.AreNear(_entries, _blocks);

    /// <summary>Finds a group.</summary>
    /// <param name="pane">Its pane.</param>
    /// <param name="hash">Stable hash of its key and the pane's salt.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the entry, or 0.</returns>
    public static nint Find(WindowPane pane, ulong hash, nint key, int keyLength) =>
        pane.Slots.Find(hash, pane.Number, key, keyLength);

    /// <summary>Finds a group, or adds it with a zeroed value.</summary>
    /// <param name="pane">Its pane.</param>
    /// <param name="hash">Stable hash of its key and the pane's salt.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <param name="added">Whether the group is new; the caller links it into the pane's list.</param>
    /// <returns>Address of the entry.</returns>
    public static nint FindOrAdd(WindowPane pane, ulong hash, nint key, int keyLength, out bool added) =>
        pane.Slots.FindOrAdd(hash, pane.Number, key, keyLength, out added);

    /// <summary>Adds an entry with a zeroed value for a key that has one; only the caller can find it.</summary>
    /// <param name="found">The entry of the key that is found.</param>
    /// <returns>Address of the new entry.</returns>
    public nint AddBeside(nint found) => _entries.TakeLike(found);

    /// <summary>Lets another entry of a key be found instead.</summary>
    /// <param name="found">The entry that is found.</param>
    /// <param name="beside">One that was added beside it.</param>
    public void Replace(nint found, nint beside) => SlotsOf(found).Replace(found, beside);

    /// <summary>Asks for what a later row of a pane will search, and for what an earlier one will find.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="hash">Stable hash of its key and the pane's salt.</param>
    public void Prefetch(WindowPane pane, ulong hash) => pane.Slots.Prefetch(hash, _asked);

    /// <summary>Asks for the cache line that <see cref="Remove"/> will search.</summary>
    /// <param name="entry">Address of a live entry.</param>
    public void PrefetchRemoval(nint entry) => SlotsOf(entry).PrefetchRemoval(entry);

    /// <summary>
    /// Removes an entry and recycles its memory; the caller has unlinked it and freed what its value owns.
    /// </summary>
    /// <param name="entry">Address of a live entry.</param>
    public void Remove(nint entry)
    {
        SlotsOf(entry).Remove(entry);
        _entries.Give(entry);
    }

    /// <summary>Removes an entry that is not the one found for its key, and recycles its memory.</summary>
    /// <param name="beside">Address of a live entry.</param>
    public void RemoveBeside(nint beside) => _entries.Give(beside);

    /// <inheritdoc/>
    public void Dispose()
    {
        Panes.Dispose();
        _blocks.Dispose();
        _entries.Dispose();
    }

    private SlotTable SlotsOf(nint entry) => Panes[Raw.Read<long>(entry + EntryDescriptor.Owner)].Slots;
}
