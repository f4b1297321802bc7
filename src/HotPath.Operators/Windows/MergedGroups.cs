using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// Groups of windows that fire, merged from those of their panes. They live while their window fires, so that neither
/// hashes nor checkpoints see them.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator.</remarks>
internal sealed class MergedGroups : IDisposable
{
    private readonly MergeKernel _merge;
    private readonly AccumulatorLayout _layout;
    private readonly KeyedTable _groups;
    private readonly DistinctSets _distinct;
    private readonly SizeClassArena _texts;

    /// <summary>No groups.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where groups come from.</param>
    public MergedGroups(StatementProgram program, NativeHeap heap)
    {
        _merge = program.Merge!;
        _layout = program.Accumulators!;
        _texts = new SizeClassArena(heap);
        _groups = new KeyedTable(heap, _texts, _layout.ValueBytes, program.InlineKeyBytes);
        _distinct = new DistinctSets(heap, _texts);
    }

    /// <summary>Merges a group of a pane into that of a window, which comes to stand in the window's list.</summary>
    /// <param name="window">The window.</param>
    /// <param name="group">The pane's group; it stays what it is.</param>
    public void Add(WindowPane window, nint group)
    {
        ulong hash = EntrySlabs.HashOf(group, window.Salt, out nint key, out int keyLength);
        nint merged = _groups.FindOrAdd(hash, window.Number, key, keyLength, out bool added);
        if (added)
        {
            window.Link(merged);
        }

        _merge(merged, group, _texts, _distinct);
    }

    /// <summary>Frees a group that has come out.</summary>
    /// <param name="merged">The group.</param>
    public void Free(nint merged)
    {
        foreach (int slot in _layout.DistinctSlots)
        {
            _distinct.Free(merged + EntryDescriptor.Value + slot);
        }

        foreach (int slot in _layout.TextSlots)
        {
            TextSlot.Free(merged + EntryDescriptor.Value + slot, _texts);
        }

        _groups.Remove(merged);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _groups.Dispose();
        _distinct.Dispose();
        _texts.Dispose();
    }
}
