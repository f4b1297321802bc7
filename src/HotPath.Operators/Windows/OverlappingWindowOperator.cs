using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>
/// Windows that share panes: a row changes the one pane it falls into, however many windows hold that; one after the
/// other, by end, they fire.
/// </summary>
/// <remarks>
/// A window without a group does not fire. Open panes are all those of windows that have not fired, so a window's are
/// the first of them. Threading: single-threaded; owned by one shard.
/// </remarks>
internal abstract class OverlappingWindowOperator : WindowOperator
{
    /// <summary>An operator with empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    private protected OverlappingWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass)
    {
    }

    /// <inheritdoc/>
    public override bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(results);
        Clock = clock;
        results.Begin(Program, clock);
        int left = rowsMax;
        while (IsDue(clock))
        {
            WindowPane window = clock.FiringWindow ??= Begin(clock);
            if (!Fire(clock, window, ref left, results))
            {
                break;
            }

            End(clock, window);
        }

        clock.FiringIndex = results.NextIndex;
        return clock.FiringWindow is null;
    }

    /// <inheritdoc/>
    internal override void OnRestored(WindowClock clock)
    {
        if (clock.Open.Count > 0)
        {
            SetNextEnd(clock, Window.FirstUnfiredEnd(clock.Open[0].StartMs, clock.WatermarkMs));
        }
    }

    /// <inheritdoc/>
    /// <remarks>While a firing is pending, the first end behind all that it fires.</remarks>
    internal override long NextFireAtMs(WindowClock clock, long exactToMs = long.MaxValue)
    {
        if (clock.Open.Count > 0 && clock.NextFireAtMs > clock.WatermarkMs)
        {
            return clock.NextFireAtMs;
        }

        foreach (WindowPane pane in clock.Open)
        {
            if (pane.FireAtMs > clock.WatermarkMs)
            {
                return Window.FireAtMs(Window.FirstUnfiredEnd(pane.StartMs, clock.WatermarkMs));
            }
        }

        return long.MaxValue;
    }

    /// <inheritdoc/>
    private protected override bool IsDue(WindowClock clock) =>
        clock.Open.Count > 0 && clock.NextFireAtMs <= clock.WatermarkMs;

    /// <inheritdoc/>
    private protected override void OnOpened(WindowPane pane)
    {
        long endMs = Window.FirstUnfiredEnd(pane.StartMs, Clock.WatermarkMs);
        if (Clock.Open.Count == 1 || endMs < Clock.NextEndMs)
        {
            SetNextEnd(Clock, endMs);
        }
    }

    /// <summary>A window is the next to fire.</summary>
    /// <param name="clock">Its clock.</param>
    /// <param name="window">The window, with its bounds.</param>
    /// <param name="panes">How many of the open panes are its own: the first.</param>
    private protected abstract void Begin(WindowClock clock, WindowPane window, int panes);

    /// <summary>Goes on with the firing of a window.</summary>
    /// <param name="clock">Its clock.</param>
    /// <param name="window">The window.</param>
    /// <param name="left">Groups that may still be looked at; less by those that were.</param>
    /// <param name="results">Evaluates and writes each result.</param>
    /// <returns>Whether it has fired.</returns>
    private protected abstract bool Fire(WindowClock clock, WindowPane window, ref int left, ResultEmitter results);

    /// <summary>Emits the groups of a pane as those of a window, and frees them if it is the pane's last.</summary>
    /// <param name="clock">Clock of the window.</param>
    /// <param name="pane">The pane.</param>
    /// <param name="window">The window.</param>
    /// <param name="left">Groups that may still be looked at; less by those that were.</param>
    /// <param name="results">Evaluates and writes each result.</param>
    /// <returns>Whether all have come out.</returns>
    private protected bool EmitPane(
        WindowClock clock, WindowPane pane, WindowPane window, ref int left, ResultEmitter results)
    {
        bool isLast = IsLastWindow(pane, window);
        nint group = clock.NextEntry != 0 ? clock.NextEntry : pane.FirstEntry;
        EntryScout scout = isLast ? EntryScout.Of(Table.IsNear, group) : default;
        for (; group != 0 && left > 0; left--)
        {
            scout.AskForRemovals(Table);
            nint next = Raw.Read<nint>(group + EntryDescriptor.NextOfOwner);
            results.Emit(group, window);
            if (isLast)
            {
                Free(group);
            }

            group = next;
            scout.Follow();
        }

        clock.NextEntry = group;
        return group == 0;
    }

    /// <summary>Whether a pane goes with a window.</summary>
    private protected bool IsLastWindow(WindowPane pane, WindowPane window) =>
        Window.LastEndOf(pane.StartMs) == window.EndMs;

    private void SetNextEnd(WindowClock clock, long endMs)
    {
        clock.NextEndMs = endMs;
        clock.NextFireAtMs = Window.FireAtMs(endMs);
    }

    private WindowPane Begin(WindowClock clock)
    {
        WindowPane window = Panes.Take();
        window.StartMs = Window.StartOfEnd(clock.NextEndMs);
        window.EndMs = clock.NextEndMs;
        int panes = 0;
        while (panes < clock.Open.Count && clock.Open[panes].StartMs < window.EndMs)
        {
            panes++;
        }

        Begin(clock, window, panes);
        return window;
    }

    private void End(WindowClock clock, WindowPane window)
    {
        int closed = 0;
        while (closed < clock.Open.Count && IsLastWindow(clock.Open[closed], window))
        {
            GiveRoomBack(clock, clock.Open[closed]);
            Close(clock, clock.Open[closed++]);
        }

        clock.Open.RemoveRange(0, closed);
        clock.FiringWindow = null;
        long nextEndMs = window.EndMs + Window.PaneMs;
        Panes.Give(window);
        if (clock.Open.Count > 0)
        {
            SetNextEnd(clock, Math.Max(nextEndMs, clock.Open[0].StartMs + Window.PaneMs));
        }
    }
}
