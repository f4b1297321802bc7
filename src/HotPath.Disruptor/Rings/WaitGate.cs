using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// Where consumers sleep until something is published. A publisher pays a fence and a read while nobody sleeps.
/// </summary>
/// <remarks>
/// <code>
/// consumer:   Announce, look once more, nothing there: Sleep          found something: Retract
/// publisher:  publish, Signal
/// </code>
/// Both sides write, pass a full fence, and then read what the other writes: so one of them sees the other, and no
/// wake-up is lost. Threading: any thread. Source: LMAX Disruptor, the blocking wait strategy.
/// </remarks>
public sealed class WaitGate
{
#pragma warning disable IDE0330 // a Lock cannot be waited on
    private readonly object _lock = new();
#pragma warning restore IDE0330
    private int _announced;
    private long _signals;

    /// <summary>Consumers that announced a sleep and have not retracted it. Unit: consumers.</summary>
    public int Waiting => Volatile.Read(ref _announced);

    /// <summary>Says that the caller will sleep if it finds nothing now. Ordering: full fence.</summary>
    /// <returns>A ticket for <see cref="Sleep"/>.</returns>
    public long Announce()
    {
        long ticket = Volatile.Read(ref _signals);
        Interlocked.Increment(ref _announced);
        return ticket;
    }

    /// <summary>Takes an announcement back, slept or not.</summary>
    public void Retract() => Interlocked.Decrement(ref _announced);

    /// <summary>Sleeps until the first <see cref="Signal"/> after an announcement.</summary>
    /// <param name="ticket">What the announcement gave.</param>
    /// <param name="timeoutMs">At the longest; negative for ever. Unit: ms.</param>
    /// <returns>Whether there was one.</returns>
    public bool Sleep(long ticket, int timeoutMs)
    {
        lock (_lock)
        {
            int waitMs = Math.Max(timeoutMs, Timeout.Infinite);
            return _signals != ticket || (Monitor.Wait(_lock, waitMs) && _signals != ticket);
        }
    }

    /// <summary>Wakes whoever sleeps; after each publication. Ordering: full fence.</summary>
    public void Signal() => Signal<FullFence>();

    /// <summary>As <see cref="Signal()"/>, with a fence that a litmus test can leave out.</summary>
    /// <typeparam name="TFence">The fence.</typeparam>
    internal void Signal<TFence>()
        where TFence : struct, IFence
    {
        TFence.Full();
        if (Volatile.Read(ref _announced) > 0)
        {
            Wake();
        }
    }

    // Apart, so that whoever publishes has no part of a lock in its code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wake()
    {
        lock (_lock)
        {
            _signals++;
            Monitor.PulseAll(_lock);
        }
    }
}
