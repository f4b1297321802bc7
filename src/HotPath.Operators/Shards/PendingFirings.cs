using System.Collections.Generic;
using HotPath.Operators.Windows;

namespace HotPath.Operators.Shards;

/// <summary>Window firings of one shard that did not fit into one unit, oldest first.</summary>
/// <remarks>Threading: single-threaded; owned by one shard. Positions never decrease along the list.</remarks>
internal sealed class PendingFirings
{
    private readonly LinkedList<(TumblingWindowOperator Window, WindowClock Clock)> _firings = new();

    public long FirstPosition => _firings.First is { } first ? first.Value.Clock.FiringPosition : long.MaxValue;

    public void Add(TumblingWindowOperator window, WindowClock clock) => _firings.AddLast((window, clock));

    public bool RunOldestUnit(int rowsMax, ResultEmitter results)
    {
        if (_firings.First is not { } first)
        {
            return false;
        }

        if (first.Value.Window.FireUnit(first.Value.Clock, rowsMax, results))
        {
            _firings.RemoveFirst();
        }

        return true;
    }

    public void Finish(WindowClock clock, int rowsMax, ResultEmitter results)
    {
        for (LinkedListNode<(TumblingWindowOperator Window, WindowClock Clock)>? node = _firings.First; node is not null; node = node.Next)
        {
            if (!ReferenceEquals(node.Value.Clock, clock))
            {
                continue;
            }

            while (!node.Value.Window.FireUnit(clock, rowsMax, results))
            {
            }

            _firings.Remove(node);
            return;
        }
    }
}
