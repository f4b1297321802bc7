using System;
using System.Collections.Generic;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Processing time of a shard: the ingest time of the newest frame. Windows over it fire at the first frame past their
/// end, before what the frame holds, whoever's frame it is.
/// </summary>
/// <remarks>
/// A clock waits here with the earliest time at which something of it may fire; what does fire is asked of its operator
/// then, so that the same frames fire the same windows also behind a checkpoint. No frame costs more than a comparison
/// where nothing is due. Threading: single-threaded; owned by one shard. Allocates only for more clocks than ever.
/// Source: design.md, "Tenants, scope and clocks".
/// </remarks>
internal sealed class ProcessingTime(StageChain chain)
{
    private static readonly Comparison<WindowClock> ByIdentity = static (left, right) =>
    {
        int byStatement = left.Stage!.Program.Definition.Id.CompareTo(right.Stage!.Program.Definition.Id);
        return byStatement != 0 ? byStatement : left.Tenant.CompareTo(right.Tenant);
    };

    private readonly PriorityQueue<WindowClock, long> _waiting = new();
    private readonly List<WindowClock> _due = [];

    /// <summary>Ingest time of the newest frame. Unit: ms.</summary>
    public long NowMs { get; private set; }

    /// <summary>A frame has come: what ends at its ingest time or before fires.</summary>
    /// <param name="position">Its position. Unit: bytes.</param>
    /// <param name="ingestTimeMs">Unit: ms.</param>
    public void Pass(long position, long ingestTimeMs)
    {
        NowMs = Math.Max(NowMs, ingestTimeMs);
        if (_waiting.TryPeek(out _, out long fireAtMs) && fireAtMs < NowMs)
        {
            Fire(position);
        }
    }

    /// <summary>Says when something of a clock may fire, unless it is known to be earlier.</summary>
    /// <param name="clock">A clock of windows over processing time.</param>
    /// <param name="fireAtMs">Last instant of a window; none at <see cref="long.MaxValue"/>. Unit: ms.</param>
    public void Schedule(WindowClock clock, long fireAtMs)
    {
        if (fireAtMs < clock.ScheduledMs)
        {
            clock.ScheduledMs = fireAtMs;
            _waiting.Enqueue(clock, fireAtMs);
        }
    }

    private void Fire(long position)
    {
        while (_waiting.TryPeek(out WindowClock? clock, out long fireAtMs) && fireAtMs < NowMs)
        {
            _waiting.Dequeue();
            if (clock.ScheduledMs == fireAtMs)
            {
                clock.ScheduledMs = long.MaxValue;
                _due.Add(clock);
            }
        }

        _due.Sort(ByIdentity);
        foreach (WindowClock clock in _due)
        {
            chain.FireUntil(clock, NowMs - 1, position, NowMs);
            Schedule(clock, clock.Stage!.Window!.NextFireAtMs(clock));
        }

        _due.Clear();
    }
}
