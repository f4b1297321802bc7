using System;

namespace HotPath.Runtime.Ingress;

/// <summary>When the next tick of the clock is due, and for how long ingress was held back before it.</summary>
/// <remarks>
/// Held back is an interval in which a record, or a tick, found no room: nobody knows then whether a source is silent.
/// Threading: single-threaded; owned by ingress. Source: design.md, "Tenants, scope and clocks".
/// </remarks>
/// <param name="intervalMs">Least distance of two ticks; 0 for none. Unit: ms.</param>
internal sealed class TickClock(long intervalMs)
{
    private long _lastMs = -1;
    private long _heldSinceMs = -1;
    private long _heldMs;

    /// <summary>For how long since the last tick ingress was held back. Unit: ms.</summary>
    public long HeldMs => _heldMs;

    /// <summary>Whether a tick is due.</summary>
    /// <param name="nowMs">Wall clock. Unit: ms.</param>
    public bool IsDue(long nowMs)
    {
        if (intervalMs == 0)
        {
            return false;
        }

        _lastMs = _lastMs < 0 ? nowMs : _lastMs;
        return nowMs - _lastMs >= intervalMs;
    }

    /// <summary>A record found room, or did not.</summary>
    /// <param name="nowMs">Wall clock. Unit: ms.</param>
    /// <param name="isHeld">Whether it did not.</param>
    public void Note(long nowMs, bool isHeld)
    {
        if (_heldSinceMs >= 0)
        {
            _heldMs += Math.Max(0, nowMs - _heldSinceMs);
        }

        _heldSinceMs = isHeld ? nowMs : -1;
    }

    /// <summary>The tick stands in the log.</summary>
    /// <param name="nowMs">Wall clock. Unit: ms.</param>
    public void NoteTick(long nowMs)
    {
        _lastMs = nowMs;
        _heldMs = 0;
    }
}
