using System;

namespace HotPath.Operators.Windows;

/// <summary>One timer a session of one clock, the earliest first: a binary heap.</summary>
/// <remarks>
/// A session that grows leaves its timer as it is: a row costs nothing here. When the timer is due the session fires,
/// or the timer moves to where the session ends by then; the timer of one that has been merged goes. So sessions come
/// out by end, then by number, whenever their timers were set. Threading: single-threaded; owned by one clock.
/// Allocates only when it is fuller than ever before.
/// </remarks>
internal sealed class SessionTimers
{
    private SessionTimer[] _heap = new SessionTimer[64];

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count { get; private set; }

    /// <summary>When the first is due; there is one. Unit: ms.</summary>
    public long FirstFireAtMs => _heap[0].FireAtMs;

    /// <summary>Sets a timer.</summary>
    public void Add(in SessionTimer timer)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * Count);
        }

        int place = Count++;
        while (place > 0 && timer.IsBefore(_heap[(place - 1) / 2]))
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = timer;
    }

    /// <summary>Takes the first timer out; there is one.</summary>
    public SessionTimer Take()
    {
        SessionTimer first = _heap[0];
        SessionTimer last = _heap[--Count];
        int place = 0;
        for (int child = 1; child < Count; child = (2 * place) + 1)
        {
            child += child + 1 < Count && _heap[child + 1].IsBefore(_heap[child]) ? 1 : 0;
            if (!_heap[child].IsBefore(last))
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = last;
        return first;
    }
}
