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

namespace HotPath.Operators.Windows;

/// <summary>
/// Event-time tumbling windows with keyed accumulators, under one clock a tenant (or one for all). A compiled kernel
/// evaluates a row and asks <see cref="Locate"/> for its group; <see cref="AdvanceTo"/> fires what the watermark has
/// passed.
/// </summary>
/// <remarks>
/// Watermark W promises no later row with time at or below W. A window fires once, at W &gt;= its end - 1; a row is
/// late, and dropped, when its window has fired. Groups come out in the order in which they first arrived, windows by
/// start. A firing is worked off in units and can be left pending between them. Threading: single-threaded; owned by
/// one shard. Source: flink-semantics.md 2.3.
/// </remarks>
public sealed class TumblingWindowOperator : IDisposable
{
    // Reading a group back reads its sets whole: a larger one would make its frame wait, so it stays in memory.
    private const int SetElementsMax = 256;

    private readonly StatementProgram _program;
    private readonly WindowSpecification _window;
    private readonly StateHasher _hasher;
    private readonly KeyedTable _groups;
    private readonly DistinctSets _distinct;
    private readonly SizeClassArena _arena;
    private readonly PanePool _panes = new();
    private readonly ChangedEntries _changes;
    private readonly ScratchArena _scratch;
    private readonly GroupRecords _records;
    private readonly EvictedGroups? _evicted; // with a limit of memory only
    private readonly TenantUsages _usages;
    private readonly long _tenantBytesMax;
    private WindowClock _clock;
    private bool _isNew;
    private bool _isRefused;
    private WindowRestore? _restore;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    internal TumblingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
    {
        _program = program;
        _window = program.Specification!;
        _arena = new SizeClassArena(heap);
        _groups = new KeyedTable(heap, _arena, program.Accumulators!.ValueBytes, program.InlineKeyBytes);
        _scratch = pass.Scratch;
        _records = new GroupRecords(program, _panes, pass.Scratch);
        _changes = new ChangedEntries(pass, _records);
        var elements = new ElementRecords(_records, program.Accumulators.DistinctSlots);
        _distinct = new DistinctSets(heap, _arena, new ChangedEntries(pass, elements));
        _hasher = new StateHasher(program.Definition.OperatorId, program.Accumulators);
        _usages = pass.Usages;
        _tenantBytesMax = program.TenantBytesMax;
        _clock = new WindowClock(0, new StatementCounters(0, 0, 0, hasWindow: true));
        if (pass.Limit is { } limit)
        {
            _evicted = new EvictedGroups(program, _records, pass, limit, _distinct, _arena, heap);
            limit.Add(this);
        }
    }

    /// <summary>Sets behind COUNT(DISTINCT ...) and the like.</summary>
    public DistinctSets Distinct => _distinct;

    /// <summary>Texts owned by entries.</summary>
    public SizeClassArena Texts => _arena;

    /// <summary>Group found last.</summary>
    public nint Located { get; private set; }

    /// <summary>Key in the checkpoint store of the group found last; valid until the next such question.</summary>
    internal ReadOnlySpan<byte> LocatedKey => _records.KeyOf(Located);

    /// <summary>Groups and DISTINCT elements in memory. Unit: entries.</summary>
    public long Entries => (long)_groups.Count + _distinct.Count;

    /// <summary>What they take. Unit: bytes.</summary>
    internal long ResidentBytes => _groups.EntryBytes + _distinct.EntryBytes + _arena.LiveBytes;

    /// <summary>Chooses the clock under which the next calls run.</summary>
    /// <param name="clock">Clock of the row's tenant.</param>
    public void Use(WindowClock clock) => _clock = clock;

    /// <summary>Finds or opens the group of a row and counts the row. Called by compiled code.</summary>
    /// <param name="timeMs">Wall-clock time of the row. Unit: ms.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry, or 0 when the row is late or refused.</returns>
    public nint Locate(long timeMs, nint key, int keyLength)
    {
        if (_tenantBytesMax != 0 && !HasRoom(timeMs, key, keyLength))
        {
            return 0;
        }

        WindowPane? pane = _clock.Latest;
        if (pane is null || (ulong)(timeMs - pane.StartMs) >= (ulong)_window.SizeMs)
        {
            pane = FindPane(timeMs);
            if (pane is null)
            {
                return 0;
            }
        }

        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        nint entry = _groups.FindOrAdd(hash, pane.Number, key, keyLength, out bool added);
        if (added && (pane.Evicted == 0 || !TryReadBack(pane, entry)))
        {
            Append(pane, entry);
        }

        pane.Rows++;
        _clock.Counters.Open++;
        if (!StateHasher.IsDirty(entry))
        {
            OnFirstChange(entry);
        }

        return Located = entry;
    }

