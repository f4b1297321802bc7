using System;
using HotPath.Dataflow.Outputs;
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
    private const int LookedAtMax = 256;

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

        // A row that waited fires behind firings of frames that came after it.
        while (before is not null && before.FiringPosition > clock.FiringPosition)
        {
            before = before.PreviousPending;
        }

        WindowClock? after = before is null ? First : before.NextPending;
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

    /// <summary>How far they let each sink go.</summary>
    /// <param name="frontiers">By sink, dead letters last.</param>
    public void ReadFrontiers(Span<OutputFrontier> frontiers)
    {
        frontiers.Fill(OutputFrontier.Unlimited);
        int lookedAt = 0;
        WindowClock? clock = First;
        for (; clock is not null && lookedAt < LookedAtMax; clock = clock.NextPending, lookedAt++)
        {
            OutputFrontier before = OutputFrontier.Before(clock.FiringPosition);
            foreach (FiringTarget target in clock.Stage!.Targets)
            {
                OutputFrontier frontier = target.Statement == 0
                    ? before
                    : OutputFrontier.Within(clock.FiringPosition, target.Statement, clock.Tenant);
                frontiers[target.Sink] = frontiers[target.Sink].Min(frontier);
            }

            frontiers[^1] = frontiers[^1].Min(before);
        }

        // The younger ones are at this position or behind it, whatever sinks they are for.
        for (int sink = 0; clock is not null && sink < frontiers.Length; sink++)
        {
            frontiers[sink] = frontiers[sink].Min(OutputFrontier.Before(clock.FiringPosition));
        }
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
