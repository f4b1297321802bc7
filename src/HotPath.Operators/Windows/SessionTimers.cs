using System;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Windows;

/// <summary>One timer a session of one clock, the earliest first.</summary>
/// <remarks>
/// A session that grows leaves its timer as it is: a row costs nothing here. When the timer is due the session fires,
/// or the timer moves to where the session ends by then; the timer of one that has been merged goes. So sessions come
/// out by end, then by number, whenever their timers were set. Those that are set in that order, as they are where
/// sessions are short and rows come in order of time, wait in a queue, all others in a heap. They lie beside the
/// sessions' state, for there may be as many. Threading: single-threaded; owned by one clock. Allocates only when one
/// of the two is fuller than ever before.
/// </remarks>
internal sealed class SessionTimers(NativeHeap heap) : IDisposable
{
    private readonly TimerQueue _inOrder = new(heap);
    private readonly TimerHeap _others = new(heap);

    /// <summary>Timers set. Unit: timers.</summary>
    public int Count => _inOrder.Count + _others.Count;

    /// <summary>The first; there is one.</summary>
    public ref readonly SessionTimer First => ref IsFirstInOrder ? ref _inOrder.First : ref _others.First;

    /// <summary>A session whose timer comes soon and whose memory was asked for, or 0; it may be gone.</summary>
    public nint Coming => Count == 0 ? 0 : IsFirstInOrder ? _inOrder.Coming : _others.Coming;

    private bool IsFirstInOrder =>
        _others.Count == 0 || (_inOrder.Count > 0 && _inOrder.First.IsBefore(_others.First));

    /// <summary>One of them, in no order.</summary>
    public SessionTimer this[int place] =>
        place < _inOrder.Count ? _inOrder[place] : _others[place - _inOrder.Count];

    /// <summary>Sets a timer.</summary>
    public void Add(in SessionTimer timer)
    {
        if (_inOrder.Count == 0 || !timer.IsBefore(_inOrder.Last))
        {
            _inOrder.Add(timer);
        }
        else
        {
            _others.Add(timer);
        }
    }

    /// <summary>Takes the first timer out; there is one.</summary>
    public SessionTimer Take() => IsFirstInOrder ? _inOrder.Take() : _others.Take();

    /// <inheritdoc/>
    public void Dispose()
    {
        _inOrder.Dispose();
        _others.Dispose();
    }
}
