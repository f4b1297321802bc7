using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Foundation.Text;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Groups;
using HotPath.Operators.Ranking;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// Event-time windows with keyed accumulators, under one clock a tenant (or one for all). A compiled kernel evaluates a
/// row and asks <see cref="Locate"/> for the group of its pane; <see cref="AdvanceTo"/> fires what the watermark has
/// passed.
/// </summary>
/// <remarks>
/// Watermark W promises no later row with time at or below W. A window fires once, at W &gt;= its end - 1; a row is
/// late, and dropped, when the last window of its pane has fired. A pane goes with its last window. A firing is worked
/// off in units and can be left pending between them. Threading: single-threaded; owned by one shard. Source:
/// flink-semantics.md 2.3.
/// </remarks>
public abstract class WindowOperator : KeyedGroups
{
    /// <summary>Empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    private protected WindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass) => Window = program.Specification!;

    /// <summary>What the row located last came too late for; meaningless unless it did.</summary>
    internal LateWindow LateFor { get; private protected set; }

    /// <summary>Windows that have fired and that a late row corrects; <see langword="null"/> where none is kept.
    /// </summary>
    internal WindowRevisions? Revisions { get; private protected init; }

    /// <summary>Ranked rows of the groups, where they may be taken back; else <see langword="null"/>.</summary>
    public ChangingRows? ChangingRanks { get; private protected init; }

    /// <summary>What makes windows over processing time fire; <see langword="null"/> for all others.</summary>
    internal ProcessingTime? Timers { get; init; }

    private protected WindowSpecification Window { get; }

    /// <summary>Finds or opens the group of a row and counts the row. Called by compiled code.</summary>
    /// <param name="timeMs">Wall-clock time of the row. Unit: ms.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry, or 0 when the row is late or refused.</returns>
    public virtual nint Locate(long timeMs, nint key, int keyLength)
    {
        if (TenantBytesMax != 0 && !HasRoom(timeMs, key, keyLength))
        {
            return 0;
        }

        WindowPane? pane = Clock.Latest;
        if (pane is null || (ulong)(timeMs - pane.StartMs) >= (ulong)(pane.EndMs - pane.StartMs))
        {
            pane = FindPane(timeMs);
            if (pane is null)
            {
                return 0;
            }
        }

        return FindOrOpen(pane, StableHash.Of(Raw.Span(key, keyLength), pane.Salt), key, keyLength);
    }

    /// <summary>Finds or opens the group of a row of a run and counts the row, which is neither late nor refused.
    /// </summary>
    /// <param name="pane">The pane that the clock at hand is at.</param>
    /// <param name="timeMs">Wall-clock time of the row, within the pane. Unit: ms.</param>
    /// <param name="hash">Stable hash of the key and the pane's salt.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry.</returns>
    internal virtual nint LocateInRun(WindowPane pane, long timeMs, ulong hash, nint key, int keyLength) =>
        FindOrOpen(pane, hash, key, keyLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint FindOrOpen(WindowPane pane, ulong hash, nint key, int keyLength)
    {
        nint entry = PaneTable.FindOrAdd(pane, hash, key, keyLength, out bool added);
        if (added && (pane.Evicted == 0 || !TryReadBack(pane, entry)))
        {
            Append(pane, entry);
        }

        if (pane.IsMerged)
        {
            OnMergedPaneChanges(pane, entry, added);
        }

        return Enter(pane, entry);
    }

    /// <summary>Finds the group of a row that is taken back and counts the row. Called by compiled code.</summary>
    /// <param name="timeMs">Wall-clock time of the row. Unit: ms.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry, or 0 when there is none any more: its window has gone.</returns>
    public virtual nint LocateChanged(long timeMs, nint key, int keyLength)
    {
        IsNew = false;
        long startMs = PaneOf(timeMs);
        int index = IndexOf(Clock.Open, startMs);
        if (!IsAt(index, startMs))
        {
            return 0;
        }

        WindowPane pane = Clock.Open[index];
        nint entry = PaneTable.Find(pane, StableHash.Of(Raw.Span(key, keyLength), pane.Salt), key, keyLength);
        if (entry == 0)
        {
            return 0;
        }

        Clock.Latest = pane;
        return Enter(pane, entry);
    }

    /// <inheritdoc/>
    public override bool IsThere(long timeMs, nint key, int keyLength)
    {
        if (Clock.Latest is { } pane && timeMs >= pane.StartMs && timeMs < pane.EndMs)
        {
            return Holds(pane, key, keyLength);
        }

        long startMs = PaneOf(timeMs);
        int index = IndexOf(Clock.Open, startMs);
        return IsAt(index, startMs) && Holds(Clock.Open[index], key, keyLength);
    }

    /// <summary>Advances a clock; windows that its watermark has passed start to fire.</summary>
    /// <param name="clock">The clock; nothing of it is pending.</param>
    /// <param name="watermarkMs">New watermark, above the old one. Unit: ms.</param>
    /// <param name="position">Position of the frame that carried it. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Ingest time of that frame. Unit: ms.</param>
    /// <returns>Whether something has to fire: call <see cref="FireUnit"/>.</returns>
    public bool AdvanceTo(WindowClock clock, long watermarkMs, long position, long ingestTimeMs)
    {
        ArgumentNullException.ThrowIfNull(clock);
        clock.Raise(watermarkMs, position, ingestTimeMs);
        if (!IsDue(clock))
        {
            return false;
        }

        clock.Latest = null;
        if (clock.FiringPosition != position)
        {
            clock.FiringPosition = position;
            clock.FiringIndex = 0; // the row may have corrected windows before
        }

        clock.FiringIngestTimeMs = ingestTimeMs;
        clock.FiringNumber = 0;
        OnDue(clock);
        return true;
    }

    /// <summary>Emits up to a unit of groups of the firing windows and frees what no window needs any more.</summary>
    /// <param name="clock">Clock with a firing.</param>
    /// <param name="rowsMax">Length of the unit. Unit: groups.</param>
    /// <param name="results">Evaluates and writes each result.</param>
    /// <returns>Whether the firing is finished.</returns>
    public abstract bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results);

