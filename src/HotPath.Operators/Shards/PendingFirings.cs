using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>
/// Window firings of one shard that did not fit into one unit, oldest first: a list threaded through the clocks
/// themselves.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by one shard. Positions never decrease along the list. Allocates nothing.
/// </remarks>
internal sealed class PendingFirings
{
    private WindowClock? _first;
    private WindowClock? _last;

    public long FirstPosition => _first?.FiringPosition ?? long.MaxValue;

    public void Add(WindowOperator window, WindowClock clock)
    {
        clock.PendingIn = window;
        clock.PreviousPending = _last;
        if (_last is null)
        {
            _first = clock;
        }
        else
        {
            _last.NextPending = clock;
        }

        _last = clock;
    }

    public bool RunOldestUnit(int rowsMax, ResultEmitter results)
    {
        if (_first is not { } clock)
        {
            return false;
        }

        if (clock.PendingIn!.FireUnit(clock, rowsMax, results))
        {
            Remove(clock);
        }

        return true;
    }

    public void Finish(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        if (clock.PendingIn is not { } window)
        {
            return;
        }

        while (!window.FireUnit(clock, rowsMax, results))
        {
        }

        Remove(clock);
    }

    private void Remove(WindowClock clock)
    {
        if (clock.PreviousPending is { } previous)
        {
            previous.NextPending = clock.NextPending;
        }
        else
        {
            _first = clock.NextPending;
        }

        if (clock.NextPending is { } next)
        {
            next.PreviousPending = clock.PreviousPending;
        }
        else
        {
            _last = clock.PreviousPending;
        }

        clock.PendingIn = null;
        clock.NextPending = null;
        clock.PreviousPending = null;
    }
}
