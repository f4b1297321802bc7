using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Windows;

/// <summary>One timer a session of one clock, the earliest first: a binary heap.</summary>
/// <remarks>
/// A session that grows leaves its timer as it is: a row costs nothing here. When the timer is due the session fires,
/// or the timer moves to where the session ends by then; the timer of one that has been merged goes. So sessions come
/// out by end, then by number, whenever their timers were set. They lie beside the sessions' state, for there may be as
/// many. Threading: single-threaded; owned by one clock. Allocates only when it is fuller than ever before.
/// </remarks>
internal sealed class SessionTimers(NativeHeap heap) : IDisposable
{
    private const int TimerBytes = 3 * sizeof(long);

    private int _capacity = 64;
    private nint _timers = heap.Allocate(64 * TimerBytes);

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, in no order.</summary>
    public SessionTimer this[int place] => At(place);

    /// <summary>When the first is due; there is one. Unit: ms.</summary>
    public long FirstFireAtMs => At(0).FireAtMs;

    /// <summary>Sets a timer.</summary>
    public void Add(in SessionTimer timer)
    {
        if (Count == _capacity)
        {
            Grow();
        }

        int place = Count++;
        while (place > 0 && timer.IsBefore(At((place - 1) / 2)))
        {
            At(place) = At((place - 1) / 2);
            place = (place - 1) / 2;
        }

        At(place) = timer;
    }

    /// <summary>Takes the first timer out; there is one.</summary>
    public SessionTimer Take()
    {
        SessionTimer first = At(0);
        SessionTimer last = At(--Count);
        int place = 0;
        for (int child = 1; child < Count; child = (2 * place) + 1)
        {
            child += child + 1 < Count && At(child + 1).IsBefore(At(child)) ? 1 : 0;
            if (!At(child).IsBefore(last))
            {
                break;
            }

            At(place) = At(child);
            place = child;
        }

        At(place) = last;
        return first;
    }

    /// <inheritdoc/>
    public void Dispose() => heap.Free(_timers, (long)_capacity * TimerBytes);

    private ref SessionTimer At(int place) => ref Raw.Ref<SessionTimer>(_timers + ((nint)place * TimerBytes));

    private void Grow()
    {
        nint old = _timers;
        int oldCapacity = _capacity;
        _capacity = checked(2 * oldCapacity);
        _timers = heap.Allocate((long)_capacity * TimerBytes);
        for (int i = 0; i < oldCapacity; i++)
        {
            At(i) = Raw.Read<SessionTimer>(old + ((nint)i * TimerBytes));
        }

        heap.Free(old, (long)oldCapacity * TimerBytes);
    }
}
