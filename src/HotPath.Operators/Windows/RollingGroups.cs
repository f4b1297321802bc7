using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// The groups of the window that slides over the panes of each clock, kept from one firing to the next: the pane that
/// comes is merged into them, the pane that goes is taken out again, whatever the number of panes between.
/// </summary>
/// <remarks>
/// <code>
/// pane -> list of the groups whose youngest pane it is, in order of their arrival in it (<see cref="RollingLists"/>)
/// </code>
/// So the lists, from the youngest pane to the oldest, hold the groups in the order in which merging all panes anew,
/// from the youngest, would meet them. They follow from the panes alone: neither hashes nor checkpoints see them, and
/// after a restart they are built again. Threading: single-threaded; owned by one operator.
/// </remarks>
internal sealed class RollingGroups : IDisposable
{
    private readonly MergeKernel _merge;
    private readonly RemovalKernel _remove;
    private readonly KeyedTable _groups;
    private readonly DistinctSets _distinct;
    private readonly SizeClassArena _longKeys;
    private readonly PanePool _owners;
    private readonly RollingLists _lists;
    private readonly int _cellOffset; // its place in the list
    private readonly int _panesOffset; // in how many panes it is

    /// <summary>No groups.</summary>
    /// <param name="program">A windowed statement whose aggregates can be taken out.</param>
    /// <param name="heap">Where groups come from.</param>
    /// <param name="owners">Panes by number.</param>
    public RollingGroups(StatementProgram program, NativeHeap heap, PanePool owners)
    {
        _merge = program.Merge!;
        _remove = program.Removal!;
        _owners = owners;
        _longKeys = new SizeClassArena(heap);
        int valueBytes = program.Accumulators!.ValueBytes;
        _lists = new RollingLists(heap);
        _cellOffset = EntryDescriptor.Value + valueBytes;
        _panesOffset = _cellOffset + sizeof(long);
        _groups = new KeyedTable(heap, _longKeys, valueBytes + (2 * sizeof(long)), program.InlineKeyBytes);
        _distinct = new DistinctSets(heap, _longKeys);
    }

    /// <summary>Goes ahead of a walk over groups that are merged or taken out.</summary>
    /// <param name="first">Where the walk starts.</param>
    public EntryScout ScoutOf(nint first) => EntryScout.Of(_groups.IsNear, first);

    /// <summary>Asks for the memory that merging or taking out a group of a pane needs; changes nothing.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="group">Its group.</param>
    public void Prefetch(WindowPane pane, nint group) => _groups.Prefetch(HashOf(pane, group, out _, out _));

    /// <summary>A group of a pane comes.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="group">Its group; it stays what it is.</param>
    public void Merge(WindowPane pane, nint group)
    {
        ulong hash = HashOf(pane, group, out nint key, out int keyLength);
        nint rolling = _groups.FindOrAdd(hash, pane.Tenant, key, keyLength, out bool added);
        WindowPane? youngest = added ? null : _owners[Raw.Read<long>(rolling + EntryDescriptor.Arrival)];
        if (youngest is null || youngest.StartMs < pane.StartMs)
        {
            if (youngest is not null)
            {
                _lists.Remove(youngest, Raw.Read<nint>(rolling + _cellOffset));
            }

            Raw.Write(rolling + EntryDescriptor.Arrival, pane.Number);
            Raw.Write(rolling + _cellOffset, _lists.Add(pane, rolling));
        }

        Raw.Ref<long>(rolling + _panesOffset)++;
        _merge(rolling, group, _longKeys, _distinct);
    }

    /// <summary>A group that was merged is about to change; its place stays.</summary>
    /// <param name="pane">Its pane.</param>
    /// <param name="group">The group.</param>
    public void Withdraw(WindowPane pane, nint group) => _remove(Find(pane, group), group);

    /// <summary>A group that was withdrawn has changed.</summary>
    /// <param name="pane">Its pane.</param>
    /// <param name="group">The group.</param>
    public void Return(WindowPane pane, nint group) => _merge(Find(pane, group), group, _longKeys, _distinct);

    /// <summary>A group of the oldest pane goes.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="group">Its group.</param>
    public void Remove(WindowPane pane, nint group)
    {
        nint rolling = Find(pane, group);
        ref long panes = ref Raw.Ref<long>(rolling + _panesOffset);
        panes--;
        if (panes > 0)
        {
            _remove(rolling, group);
            return;
        }

        _lists.Remove(pane, Raw.Read<nint>(rolling + _cellOffset));
        _groups.Remove(rolling);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _groups.Dispose();
        _lists.Dispose();
        _distinct.Dispose();
        _longKeys.Dispose();
    }

    private nint Find(WindowPane pane, nint group)
    {
        ulong hash = HashOf(pane, group, out nint key, out int keyLength);
        return _groups.Find(hash, pane.Tenant, key, keyLength);
    }

    private static ulong HashOf(WindowPane pane, nint group, out nint key, out int keyLength) =>
        EntrySlabs.HashOf(group, (ulong)pane.Tenant, out key, out keyLength);
}
