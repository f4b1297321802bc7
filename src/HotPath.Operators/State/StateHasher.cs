using System;
using System.Collections.Generic;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Windows;

namespace HotPath.Operators.State;

/// <summary>
/// The rolling state hash of one operator: a sum (mod 2^64) over logical entries, brought up to date at marks from the
/// entries changed since the last one. Addresses, slots and arrival in memory do not enter it, so it is equal for every
/// shard count.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator. Source: design.md, "Marks".</remarks>
public sealed class StateHasher
{
    private readonly ulong _operatorId;
    private readonly AccumulatorLayout _layout;
    private nint _dirty = EntryDescriptor.EndOfList;
    private ulong _sum;

    /// <summary>The hash of empty state.</summary>
    /// <param name="operatorId">Makes equal entries of different operators differ.</param>
    /// <param name="layout">Layout of the accumulators.</param>
    public StateHasher(ulong operatorId, AccumulatorLayout layout)
    {
        _operatorId = operatorId;
        _layout = layout;
    }

    /// <summary>Notes that an entry changes; its hash is taken at the next mark.</summary>
    /// <param name="entry">Address of the entry.</param>
    public void MarkDirty(nint entry)
    {
        ref nint next = ref Raw.Ref<nint>(entry + EntryDescriptor.NextDirty);
        if (next == 0)
        {
            next = _dirty;
            Raw.Write(entry + EntryDescriptor.BeforeDirty, (nint)0);
            if (_dirty != EntryDescriptor.EndOfList)
            {
                Raw.Write(_dirty + EntryDescriptor.BeforeDirty, entry);
            }

            _dirty = entry;
        }
    }

    /// <summary>Takes an entry that is about to be freed out of the sum and out of the dirty list.</summary>
    /// <param name="entry">Address of the entry.</param>
    public void Forget(nint entry)
    {
        _sum -= Raw.Read<ulong>(entry + EntryDescriptor.HashAtMark);
        nint next = Raw.Read<nint>(entry + EntryDescriptor.NextDirty);
        if (next != 0)
        {
            Unlink(entry, next);
        }
    }

    /// <summary>Brings the sum up to date.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    /// <returns>The sum.</returns>
    public ulong AtMark(IReadOnlyList<WindowClock?> clocks)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        while (_dirty != EntryDescriptor.EndOfList)
        {
            nint entry = _dirty;
            _dirty = Raw.Read<nint>(entry + EntryDescriptor.NextDirty);
            Raw.Write(entry + EntryDescriptor.NextDirty, (nint)0);
            ulong hash = HashOf(entry);
            _sum += hash - Raw.Read<ulong>(entry + EntryDescriptor.HashAtMark);
            Raw.Write(entry + EntryDescriptor.HashAtMark, hash);
        }

        for (int i = 0; i < clocks.Count; i++)
        {
            if (clocks[i] is { } clock)
            {
                ulong hash = StableHash.Mix(StableHash.Mix(_operatorId, (ulong)clock.Tenant), (ulong)clock.WatermarkMs);
                _sum += hash - clock.HashAtMark;
                clock.HashAtMark = hash;
            }
        }

        return _sum;
    }

    private ulong HashOf(nint entry)
    {
        nint value = entry + EntryDescriptor.Value;
        ulong hash = StableHash.Mix(_operatorId, Raw.Read<ulong>(entry + EntryDescriptor.Hash));
        hash = StableHash.Of(Raw.Span(value, _layout.FixedBytes), hash);
        foreach (int slot in _layout.TextSlots)
        {
            Utf8View text = TextSlot.Get(value + slot);
            hash = StableHash.Of(text.Span, hash);
        }

        return hash;
    }

    private void Unlink(nint entry, nint next)
    {
        nint before = Raw.Read<nint>(entry + EntryDescriptor.BeforeDirty);
        if (before == 0)
        {
            _dirty = next;
        }
        else
        {
            Raw.Write(before + EntryDescriptor.NextDirty, next);
        }

        if (next != EntryDescriptor.EndOfList)
        {
            Raw.Write(next + EntryDescriptor.BeforeDirty, before);
        }
    }
}