    /// <summary>
    /// Lets the located group grow by what a row brings, or takes the row back. Called by compiled code before anything
    /// of the group is touched. The row that opens a group is whole or not at all, so it may pass the quota.
    /// </summary>
    /// <param name="growthBytes">Texts and elements of sets. Unit: bytes.</param>
    /// <returns>Whether the row goes on.</returns>
    public bool Admit(long growthBytes)
    {
        WindowPane pane = _clock.Latest!;
        TenantUsage usage = _clock.Usage!;
        if (growthBytes > 0 && !_isNew && usage.StateBytes + growthBytes > _tenantBytesMax)
        {
            pane.Rows--;
            _clock.Counters.Open--;
            _isRefused = true;
            return false;
        }

        pane.StateBytes += growthBytes;
        usage.StateBytes += growthBytes;
        return true;
    }

    /// <summary>Whether the last row was refused because of its tenant's quota; asking forgets it.</summary>
    internal bool TakeRefusal()
    {
        bool isRefused = _isRefused;
        _isRefused = false;
        return isRefused;
    }

    /// <summary>Counts what a record brings back.</summary>
    internal void CountRestored(WindowClock clock, WindowPane pane, int lengthBytes)
    {
        if (_tenantBytesMax != 0)
        {
            clock.Usage ??= _usages.Of(clock.Tenant);
            clock.Usage.StateBytes += lengthBytes;
            pane.StateBytes += lengthBytes;
        }
    }

    /// <summary>
    /// Asks for the memory that <see cref="Locate"/> will need for a later row, most likely of the pane used last.
    /// Called by compiled code; changes nothing.
    /// </summary>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    public void Prefetch(nint key, int keyLength)
    {
        if (_clock.Latest is { } pane)
        {
            _groups.Prefetch(StableHash.Of(Raw.Span(key, keyLength), pane.Salt));
        }
    }

    /// <summary>Advances a clock; windows that its watermark has passed start to fire.</summary>
    /// <param name="clock">The clock; nothing of it is pending.</param>
    /// <param name="watermarkMs">New watermark, above the old one. Unit: ms.</param>
    /// <param name="position">Position of the frame that carried it. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Ingest time of that frame. Unit: ms.</param>
    /// <returns>Whether something has to fire: call <see cref="FireUnit"/>.</returns>
    public static bool AdvanceTo(WindowClock clock, long watermarkMs, long position, long ingestTimeMs)
    {
        ArgumentNullException.ThrowIfNull(clock);
        clock.WatermarkMs = watermarkMs;
        int due = 0;
        while (due < clock.Open.Count && clock.Open[due].FireAtMs <= watermarkMs)
        {
            WindowPane pane = clock.Open[due++];
            if (clock.Usage is { } usage)
            {
                usage.StateBytes -= pane.StateBytes; // now, not when the firing ends: that follows from time
            }

            clock.Firing.Enqueue(pane);
        }

        if (due == 0)
        {
            return false;
        }

        clock.Open.RemoveRange(0, due);
        clock.Latest = null;
        clock.FiringPosition = position;
        clock.FiringIngestTimeMs = ingestTimeMs;
        clock.FiringIndex = 0;
        return true;
    }

    /// <summary>Emits up to a unit of groups of the firing windows and frees them.</summary>
    /// <param name="clock">Clock with a firing.</param>
    /// <param name="rowsMax">Length of the unit. Unit: groups.</param>
    /// <param name="results">Evaluates and writes each result.</param>
    /// <returns>Whether the firing is finished.</returns>
    public bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(results);
        results.Begin(_program, clock);
        int left = rowsMax;
        while (clock.Firing.TryPeek(out WindowPane? pane))
        {
            bool isFired = pane.IsScattered
                ? FireScattered(pane, ref left, results)
                : FireInOrder(clock, pane, ref left, results);
            if (!isFired)
            {
                break;
            }

            clock.Firing.Dequeue();
            clock.Counters.Closed += pane.Rows;
            clock.Counters.Open -= pane.Rows;
            _panes.Give(pane);
        }

