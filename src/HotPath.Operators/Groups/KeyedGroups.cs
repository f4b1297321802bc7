using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using HotPath.Dataflow.Accounting;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Groups;

/// <summary>
/// The groups of one aggregation on one shard: accumulators by key in native memory, their part in checkpoints, state
/// hashes, eviction and quotas. What opens and ends a group is the operator's own.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
public abstract class KeyedGroups : IResidentState, IDisposable
{
    // Reading a group back reads its sets whole: a larger one would make its frame wait, so it stays in memory.
    private const int SetElementsMax = 256;

    private readonly ChangedEntries _changes;
    private readonly GroupRecords _records;
    private WindowRestore? _restore;

    /// <summary>Empty state.</summary>
    /// <param name="program">A statement with an aggregation.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    private protected KeyedGroups(StatementProgram program, NativeHeap heap, CheckpointPass pass)
    {
        Program = program;
        Texts = new SizeClassArena(heap);
        Table = new PaneTable(heap, Texts, program.Accumulators!.ValueBytes, program.InlineKeyBytes);
        Scratch = pass.Scratch;
        _records = new GroupRecords(program, Panes, pass.Scratch);
        _changes = new ChangedEntries(pass, _records);
        bool areCounted = program.Accumulators.Retracts;
        var elements = new ElementRecords(_records, program.Accumulators.DistinctSlots, areCounted);
        Distinct = new DistinctSets(heap, Texts, new ChangedEntries(pass, elements), areCounted);
        Hasher = new StateHasher(program.Definition.OperatorId, program.Accumulators);
        Usages = pass.Usages;
        TenantBytesMax = program.TenantBytesMax;
        Clock = new WindowClock(0, new StatementCounters(0, 0, 0, hasWindow: true));
        if (pass.Limit is { } limit && IsEvictable(program))
        {
            Evicted = new EvictedGroups(program, _records, pass, limit, Distinct, Texts, heap);
            limit.Add(this);
        }
    }

    /// <summary>Sets behind COUNT(DISTINCT ...) and the like.</summary>
    public DistinctSets Distinct { get; }

    /// <summary>Texts owned by entries.</summary>
    public SizeClassArena Texts { get; }

    /// <summary>Group found last.</summary>
    public nint Located { get; private set; }

    /// <summary>Key in the checkpoint store of the group found last; valid until the next such question.</summary>
    internal ReadOnlySpan<byte> LocatedKey => StoredKeyOf(Located);

    /// <summary>Groups and DISTINCT elements in memory. Unit: entries.</summary>
    public long Entries => (long)Table.Count + Distinct.Count;

    /// <summary>What they take. Unit: bytes.</summary>
    long IResidentState.ResidentBytes => Table.ResidentBytes + Distinct.EntryBytes + Texts.LiveBytes;

    /// <summary>Groups and elements that no committed checkpoint has as they are. Unit: entries.</summary>
    internal long ChangedCount => (long)_changes.Count + Distinct.Changes!.Count;

    /// <summary>What those take, without texts and long keys. Unit: bytes.</summary>
    internal long ChangedBytes => ((long)_changes.Count * Table.BytesOfEntry) + Distinct.ChangedBytes;

    private protected StatementProgram Program { get; }

    private protected PaneTable Table { get; }

    private protected StateHasher Hasher { get; }

    private protected PanePool Panes => Table.Panes;

    private protected ScratchArena Scratch { get; }

    /// <summary>With a limit of memory only.</summary>
    private protected EvictedGroups? Evicted { get; }

    private protected TenantUsages Usages { get; }

    /// <summary>0 for no quota. Unit: bytes.</summary>
    private protected long TenantBytesMax { get; }

    private protected WindowClock Clock { get; set; }

    /// <summary>Whether the row located last opened its group.</summary>
    private protected bool IsNew { get; set; }

    /// <summary>What was counted for the row located last. Unit: bytes.</summary>
    private protected long Admitted { get; set; }

    /// <summary>Whether the row located last was refused.</summary>
    private protected bool IsRefused { get; set; }

    /// <summary>Whether the memory of a later row's group needs no asking for.</summary>
    internal bool IsNear => Table.IsNear;

    /// <summary>Chooses the clock under which the next calls run.</summary>
    /// <param name="clock">Clock of the row's tenant.</param>
    public void Use(WindowClock clock)
    {
        // To write a reference costs more than to look at one.
        if (!ReferenceEquals(Clock, clock))
        {
            Clock = clock;
        }
    }

