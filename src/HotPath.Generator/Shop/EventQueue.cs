using System;
using System.Collections.Generic;

namespace HotPath.Generator.Shop;

/// <summary>Events by time; those of one time in the order in which they were added.</summary>
/// <remarks>Allocates only while it grows to the most events that it has held.</remarks>
internal sealed class EventQueue
{
    private readonly PriorityQueue<int, (long TimeMs, long Number)> _order = new();
    private readonly Stack<int> _free = new();
    private ShopEvent[] _events = new ShopEvent[64];
    private int _used;
    private long _number;

    /// <summary>Adds an event.</summary>
    /// <param name="added">Event.</param>
    /// <param name="timeMs">When it is due. Unit: ms since the Unix epoch.</param>
    public void Add(in ShopEvent added, long timeMs)
    {
        if (!_free.TryPop(out int place))
        {
            place = _used++;
            if (place == _events.Length)
            {
                Array.Resize(ref _events, 2 * place);
            }
        }

        _events[place] = added;
        _order.Enqueue(place, (timeMs, _number++));
    }

    /// <summary>Whether there is an event that is due at a time.</summary>
    public bool IsDue(long timeMs) =>
        _order.TryPeek(out _, out (long TimeMs, long Number) first) && first.TimeMs <= timeMs;

    /// <summary>Takes the first event.</summary>
    /// <returns>In a place that the next <see cref="Add"/> may use again.</returns>
    public ref readonly ShopEvent Take()
    {
        int place = _order.Dequeue();
        _free.Push(place);
        return ref _events[place];
    }
}