    /// <summary>Writes what the row located last has made of windows that have fired.</summary>
    /// <param name="results">Where it goes; begun for the row.</param>
    internal virtual void EmitRevisions(ResultEmitter results)
    {
    }

    /// <summary>Says for how long windows of a clock are kept, before its first row or behind a checkpoint.</summary>
    internal virtual void SetLateness(WindowClock clock, long latenessMs)
    {
        clock.LatenessMs = latenessMs;
        foreach (WindowPane pane in clock.Open)
        {
            pane.FireAtMs = KeptUntilMs(clock, Window.FireAtMs(Window.LastEndOf(pane.StartMs)));
        }
    }

    /// <inheritdoc/>
    internal override WindowPane? PaneAt(WindowClock clock, long startMs)
    {
        if (startMs != Window.PaneOf(startMs))
        {
            return null;
        }

        Clock = clock;
        int index = IndexOf(clock.Open, startMs);
        return IsAt(index, startMs) ? clock.Open[index] : OpenPane(index, startMs);
    }

    /// <inheritdoc/>
    internal override void OnRestored(WindowClock clock)
    {
        foreach (WindowPane pane in clock.Open)
        {
            ChangingRanks?.Restore(pane);
        }
    }

    /// <summary>Start of the pane that takes rows of a time now.</summary>
    private protected virtual long PaneOf(long timeMs) => Window.PaneOf(timeMs);

    /// <summary>A pane has been opened, of a clock whose watermark is known.</summary>
    private protected virtual void OnOpened(WindowPane pane)
    {
    }

    /// <summary>A row is about to change a group of a pane that is part of a window that rolls on.</summary>
    /// <param name="pane">The pane.</param>
    /// <param name="group">The group.</param>
    /// <param name="isNew">Whether the row opens it.</param>
    private protected virtual void OnMergedPaneChanges(WindowPane pane, nint group, bool isNew)
    {
    }

    /// <summary>Watermark at which the last window of a clock fires that has rows.</summary>
    /// <returns>Unit: ms; <see cref="long.MinValue"/> when no window waits.</returns>
    internal virtual long LastFireAtMs(WindowClock clock)
    {
        long lastMs = clock.Open.Count == 0
            ? long.MinValue
            : Window.FireAtMs(Window.LastEndOf(clock.Open[^1].StartMs));
        return lastMs > clock.WatermarkMs ? lastMs : long.MinValue;
    }

    /// <summary>Watermark, above the clock's own, at which something of it fires next.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="exactToMs">A time beyond this may be too early, though still beyond it. Unit: ms.</param>
    /// <returns>Unit: ms; <see cref="long.MaxValue"/> when no window waits.</returns>
    internal virtual long NextFireAtMs(WindowClock clock, long exactToMs = long.MaxValue) =>
        clock.Open.Count == 0 ? long.MaxValue : clock.Open[0].FireAtMs;

    /// <summary>What closed a window that has fired.</summary>
    /// <param name="clock">Its clock.</param>
    /// <param name="endMs">Its local wall-clock end. Unit: ms.</param>
    internal Utf8View ClosedBy(WindowClock clock, long endMs)
    {
        long fireAtMs = Window.FireAtMs(endMs);
        foreach ((long aboveMs, long toMs, bool isIdle) in clock.TimedOut)
        {
            if (fireAtMs > aboveMs && fireAtMs <= toMs)
            {
                return isIdle ? WindowClosing.Idle : WindowClosing.Timeout;
            }
        }

        return WindowClosing.Watermark;
    }