        clock.FiringIndex = results.NextIndex;
        return clock.Firing.Count == 0;
    }

    /// <summary>Hashes what changed since the last mark.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    /// <returns>Sum over all entries and clocks of the operator (mod 2^64).</returns>
    public ulong HashAtMark(IReadOnlyList<WindowClock?> clocks) => _hasher.AtMark(clocks);

    /// <summary>Groups and elements that no committed checkpoint has as they are. Unit: entries.</summary>
    internal long ChangedCount => (long)_changes.Count + _distinct.Changes!.Count;

    /// <summary>What those take, without texts and long keys. Unit: bytes.</summary>
    internal long ChangedBytes => ((long)_changes.Count * _groups.BytesOfEntry) + _distinct.ChangedBytes;

    /// <summary>Freezes the state for a checkpoint.</summary>
    internal void BeginCheckpoint()
    {
        _changes.Begin();
        _distinct.Changes!.Begin();
    }

    /// <summary>Hands over frozen groups, then frozen elements.</summary>
    /// <returns>How many.</returns>
    internal int WriteSlice(StateBatch target, int entriesMax)
    {
        int written = _changes.WriteSlice(target, entriesMax);
        return written + _distinct.Changes!.WriteSlice(target, entriesMax - written);
    }

    /// <summary>The checkpoint is over.</summary>
    internal void EndCheckpoint(bool committed)
    {
        _changes.End(committed);
        _distinct.Changes!.End(committed);
    }

    /// <summary>Evicts groups of a window that the store holds as they are, from where the last call stopped.</summary>
    /// <param name="pane">An open window.</param>
    /// <param name="limit">When to stop.</param>
    /// <param name="left">Groups to look at; less by those that were.</param>
    /// <param name="hasFound">Set when one was evicted, or will be at the next passing.</param>
    /// <returns>Whether the end of the window was reached.</returns>
    internal bool EvictFrom(WindowPane pane, StateLimit limit, ref int left, ref bool hasFound)
    {
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
        return entry == 0;
    }

    /// <summary>What puts records back; exists until <see cref="CompleteRestore"/>.</summary>
    internal WindowRestore Restore() =>
        _restore ??= new WindowRestore(
            _program, this, _records, _groups, _distinct, _hasher, _evicted, _scratch);

    /// <summary>Every record has been put back.</summary>
    /// <param name="clocks">Every clock of the operator.</param>
    internal void CompleteRestore(IReadOnlyList<WindowClock?> clocks)
    {
        Restore().Complete(clocks);
        _restore = null;
    }

    /// <summary>The window of a clock that starts at a time, opened if it is not.</summary>
    internal WindowPane PaneAt(WindowClock clock, long startMs)
    {
        _clock = clock;
        int index = IndexOf(clock.Open, startMs);
        if (index == clock.Open.Count || clock.Open[index].StartMs != startMs)
        {
            long endMs = startMs + _window.SizeMs;
            clock.Open.Insert(index, OpenPane(startMs, endMs, _window.FireAtMs(endMs)));
        }

        return clock.Open[index];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _panes.Dispose();
        _evicted?.Dispose();
        _groups.Dispose();
        _distinct.Dispose();
        _arena.Dispose();
    }

    private WindowPane? FindPane(long timeMs)
    {
        long startMs = WindowSpecification.StartOf(timeMs, _window.SizeMs, _window.OffsetMs);
        List<WindowPane> open = _clock.Open;
        int index = IndexOf(open, startMs);
        if (index < open.Count && open[index].StartMs == startMs)
        {
            return _clock.Latest = open[index];
        }

        long endMs = startMs + _window.SizeMs;
        long fireAtMs = _window.FireAtMs(endMs);
        if (fireAtMs <= _clock.WatermarkMs)
        {
            return null;
        }

        WindowPane pane = OpenPane(startMs, endMs, fireAtMs);
        open.Insert(index, pane);
        return _clock.Latest = pane;
    }

    private static int IndexOf(List<WindowPane> open, long startMs)
    {
        int index = open.Count;
        while (index > 0 && open[index - 1].StartMs >= startMs)
        {
            index--;
        }

        return index;
    }

    private WindowPane OpenPane(long startMs, long endMs, long fireAtMs)
    {
        WindowPane pane = _panes.Take();
        pane.Tenant = _clock.Tenant;
        pane.Salt = StableHash.Mix((ulong)_clock.Tenant, (ulong)startMs);
        pane.StartMs = startMs;
        pane.EndMs = endMs;
        pane.FireAtMs = fireAtMs;
        return pane;
    }

    private void Append(WindowPane pane, nint entry)
    {
        Raw.Write(entry + EntryDescriptor.Arrival, pane.Groups++);
        pane.Link(entry);
        if (_tenantBytesMax != 0)
        {
            _isNew = true;
            CountRestored(_clock, pane, GroupBytes(Raw.Read<int>(entry + EntryDescriptor.KeyLength)));
        }
    }

    private int GroupBytes(int keyLength) => keyLength + GroupRecords.ArrivalBytes + _program.Accumulators!.FixedBytes;

    // At the quota only groups that are there go on; neither a group nor a window is opened for a row that is refused.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasRoom(long timeMs, nint key, int keyLength)
    {
        _isNew = false;
        TenantUsage usage = _clock.Usage ??= _usages.Of(_clock.Tenant);
        if (usage.StateBytes + GroupBytes(keyLength) <= _tenantBytesMax)
        {
            return true;
        }

        long startMs = WindowSpecification.StartOf(timeMs, _window.SizeMs, _window.OffsetMs);
        if (_window.FireAtMs(startMs + _window.SizeMs) <= _clock.WatermarkMs)
        {
            return true; // late, which is another reason
        }

        int index = IndexOf(_clock.Open, startMs);
        _isRefused = index == _clock.Open.Count
            || _clock.Open[index].StartMs != startMs
            || !Holds(_clock.Open[index], key, keyLength);
        return !_isRefused;
    }

    private bool Holds(WindowPane pane, nint key, int keyLength)
    {
        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        return _groups.Find(hash, pane.Number, key, keyLength) != 0
            || (pane.Evicted > 0 && _evicted!.Holds(pane, key, keyLength));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryReadBack(WindowPane pane, nint entry)
    {
        if (!_evicted!.TryReadBack(entry))
        {
            return false;
        }

        _hasher.Adopt(entry);
        pane.Link(entry);
        pane.Evicted--;
        return true;
    }

    // Once a group between two marks: the image that a checkpoint may need is saved before the caller changes it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OnFirstChange(nint entry)
    {
        _hasher.MarkDirty(entry);
        _changes.Touch(entry);
    }

    private bool FireInOrder(WindowClock clock, WindowPane pane, ref int left, ResultEmitter results)
    {
        nint entry = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
        for (; entry != 0 && left > 0; left--)
        {
            results.Emit(entry, pane);
            nint next = Raw.Read<nint>(entry + EntryDescriptor.NextOfOwner);
            Free(entry);
            entry = next;
        }

        clock.NextEntry = entry;
        return entry == 0;
    }

    private bool FireScattered(WindowPane pane, ref int left, ResultEmitter results)
    {
        PaneIndex index = pane.Index ??= new PaneIndex(pane, _groups, _evicted!, _scratch);
        if (!index.Build(ref left))
        {
            return false;
        }

        for (; left > 0 && !index.IsAtEnd; left--)
        {
            nint entry = index.Next(out bool isEvicted);
            results.Emit(entry, pane);
            if (isEvicted)
            {
                _hasher.ForgetEvicted(entry);
                _evicted!.Remove(entry);
            }
            else
            {
                Free(entry);
            }
        }

        if (!index.IsAtEnd)
        {
            return false;
        }

        index.Dispose();
        pane.Index = null;
        return true;
    }

    private bool CanEvict(nint entry)
    {
        bool isClean = _changes.IsClean(entry) && !StateHasher.IsDirty(entry);
        foreach (int slot in _program.Accumulators!.DistinctSlots)
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
        foreach (int slot in _program.Accumulators!.DistinctSlots)
        {
            _distinct.Evict(entry + EntryDescriptor.Value + slot);
        }

        FreeMemory(entry);
    }

    private void Free(nint entry)
    {
        _hasher.Forget(entry);
        _changes.Forget(entry);
        foreach (int slot in _program.Accumulators!.DistinctSlots)
        {
            _distinct.Free(entry + EntryDescriptor.Value + slot);
        }

        FreeMemory(entry);
    }

    private void FreeMemory(nint entry)
    {
        foreach (int slot in _program.Accumulators!.TextSlots)
        {
            TextSlot.Free(entry + EntryDescriptor.Value + slot, _arena);
        }

        _groups.Remove(entry);
    }
}
