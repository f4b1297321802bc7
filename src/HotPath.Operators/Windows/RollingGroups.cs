using System;
using HotPath.Foundation.Hashing;
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
/// pane -> list of the groups whose youngest pane it is, in order of their arrival in it
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
    private readonly int _previousOffset; // the group before it in its list
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
        _previousOffset = EntryDescriptor.Value + valueBytes;
        _panesOffset = _previousOffset + sizeof(long);
        _groups = new KeyedTable(heap, _longKeys, valueBytes + (2 * sizeof(long)), program.InlineKeyBytes);
        _distinct = new DistinctSets(heap, _longKeys);
    }

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
                Unlink(youngest, rolling);
            }

            Link(pane, rolling);
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

        Unlink(pane, rolling);
        _groups.Remove(rolling);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _groups.Dispose();
        _distinct.Dispose();
        _longKeys.Dispose();
    }

    private nint Find(WindowPane pane, nint group)
    {
        ulong hash = HashOf(pane, group, out nint key, out int keyLength);
        return _groups.Find(hash, pane.Tenant, key, keyLength);
    }

    private static ulong HashOf(WindowPane pane, nint group, out nint key, out int keyLength)
    {
        key = Raw.Read<nint>(group + EntryDescriptor.KeyAddress);
        keyLength = Raw.Read<int>(group + EntryDescriptor.KeyLength);
        return StableHash.Of(Raw.Span(key, keyLength), (ulong)pane.Tenant);
    }

    private void Link(WindowPane pane, nint rolling)
    {
        nint last = pane.LastRolling;
        Raw.Write(rolling + EntryDescriptor.Arrival, pane.Number);
        Raw.Write(rolling + EntryDescriptor.NextOfOwner, (nint)0);
        Raw.Write(rolling + _previousOffset, last);
        pane.LastRolling = rolling;
        if (last == 0)
        {
            pane.FirstRolling = rolling;
        }
        else
        {
            Raw.Write(last + EntryDescriptor.NextOfOwner, rolling);
        }
    }

    private void Unlink(WindowPane pane, nint rolling)
    {
        nint next = Raw.Read<nint>(rolling + EntryDescriptor.NextOfOwner);
        nint previous = Raw.Read<nint>(rolling + _previousOffset);
        if (previous == 0)
        {
            pane.FirstRolling = next;
        }
        else
        {
            Raw.Write(previous + EntryDescriptor.NextOfOwner, next);
        }

        if (next == 0)
        {
            pane.LastRolling = previous;
        }
        else
        {
            Raw.Write(next + _previousOffset, previous);
        }
    }
}