    /// <summary>
    /// Lets the located group grow by what a row brings, or takes the row back. Called by compiled code before anything
    /// of the group is touched. The row that opens a group is whole or not at all, so it may pass the quota.
    /// </summary>
    /// <param name="growthBytes">Texts and elements of sets. Unit: bytes.</param>
    /// <returns>Whether the row goes on.</returns>
    public bool Admit(long growthBytes)
    {
        WindowPane pane = Clock.Latest!;
        TenantUsage usage = Clock.Usage!;
        if (growthBytes > 0 && !IsNew && usage.StateBytes + growthBytes > TenantBytesMax)
        {
            TakeBack();
            IsRefused = true;
            return false;
        }

        pane.StateBytes += growthBytes;
        usage.StateBytes += growthBytes;
        Admitted = growthBytes;
        return true;
    }

    /// <summary>Whether the group of a row is there, so that the row will open none. Called by compiled code.</summary>
    /// <param name="timeMs">Time of the row; of no meaning to groups without a window. Unit: ms.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Whether it is, in memory or in the store.</returns>
    public abstract bool IsThere(long timeMs, nint key, int keyLength);

    /// <summary>Takes back that the located group, which was there before, has one more row. Called by compiled code
    /// before anything of the group is touched.</summary>
    public void TakeBack()
    {
        Clock.Latest!.Rows--;
        Clock.Counters.Open--;
    }

    /// <summary>Counts what the located group has given back. Called by compiled code too.</summary>
    /// <param name="bytes">Unit: bytes.</param>
    public void Shrink(long bytes)
    {
        if (TenantBytesMax != 0)
        {
            CountRestored(Clock, Clock.Latest!, -bytes);
        }
    }

    /// <summary>Number of the row at hand within its clock.</summary>
    internal long RowNumber => Clock.Latest!.Rows;

    /// <summary>Whether the last row was refused because of its tenant's quota; asking forgets it.</summary>
    internal bool TakeRefusal()
    {
        bool isRefused = IsRefused;
        IsRefused = false;
        return isRefused;
    }

    /// <summary>Counts what a record brings back.</summary>
    internal void CountRestored(WindowClock clock, WindowPane pane, long lengthBytes)
    {
        if (TenantBytesMax != 0)
        {
            clock.Usage ??= Usages.Of(clock.Tenant);
            clock.Usage.StateBytes += lengthBytes;
            pane.StateBytes += lengthBytes;
        }
    }

    /// <summary>
    /// Asks for the memory that a later row's group will need, most likely of the pane used last. Called by compiled
    /// code; changes nothing.
    /// </summary>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    public void Prefetch(nint key, int keyLength)
    {
        if (Clock.Latest is { } pane)
        {
            Table.Prefetch(pane, StableHash.Of(Raw.Span(key, keyLength), pane.Salt));
        }
    }

    /// <summary>Hashes what changed since the last mark.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    /// <returns>Sum over all entries and clocks of the operator (mod 2^64).</returns>
    public ulong HashAtMark(IReadOnlyList<WindowClock?> clocks) => Hasher.AtMark(clocks);

    /// <summary>Hashes what changed, and of clocks one.</summary>
    /// <param name="clock">The clock; <see langword="null"/> for one that is not there yet.</param>
    /// <returns>The sum; other clocks count as at the last mark.</returns>
    internal ulong HashNow(WindowClock? clock) => Hasher.Now(clock);

    /// <summary>Hashes some of it before the mark.</summary>
    /// <param name="leftMax">What may be left to the mark. Unit: entries.</param>
    /// <param name="entriesMax">How many at most. Unit: entries.</param>
    internal void HashAhead(int leftMax, int entriesMax) => Hasher.HashAhead(leftMax, entriesMax);

    /// <summary>Freezes the state for a checkpoint.</summary>
    internal void BeginCheckpoint()
    {
        _changes.Begin();
        Distinct.Changes!.Begin();
    }

    /// <summary>Hands over frozen groups, then frozen elements.</summary>
    /// <returns>How many.</returns>
    internal int WriteSlice(StateBatch target, int entriesMax)
    {
        int written = _changes.WriteSlice(target, entriesMax);
        return written + Distinct.Changes!.WriteSlice(target, entriesMax - written);
    }

