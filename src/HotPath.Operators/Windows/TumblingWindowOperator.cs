using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Hashing;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Groups;
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
public sealed class TumblingWindowOperator : KeyedGroups
{
    private readonly WindowSpecification _window;

    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    internal TumblingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass) => _window = program.Specification!;

    /// <summary>Finds or opens the group of a row and counts the row. Called by compiled code.</summary>
    /// <param name="timeMs">Wall-clock time of the row. Unit: ms.</param>
    /// <param name="key">First byte of the key.</param>
    /// <param name="keyLength">Unit: bytes.</param>
    /// <returns>Address of the state entry, or 0 when the row is late or refused.</returns>
    public nint Locate(long timeMs, nint key, int keyLength)
    {
        if (TenantBytesMax != 0 && !HasRoom(timeMs, key, keyLength))
        {
            return 0;
        }

        WindowPane? pane = Clock.Latest;
        if (pane is null || (ulong)(timeMs - pane.StartMs) >= (ulong)_window.SizeMs)
        {
            pane = FindPane(timeMs);
            if (pane is null)
            {
                return 0;
            }
        }

        ulong hash = StableHash.Of(Raw.Span(key, keyLength), pane.Salt);
        nint entry = Table.FindOrAdd(hash, pane.Number, key, keyLength, out bool added);
        if (added && (pane.Evicted == 0 || !TryReadBack(pane, entry)))
        {
            Append(pane, entry);
        }

        return Enter(pane, entry);
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
        results.Begin(Program, clock);
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
            Panes.Give(pane);
        }

        clock.FiringIndex = results.NextIndex;
        return clock.Firing.Count == 0;
    }

    /// <inheritdoc/>
    internal override WindowPane? PaneAt(WindowClock clock, long startMs)
    {
        if (startMs != WindowSpecification.StartOf(startMs, _window.SizeMs, _window.OffsetMs))
        {
            return null;
        }

        Clock = clock;
        int index = IndexOf(clock.Open, startMs);
        if (index == clock.Open.Count || clock.Open[index].StartMs != startMs)
        {
            long endMs = startMs + _window.SizeMs;
            clock.Open.Insert(index, OpenPane(startMs, endMs, _window.FireAtMs(endMs)));
        }

        return clock.Open[index];
    }

    private WindowPane? FindPane(long timeMs)
    {
        long startMs = WindowSpecification.StartOf(timeMs, _window.SizeMs, _window.OffsetMs);
        List<WindowPane> open = Clock.Open;
        int index = IndexOf(open, startMs);
        if (index < open.Count && open[index].StartMs == startMs)
        {
            return Clock.Latest = open[index];
        }

        long endMs = startMs + _window.SizeMs;
        long fireAtMs = _window.FireAtMs(endMs);
        if (fireAtMs <= Clock.WatermarkMs)
        {
            return null;
        }

        WindowPane pane = OpenPane(startMs, endMs, fireAtMs);
        open.Insert(index, pane);
        return Clock.Latest = pane;
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
        WindowPane pane = Panes.Take();
        pane.Tenant = Clock.Tenant;
        pane.Salt = StableHash.Mix((ulong)Clock.Tenant, (ulong)startMs);
        pane.StartMs = startMs;
        pane.EndMs = endMs;
        pane.FireAtMs = fireAtMs;
        return pane;
    }

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

        long startMs = WindowSpecification.StartOf(timeMs, _window.SizeMs, _window.OffsetMs);
        if (_window.FireAtMs(startMs + _window.SizeMs) <= Clock.WatermarkMs)
        {
            return true; // late, which is another reason
        }

        int index = IndexOf(Clock.Open, startMs);
        IsRefused = index == Clock.Open.Count
            || Clock.Open[index].StartMs != startMs
            || !Holds(Clock.Open[index], key, keyLength);
        return !IsRefused;
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
        PaneIndex index = pane.Index ??= new PaneIndex(pane, Table, Evicted!, Scratch);
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
                Hasher.ForgetEvicted(entry);
                Evicted!.Remove(entry);
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
}
