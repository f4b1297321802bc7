using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Windows;

/// <summary>One timer a session of one clock, the earliest first.</summary>
/// <remarks>
/// A session that grows leaves its timer as it is: a row costs nothing here. When the timer is due the session fires,
/// or the timer moves to where the session ends by then; the timer of one that has been merged goes. So sessions come
/// out by end, then by number, whenever their timers were set. Those that are set in that order, as they are where
/// sessions are short and rows come in order of time, wait in a queue; of all others the next are in a heap, and those
/// behind it in a wheel. They lie beside the sessions' state, for there may be as many. Threading: single-threaded;
/// owned by one clock. Allocates only when one of the three is fuller than ever before.
/// </remarks>
/// <param name="heap">Where queue and heap come from.</param>
/// <param name="memory">Where the wheel's timers lie.</param>
internal sealed class SessionTimers(NativeHeap heap, SizeClassArena memory) : IDisposable
{
    private const int FewTimers = 64; // a heap of so few is as fast, and a clock of few sessions has no wheel

    private readonly TimerQueue _inOrder = new(heap);
    private readonly TimerHeap _next = new(heap);
    private readonly TimerWheel _later = new(memory);

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count => _inOrder.Count + _next.Count + _later.Count;

    /// <summary>The first; there is one.</summary>
    public ref readonly SessionTimer First => ref IsFirstInOrder ? ref _inOrder.First : ref _next.First;

    /// <summary>A session whose timer comes soon and whose memory was asked for, or 0; it may be gone.</summary>
    public nint Coming => Count == 0 ? 0 : IsFirstInOrder ? _inOrder.Coming : _next.First.Session;

    private bool IsFirstInOrder =>
        _next.Count == 0 || (_inOrder.Count > 0 && _inOrder.First.IsBefore(_next.First));

    /// <summary>Sets a timer.</summary>
    public void Add(in SessionTimer timer)
    {
        if (_inOrder.Count == 0 || !timer.IsBefore(_inOrder.Last))
        {
            _inOrder.Add(timer);
        }
        else if (_next.Count < FewTimers || timer.FireAtMs <= _next.First.FireAtMs)
        {
            _next.Add(timer);
        }
        else
        {
            AddLater(timer);
        }
    }

    /// <summary>Takes the first timer out; there is one.</summary>
    public SessionTimer Take()
    {
        if (IsFirstInOrder)
        {
            return _inOrder.Take();
        }

        SessionTimer first = _next.Take();
        while (_later.Count > 0 && (_next.Count == 0 || _later.FromMs <= _next.First.FireAtMs))
        {
            _later.Pull(_next);
        }

        return first;
    }

    /// <summary>The highest reading of all timers.</summary>
    /// <param name="clock">Their clock.</param>
    /// <param name="reading">What a timer says.</param>
    /// <returns>Unit: ms; <see cref="long.MinValue"/> for no timer.</returns>
    public long HighestMs(WindowClock clock, TimerReading reading)
    {
        long highestMs = _later.HighestMs(clock, reading);
        for (int place = 0; place < _inOrder.Count; place++)
        {
            highestMs = Math.Max(highestMs, reading(clock, _inOrder[place]));
        }

        for (int place = 0; place < _next.Count; place++)
        {
            highestMs = Math.Max(highestMs, reading(clock, _next[place]));
        }

        return highestMs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inOrder.Dispose();
        _next.Dispose();
    }

    // All in the wheel come behind the first of the heap.
    private void AddLater(in SessionTimer timer)
    {
        if (_later.Count == 0)
        {
            _later.Start(_next.First.FireAtMs);
        }

        if (timer.FireAtMs <= _later.NowMs)
        {
            _next.Add(timer);
        }
        else
        {
            _later.Add(timer);
        }
    }
}