    /// <summary>The checkpoint is over.</summary>
    internal void EndCheckpoint(bool committed)
    {
        _changes.End(committed);
        Distinct.Changes!.End(committed);
    }

    /// <summary>Evicts groups of a pane that the store holds as they are, from where the last call stopped.</summary>
    /// <param name="pane">An open pane.</param>
    /// <param name="limit">When to stop.</param>
    /// <param name="left">Groups to look at; less by those that were.</param>
    /// <param name="hasFound">Set when one was evicted, or will be at the next passing.</param>
    /// <returns>Whether the end of the pane was reached.</returns>
    internal bool EvictFrom(WindowPane pane, StateLimit limit, ref int left, ref bool hasFound)
    {
        if (Evicted is null)
        {
            return true;
        }

        nint before = pane.Hand;
        nint entry = before == 0 ? pane.FirstEntry : Raw.Read<nint>(before + EntryDescriptor.NextOfOwner);
        for (; entry != 0 && left > 0 && limit.IsAboveTarget; left--)
        {
            nint next = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner);
            bool isClean = CanEvict(entry);
            hasFound |= isClean;
            if (!isClean || ChangedEntries.TakeSecondChance(entry))
            {
                before = entry;
            }
            else
            {
                Evict(pane, before, entry);
            }

            entry = next;
        }

        pane.Hand = entry == 0 ? 0 : before;
        if (entry == 0)
        {
            pane.Slots.Fit();
        }

