using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Windows;

namespace HotPath.Operators.State;

/// <summary>
/// The rolling state hash of one operator: a sum (mod 2^64) over logical entries, brought up to date at marks, and
/// around units that lie before one, from the entries changed since. Addresses, slots and arrival in memory do not
/// enter it, so it is equal for every shard count.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one operator. Source: design.md, "Marks".</remarks>
public sealed class StateHasher
{
    private const int Lead = 8; // places

    private readonly ulong _operatorId;
    private readonly AccumulatorLayout _layout;
    private readonly EntryList _changed = new();
    private ulong _sum;
    private int _ahead;

    /// <summary>The hash of empty state.</summary>
    /// <param name="operatorId">Makes equal entries of different operators differ.</param>
    /// <param name="layout">Layout of the accumulators.</param>
    public StateHasher(ulong operatorId, AccumulatorLayout layout)
    {
        _operatorId = operatorId;
        _layout = layout;
    }

    /// <summary>Entries that the next mark has to hash. Unit: entries.</summary>
    internal int Waiting => _changed.Count;

    /// <summary>Whether an entry has changed since it was hashed.</summary>
    /// <param name="entry">Address of the entry.</param>
    /// <returns>Whether <see cref="MarkDirty"/> has nothing to do.</returns>
    public static bool IsDirty(nint entry) => Raw.Read<int>(entry + EntryDescriptor.MarkSlot) != 0;

    /// <summary>Notes that an entry changes; its hash is taken at the next mark, or before.</summary>
    /// <param name="entry">Address of the entry.</param>
    public void MarkDirty(nint entry)
    {
        if (!IsDirty(entry))
        {
            Raw.Write(entry + EntryDescriptor.MarkSlot, _changed.Add(entry) + 1);
        }
    }

    /// <summary>Takes hashes that the next mark would take, while more than it may find wait for it.</summary>
    /// <param name="leftMax">What may be left to the mark. Unit: entries.</param>
    /// <param name="entriesMax">How many at most. Unit: entries.</param>
    internal void HashAhead(int leftMax, int entriesMax)
    {
        // Places are used again, so a walk around them is a walk over the changes in about their order.
        for (int left = entriesMax; left > 0 && _changed.Count > leftMax; _ahead++)
        {
            _ahead = _ahead < _changed.Places ? _ahead : 0;
            nint entry = _changed[_ahead];
            AskFor(_ahead + Lead);
            if (entry != 0)
            {
                _changed.RemoveAt(_ahead);
                Raw.Write(entry + EntryDescriptor.MarkSlot, 0);
                Update(entry);
                left--;
            }
        }
    }

    /// <summary>Takes an entry that is about to be freed out of the sum and out of the list of changes.</summary>
    /// <param name="entry">Address of the entry.</param>
    public void Forget(nint entry)
    {
        _sum -= Raw.Read<ulong>(entry + EntryDescriptor.HashAtMark);
        if (IsDirty(entry))
        {
            _changed.RemoveAt(Raw.Read<int>(entry + EntryDescriptor.MarkSlot) - 1);
        }
    }

    /// <summary>Takes the hash of an entry that has come back from a checkpoint.</summary>
    /// <param name="entry">Address of the entry, whole again.</param>
    public void Restore(nint entry) => Update(entry);

    /// <summary>Puts a group into the sum that stays in the store.</summary>
    /// <param name="group">Address of its image.</param>
    internal void AddEvicted(nint group) => _sum += HashOf(group);

    /// <summary>Takes a group out of the sum that stays in the store.</summary>
    /// <param name="group">Address of its image.</param>
    internal void ForgetEvicted(nint group) => _sum -= HashOf(group);

    /// <summary>Takes the hash of a group that has come back: it never left the sum.</summary>
    /// <param name="entry">Address of the entry, whole again.</param>
    internal void Adopt(nint entry) => Raw.Write(entry + EntryDescriptor.HashAtMark, HashOf(entry));

    /// <summary>Brings the sum up to date.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    /// <returns>The sum.</returns>
    public ulong AtMark(IReadOnlyList<WindowClock?> clocks)
    {
        ArgumentNullException.ThrowIfNull(clocks);
        HashChanged();
        for (int i = 0; i < clocks.Count; i++)
        {
            if (clocks[i] is { } clock)
            {
                Update(clock);
            }
        }

        return _sum;
    }

    /// <summary>Brings the sum up to date but for the clocks of others.</summary>
    /// <param name="clock">A clock of the operator; <see langword="null"/> for one that is not there yet.</param>
    /// <returns>The sum.</returns>
    internal ulong Now(WindowClock? clock)
    {
        HashChanged();
        if (clock is not null)
        {
            Update(clock);
        }

        return _sum;
    }

    private void HashChanged()
    {
        for (int place = 0; place < _changed.Places; place++)
        {
            nint entry = _changed[place];
            AskFor(place + Lead);
            if (entry != 0)
            {
                Raw.Write(entry + EntryDescriptor.MarkSlot, 0);
                Update(entry);
            }
        }

        _changed.Clear();
    }

    private void Update(WindowClock clock)
    {
        ulong hash = HashOf(clock);
        _sum += hash - clock.HashAtMark;
        clock.HashAtMark = hash;
    }

    private ulong HashOf(WindowClock clock)
    {
        ulong hash = StableHash.Mix(StableHash.Mix(_operatorId, (ulong)clock.Tenant), (ulong)clock.WatermarkMs);
        if (clock.Stage is { Program.TimeoutMs: > 0 })
        {
            hash = StableHash.Mix(hash, (ulong)clock.LastRowIngestMs);
        }

        foreach ((long aboveMs, long toMs, bool isIdle) in clock.TimedOut)
        {
            hash = StableHash.Mix(StableHash.Mix(hash, (ulong)aboveMs), (ulong)toMs);
            hash = StableHash.Mix(hash, isIdle ? 1UL : 0);
        }

        foreach (PartitionClock partition in clock.Partitions?.All ?? [])
        {
            hash = StableHash.Mix(StableHash.Mix(hash, (ulong)partition.Source), (ulong)partition.Partition);
            hash = StableHash.Mix(StableHash.Mix(hash, (ulong)partition.WatermarkMs), (ulong)partition.LastRowIngestMs);
            hash = StableHash.Mix(hash, partition.IsIdle ? 1UL : 0);
        }

        return hash;
    }

    // The walks go from entry to entry all over the table, and would wait for the memory of each.
    private void AskFor(int place)
    {
        if (place < _changed.Places && _changed[place] is var entry && entry != 0)
        {
            EntrySlabs.Prefetch(entry);
        }
    }

    private void Update(nint entry)
    {
        ulong hash = HashOf(entry);
        _sum += hash - Raw.Read<ulong>(entry + EntryDescriptor.HashAtMark);
        Raw.Write(entry + EntryDescriptor.HashAtMark, hash);
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
}
