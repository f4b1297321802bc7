using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Windows;

/// <summary>Timers that were set in any order, the earliest first: a binary heap.</summary>
/// <remarks>Threading: single-threaded. Allocates only when it is fuller than ever before.</remarks>
internal sealed class TimerHeap(NativeHeap heap) : IDisposable
{
    private int _capacity = 64;
    private nint _timers = heap.Allocate(64 * SessionTimer.LengthBytes);

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, in no order.</summary>
    public ref readonly SessionTimer this[int place] => ref At(place);

    /// <summary>The first; there is one.</summary>
    public ref readonly SessionTimer First => ref At(0);

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
    public void Dispose() => heap.Free(_timers, (long)_capacity * SessionTimer.LengthBytes);

    private ref SessionTimer At(int place) =>
        ref Raw.Ref<SessionTimer>(_timers + ((nint)place * SessionTimer.LengthBytes));

    private void Grow()
    {
        nint old = _timers;
        int oldCapacity = _capacity;
        _capacity = checked(2 * oldCapacity);
        _timers = heap.Allocate((long)_capacity * SessionTimer.LengthBytes);
        for (int i = 0; i < oldCapacity; i++)
        {
            At(i) = Raw.Read<SessionTimer>(old + ((nint)i * SessionTimer.LengthBytes));
        }

        heap.Free(old, (long)oldCapacity * SessionTimer.LengthBytes);
    }
}
