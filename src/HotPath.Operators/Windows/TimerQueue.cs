using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>Timers that were set in the order in which they are due: a ring.</summary>
/// <remarks>Threading: single-threaded. Allocates only when it is fuller than ever before.</remarks>
internal sealed class TimerQueue(NativeHeap heap) : IDisposable
{
    private const int Lead = 8; // timers
    private const int NearLead = 4; // by then the session's memory has come

    private int _capacity = 64; // a power of two
    private nint _timers = heap.Allocate(64 * SessionTimer.LengthBytes);
    private long _head;
    private long _tail;

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count => (int)(_tail - _head);

    /// <summary>The first; there is one.</summary>
    public ref readonly SessionTimer First => ref At(_head);

    /// <summary>The last; there is one.</summary>
    public ref readonly SessionTimer Last => ref At(_tail - 1);

    /// <summary>One of them, in order.</summary>
    public ref readonly SessionTimer this[int place] => ref At(_head + place);

    /// <summary>A session whose timer comes soon and whose memory was asked for some time ago, or 0.</summary>
    public nint Coming => Count > NearLead ? At(_head + NearLead).Session : 0;

    /// <summary>Sets a timer, which is due no earlier than the last.</summary>
    public void Add(in SessionTimer timer)
    {
        if (Count == _capacity)
        {
            Grow();
        }

        At(_tail++) = timer;
    }

    /// <summary>Takes the first timer out; there is one. Asks for the memory of a session that comes soon.</summary>
    public SessionTimer Take()
    {
        SessionTimer first = At(_head++);
        if (Count > Lead)
        {
            EntrySlabs.Prefetch(At(_head + Lead).Session);
        }

        return first;
    }

    /// <inheritdoc/>
    public void Dispose() => heap.Free(_timers, (long)_capacity * SessionTimer.LengthBytes);

    private ref SessionTimer At(long number) => ref Raw.Ref<SessionTimer>(PlaceOf(_timers, _capacity, number));

    private static nint PlaceOf(nint timers, int capacity, long number) =>
        timers + ((nint)(number & (capacity - 1)) * SessionTimer.LengthBytes);

    private void Grow()
    {
        nint old = _timers;
        int oldCapacity = _capacity;
        _capacity = checked(2 * oldCapacity);
        _timers = heap.Allocate((long)_capacity * SessionTimer.LengthBytes);
        for (long number = _head; number < _tail; number++)
        {
            At(number) = Raw.Read<SessionTimer>(PlaceOf(old, oldCapacity, number));
        }

        heap.Free(old, (long)oldCapacity * SessionTimer.LengthBytes);
    }
}