        return entry == 0;
    }

    /// <summary>What puts records back; exists until <see cref="CompleteRestore"/>.</summary>
    internal WindowRestore Restore() =>
        _restore ??= new WindowRestore(
            Program, this, _records, Distinct, Hasher, Evicted, Scratch);

    /// <summary>Every record has been put back.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    internal void CompleteRestore(IReadOnlyList<WindowClock?> clocks)
    {
        Restore().Complete(clocks);
        _restore = null;
        foreach (WindowClock? clock in clocks)
        {
            if (clock is not null)
            {
                OnRestored(clock);
            }
        }
    }

    /// <summary>A clock and all its groups have been put back.</summary>
    internal virtual void OnRestored(WindowClock clock)
    {
    }

    /// <summary>The pane of a clock whose groups start at a time, opened if it is not.</summary>
    /// <returns><see langword="null"/> where the plan has none.</returns>
    internal abstract WindowPane? PaneAt(WindowClock clock, long startMs);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the state.</summary>
    /// <param name="disposing">Whether it is disposed of, not finalized.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Table.Dispose();
            Evicted?.Dispose();
            Distinct.Dispose();
            Texts.Dispose();
        }
    }

    /// <summary>Opens the one pane of a clock whose groups end by themselves, or never.</summary>
    private protected WindowPane OpenForever(WindowClock clock)
    {
        WindowPane pane = Panes.Take();
        pane.Tenant = clock.Tenant;
        pane.Salt = StableHash.Mix((ulong)clock.Tenant, 0);
        pane.StartMs = 0;
        pane.EndMs = long.MaxValue;
        pane.FireAtMs = long.MaxValue;
        clock.Open.Add(pane);
        return pane;
    }

    /// <summary>Where the state of a statement lies: in a file if there is a limit and it cannot be evicted.</summary>
    internal static NativeHeap HeapOf(StatementProgram program, NativeHeap heap, CheckpointPass pass) =>
        pass.Limit is { } limit && !IsEvictable(program) ? limit.Spilled : heap;

    // What a TTL bounds is not: groups that expire in the store would have to be looked for there. Nor are groups of
    // panes that several windows read, or of windows that are kept, sessions, which are found by time and by key,
    // first rows, which come out by time, or groups that rows are taken out of (decision 0013).
    private static bool IsEvictable(StatementProgram program) => program is
    {
        TimeToLive: null, Merge: null, KeepsFirstRows: false, AllowedLateness: null, Accumulators.Retracts: false,
    };

    /// <summary>Counts a row of a group and lets checkpoints and hashes know that it changes.</summary>
    private protected nint Enter(WindowPane pane, nint entry)
    {
        pane.Rows++;
        Clock.Counters.Open++;
        NoteChange(entry);
        return Located = entry;
    }

    /// <summary>Lets checkpoints and hashes know that a group is about to change.</summary>
    private protected void NoteChange(nint entry)
    {
        if (!StateHasher.IsDirty(entry))
        {
            OnFirstChange(entry);
        }
    }

    /// <summary>Makes a new entry the youngest group of a pane.</summary>
    private protected void Append(WindowPane pane, nint entry)
    {
        pane.Link(entry);
        Number(pane, entry);
    }

    /// <summary>Gives a new entry its number among the groups of a pane.</summary>
    private protected void Number(WindowPane pane, nint entry)
    {
        Raw.Write(entry + EntryDescriptor.Arrival, pane.Groups++);
        IsNew = true;
        if (TenantBytesMax != 0)
        {
            CountRestored(Clock, pane, GroupBytes(Raw.Read<int>(entry + EntryDescriptor.KeyLength)));
        }
    }

    /// <summary>What a new group holds, for quotas. Unit: bytes.</summary>
    private protected int GroupBytes(int keyLength) =>
        keyLength + GroupRecords.ArrivalBytes + Program.Accumulators!.FixedBytes;

    /// <summary>What a group holds, for quotas. Unit: bytes.</summary>
    private protected long BytesOf(nint entry)
    {
        nint value = entry + EntryDescriptor.Value;
        long bytes = GroupBytes(Raw.Read<int>(entry + EntryDescriptor.KeyLength));
        foreach (int slot in Program.Accumulators!.TextSlots)
        {
            bytes += TextSlot.Get(value + slot).LengthBytes;
        }

        foreach (int slot in Program.Accumulators.DistinctSlots)
        {
            bytes += DistinctSets.ElementBytesOf(value + slot);
        }

        return bytes;
    }

    /// <summary>Whether a pane has a group, in memory or in the store.</summary>
    private protected bool Holds(WindowPane pane, nint key, int keyLength)
    {
        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        return PaneTable.Find(pane, hash, key, keyLength) != 0
            || (pane.Evicted > 0 && Evicted!.Holds(pane, key, keyLength));
    }

    /// <summary>Fills a new entry from the store, if its group was evicted.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected bool TryReadBack(WindowPane pane, nint entry)
    {
        if (!Evicted!.TryReadBack(entry))
        {
            return false;
        }

        Hasher.Adopt(entry);
        pane.Link(entry);
        pane.Evicted--;
        return true;
    }

    // Once a group between two times that it is hashed: the image that a checkpoint may need is saved before that.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnFirstChange(nint entry)
    {
        Hasher.MarkDirty(entry);
        _changes.Touch(entry);
    }

    private bool CanEvict(nint entry)
    {
        bool isClean = _changes.IsClean(entry) && !StateHasher.IsDirty(entry);
        foreach (int slot in Program.Accumulators!.DistinctSlots)
        {
            isClean = isClean && DistinctSets.IsWithin(entry + EntryDescriptor.Value + slot, SetElementsMax);
        }

        return isClean;
    }

    // The store keeps it, so its hash stays in the sum and its key is not removed.
    private void Evict(WindowPane pane, nint before, nint entry)
    {
        pane.Unlink(before, entry);
        pane.Evicted++;
        pane.IsScattered = true;
        foreach (int slot in Program.Accumulators!.DistinctSlots)
        {
            Distinct.Evict(entry + EntryDescriptor.Value + slot);
        }

        FreeMemory(entry);
    }

    /// <summary>Frees a group that its pane has no more; the next checkpoint removes it.</summary>
    private protected void Free(nint entry)
    {
        Hasher.Forget(entry);
        _changes.Forget(entry);
        foreach (int slot in Program.Accumulators!.DistinctSlots)
        {
            Distinct.Free(entry + EntryDescriptor.Value + slot);
        }

        FreeMemory(entry);
    }

    private void FreeMemory(nint entry)
    {
        foreach (int slot in Program.Accumulators!.TextSlots)
        {
            TextSlot.Free(entry + EntryDescriptor.Value + slot, Texts);
        }

        RemoveFromTable(entry);
    }

    /// <summary>The table has an entry no more.</summary>
    private protected virtual void RemoveFromTable(nint entry) => Table.Remove(entry);

    /// <summary>Key in the checkpoint store of a group; valid until the next such question.</summary>
    private protected ReadOnlySpan<byte> StoredKeyOf(nint entry) => _records.KeyOf(entry);
}