    /// <summary>Whether the watermark of a clock has passed a window that has not begun to fire.</summary>
    private protected abstract bool IsDue(WindowClock clock);

    /// <summary>Windows of a clock begin to fire.</summary>
    private protected virtual void OnDue(WindowClock clock)
    {
    }

    /// <summary>A pane leaves, now and not when its groups are freed: that follows from time.</summary>
    private protected static void GiveRoomBack(WindowClock clock, WindowPane pane)
    {
        if (clock.Usage is { } usage)
        {
            usage.StateBytes -= pane.StateBytes;
            pane.StateBytes = 0;
        }
    }

    /// <summary>Panes whose last window is out of its lateness leave.</summary>
    private protected static void GiveRoomOfClosingBack(WindowClock clock)
    {
        for (int i = 0; i < clock.Open.Count && clock.Open[i].FireAtMs <= clock.WatermarkMs; i++)
        {
            GiveRoomBack(clock, clock.Open[i]);
        }
    }

    /// <summary>Watermark from which on a window that has fired is no longer kept.</summary>
    private protected static long KeptUntilMs(WindowClock clock, long fireAtMs) =>
        fireAtMs > long.MaxValue - clock.LatenessMs ? long.MaxValue : fireAtMs + clock.LatenessMs;

    /// <summary>The rows of a pane are closed, and it is free for another.</summary>
    private protected void Close(WindowClock clock, WindowPane pane)
    {
        clock.Counters.Closed += pane.Rows;
        clock.Counters.Open -= pane.Rows;
        Panes.Give(pane);
    }

    private WindowPane? FindPane(long timeMs)
    {
        long startMs = PaneOf(timeMs);
        int index = IndexOf(Clock.Open, startMs);
        if (IsAt(index, startMs))
        {
            return Clock.Latest = Clock.Open[index];
        }

        long lastEndMs = Window.LastEndOf(startMs);
        long fireAtMs = Window.FireAtMs(lastEndMs);
        if (KeptUntilMs(Clock, fireAtMs) <= Clock.WatermarkMs)
        {
            LateFor = new LateWindow(Window.StartOfEnd(lastEndMs), lastEndMs, fireAtMs);
            return null;
        }

        WindowPane pane = OpenPane(index, startMs);
        OnOpened(pane);
        return Clock.Latest = pane;
    }

    private bool IsAt(int index, long startMs) =>
        index < Clock.Open.Count && Clock.Open[index].StartMs == startMs;

    /// <summary>The first pane that does not start before a time; mostly one of the last two.</summary>
    private protected static int IndexOf(List<WindowPane> open, long startMs)
    {
        int low = 0;
        int high = open.Count;
        for (int middle = high - 1; low < high; middle = (low + high) / 2)
        {
            if (open[middle].StartMs < startMs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private WindowPane OpenPane(int index, long startMs)
    {
        WindowPane pane = Panes.Take();
        pane.Tenant = Clock.Tenant;
        pane.Salt = StableHash.Mix((ulong)Clock.Tenant, (ulong)startMs);
        pane.StartMs = startMs;
        pane.EndMs = startMs + Window.PaneMs;
        pane.FireAtMs = KeptUntilMs(Clock, Window.FireAtMs(Window.LastEndOf(startMs)));
        pane.FirstFireAtMs = Window.FireAtMs(pane.EndMs);
        pane.Slots.Expect(GroupsBefore(index, startMs));
        Clock.Open.Insert(index, pane);
        Timers?.Schedule(Clock, pane.FirstFireAtMs);
        return pane;
    }

    // A pane has about as many groups as the one that ends where it starts; one that lies elsewhere may have few.
    private int GroupsBefore(int index, long startMs) =>
        index > 0 && Clock.Open[index - 1] is { } before && before.EndMs == startMs ? before.Slots.Count : 0;

    // At the quota only groups that are there go on; neither a group nor a window is opened for a row that is refused.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasRoom(long timeMs, nint key, int keyLength)
    {
        IsNew = false;
        TenantUsage usage = Clock.Usage ??= Usages.Of(Clock.Tenant);
        if (usage.StateBytes + GroupBytes(keyLength) <= TenantBytesMax)
        {
            return true;
        }

        long startMs = PaneOf(timeMs);
        if (KeptUntilMs(Clock, Window.FireAtMs(Window.LastEndOf(startMs))) <= Clock.WatermarkMs)
        {
            return true; // late, which is another reason
        }

        int index = IndexOf(Clock.Open, startMs);
        IsRefused = !IsAt(index, startMs) || !Holds(Clock.Open[index], key, keyLength);
        return !IsRefused;
    }
}
