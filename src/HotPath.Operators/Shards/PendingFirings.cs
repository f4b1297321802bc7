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
    private WindowClock? _last;

    public WindowClock? First { get; private set; }

    public long FirstPosition => First?.FiringPosition ?? long.MaxValue;

    /// <summary>Adds a firing.</summary>
    /// <param name="window">Operator that fires.</param>
    /// <param name="clock">Clock with the firing.</param>
    /// <param name="isOldest">Whether it goes on from the one that was the first, of the same frame.</param>
    public void Add(WindowOperator window, WindowClock clock, bool isOldest)
    {
        clock.PendingIn = window;
        WindowClock? before = isOldest ? null : _last;
        WindowClock? after = isOldest ? First : null;
        Link(before, clock);
        Link(clock, after);
    }

    public void Remove(WindowClock clock)
    {
        Link(clock.PreviousPending, clock.NextPending);
        clock.PendingIn = null;
        clock.NextPending = null;
        clock.PreviousPending = null;
    }

    private void Link(WindowClock? before, WindowClock? after)
    {
        if (before is not null)
        {
            before.NextPending = after;
        }
        else
        {
            First = after;
        }

        if (after is not null)
        {
            after.PreviousPending = before;
        }
        else
        {
            _last = before;
        }
    }
}
