using System;
using HotPath.Foundation.Memory;
using HotPath.Operators.State;

namespace HotPath.Operators.Windows;

/// <summary>Timers that were set in any order, the earliest first: a heap of eight children a timer.</summary>
/// <remarks>
/// A large heap lies outside the caches, and eight children lie side by side: a third of a binary heap's levels to wait
/// for. Threading: single-threaded. Allocates only when it is fuller than ever before.
/// </remarks>
internal sealed class TimerHeap(NativeHeap heap) : IDisposable
{
    private const int Children = 8;

    private int _capacity = 64;
    private nint _timers = heap.Allocate(64 * SessionTimer.LengthBytes);

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count { get; private set; }

    /// <summary>One of them, in no order.</summary>
    public SessionTimer this[int place] => At(place);

    /// <summary>The first; there is one.</summary>
    public ref readonly SessionTimer First => ref At(0);

    /// <summary>The session whose timer is the first, or 0.</summary>
    public nint Coming => Count > 0 ? At(0).Session : 0;

    /// <summary>Sets a timer.</summary>
    public void Add(in SessionTimer timer)
    {
        if (Count == _capacity)
        {
            Grow();
        }

        int place = Count++;
        while (place > 0 && timer.IsBefore(At(ParentOf(place))))
        {
            At(place) = At(ParentOf(place));
            place = ParentOf(place);
        }

        At(place) = timer;
    }

    /// <summary>Takes the first timer out; there is one. Asks for the memory of sessions that may come next.</summary>
    public SessionTimer Take()
    {
        SessionTimer first = At(0);
        SessionTimer last = At(--Count);
        int place = 0;
        for (long children = FirstChildOf(0); children < Count; children = FirstChildOf(place))
        {
            int child = Earliest((int)children, (int)Math.Min(children + Children, Count));
            if (!At(child).IsBefore(last))
            {
                break;
            }

            At(place) = At(child);
            place = child;
        }

        At(place) = last;
        for (int next = Math.Min(Children, Count - 1); next >= 0; next--)
        {
            EntrySlabs.Prefetch(At(next).Session);
        }

        return first;
    }

    /// <inheritdoc/>
    public void Dispose() => heap.Free(_timers, (long)_capacity * SessionTimer.LengthBytes);

    private static int ParentOf(int place) => (place - 1) / Children;

    private static long FirstChildOf(int place) => ((long)place * Children) + 1;

    private int Earliest(int place, int end)
    {
        int earliest = place;
        for (int other = place + 1; other < end; other++)
        {
            earliest = At(other).IsBefore(At(earliest)) ? other : earliest;
        }

        return earliest;
    }

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
