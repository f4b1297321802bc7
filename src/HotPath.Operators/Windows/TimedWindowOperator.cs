using System;
using System.Collections.Generic;
using HotPath.Foundation.Memory;
using HotPath.Operators.Checkpoints;
using HotPath.Operators.Shards;

namespace HotPath.Operators.Windows;

/// <summary>
/// Groups that come out at times of their own, by a timer each, and lie in one pane a clock that stays.
/// </summary>
/// <remarks>
/// Each gives its room back when it comes out, and that must not depend on units: with a quota there is one. Threading:
/// single-threaded; owned by one shard.
/// </remarks>
public abstract class TimedWindowOperator : WindowOperator
{
    private readonly NativeHeap _heap;
    private readonly SizeClassArena _timerMemory;
    private readonly List<SessionTimers> _timers = [];
    private readonly TimerReading _fireAtMs;

    /// <summary>Empty state.</summary>
    /// <param name="program">A windowed statement.</param>
    /// <param name="heap">Where state comes from.</param>
    /// <param name="pass">Checkpoints of the shard.</param>
    private protected TimedWindowOperator(StatementProgram program, NativeHeap heap, CheckpointPass pass)
        : base(program, heap, pass)
    {
        _heap = heap;
        _timerMemory = new SizeClassArena(heap);
        _fireAtMs = FireAtMs;
    }

    /// <inheritdoc/>
    public override bool FireUnit(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(results);
        Clock = clock;
        results.Begin(Program, clock);
        for (int left = TenantBytesMax == 0 ? rowsMax : int.MaxValue; left > 0 && IsDue(clock); left--)
        {
            Fire(clock, Earliest(clock)!.Take(), results);
        }

        clock.FiringIndex = results.NextIndex;
        return !IsDue(clock);
    }

    /// <inheritdoc/>
    /// <remarks>Sessions and first rows of a silent source come out at once: what waits is what there is.</remarks>
    internal override long LastFireAtMs(WindowClock clock) =>
        clock.Sessions?.HighestMs(clock, _fireAtMs) ?? long.MinValue;

    /// <inheritdoc/>
    /// <remarks>Timers whose group comes out later, or not at all, are moved out of the way.</remarks>
    internal override long NextFireAtMs(WindowClock clock, long exactToMs = long.MaxValue)
    {
        while (clock.Sessions is { Count: > 0 } timers)
        {
            SessionTimer first = timers.First;
            long fireAtMs = first.FireAtMs > exactToMs ? first.FireAtMs : FireAtMs(clock, first);
            if (fireAtMs == first.FireAtMs)
            {
                return fireAtMs;
            }

            _ = timers.Take();
            if (fireAtMs != long.MinValue)
            {
                Postpone(clock, first, fireAtMs);
            }
        }

        return long.MaxValue;
    }

    /// <summary>Sets a timer anew that has been taken out.</summary>
    private protected virtual void Postpone(WindowClock clock, in SessionTimer timer, long fireAtMs) =>
        clock.Sessions!.Add(timer with { FireAtMs = fireAtMs });

    /// <summary>When the group of a timer comes out, or goes if it has; <see cref="long.MinValue"/> for a timer that no
    /// longer counts.</summary>
    private protected abstract long FireAtMs(WindowClock clock, in SessionTimer timer);

    /// <inheritdoc/>
    internal override WindowPane? PaneAt(WindowClock clock, long startMs)
    {
        if (startMs != 0)
        {
            return null;
        }

        if (clock.Open.Count == 0)
        {
            OpenForever(clock);
            clock.Sessions = NewTimers();
        }

        return clock.Latest = clock.Open[0];
    }

    /// <inheritdoc/>
    private protected override bool IsDue(WindowClock clock) =>
        Earliest(clock) is { Count: > 0 } timers && timers.First.FireAtMs <= clock.WatermarkMs;

    /// <summary>Timers of a clock, none yet.</summary>
    private protected SessionTimers NewTimers()
    {
        var timers = new SessionTimers(_heap, _timerMemory);
        _timers.Add(timers);
        return timers;
    }

    /// <inheritdoc/>
    /// <remarks>The pane stays; what lies in it goes by itself.</remarks>
    internal override void SetLateness(WindowClock clock, long latenessMs) => clock.LatenessMs = latenessMs;

    /// <summary>A timer is due: its group comes out, unless the timer is one that no longer counts.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="timer">The timer.</param>
    /// <param name="results">Evaluates and writes each result.</param>
    private protected abstract void Fire(WindowClock clock, SessionTimer timer, ResultEmitter results);

    private static SessionTimers? Earliest(WindowClock clock) =>
        clock.Kept is { Count: > 0 } kept
        && (clock.Sessions is not { Count: > 0 } sessions || kept.First.IsBefore(sessions.First))
            ? kept
            : clock.Sessions;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach (SessionTimers timers in _timers)
            {
                timers.Dispose();
            }

            _timerMemory.Dispose();
        }
    }
}
