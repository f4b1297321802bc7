using System;
using HotPath.Disruptor.Rings;

namespace HotPath.Runtime.Latency;

/// <summary>
/// When events came in: left by ingress, picked up where they go out. Events of a tenant share a stamp when one batch
/// took them and they arrived at the same time, give or take the precision of the histograms.
/// </summary>
/// <remarks>
/// Threading: one producer, one consumer. Allocates nothing but for a tenant with a higher number than any before. A
/// full trail stops admission like a full ring: what waits longest must not be what is left out.
/// </remarks>
internal sealed class ArrivalTrail
{
    /// <summary>Events that fit, and so a batch at most: a larger one would never begin. Unit: events.</summary>
    public const int Capacity = 1 << 16;

    private const int AgeBits = 7;
    private const long ToleranceNs = 1_000;

    private readonly ArrivalStamp[] _stamps = new ArrivalStamp[Capacity];
    private readonly Sequence _closed = new();
    private readonly Sequence _taken = new();
    private long[] _newestOfTenant = new long[16];
    private long _batchStart;
    private long _next;
    private long _nowNs;

    /// <summary>Begins a batch.</summary>
    /// <param name="frames">Frames that it may have.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    /// <returns>False when there is no room for their stamps.</returns>
    public bool TryBegin(int frames, long nowNs)
    {
        _nowNs = nowNs;
        _batchStart = _next;
        return _next + frames - _taken.Value <= Capacity;
    }

    /// <summary>An event of the batch.</summary>
    /// <param name="tenant">Its tenant.</param>
    /// <param name="arrivalNs">When it was to arrive; -1: at the start of the batch. Unit: ns.</param>
    public void Note(int tenant, long arrivalNs)
    {
        if (tenant >= _newestOfTenant.Length)
        {
            Array.Resize(ref _newestOfTenant, Math.Max(tenant + 1, 2 * _newestOfTenant.Length));
        }

        // Stamps are counted from 1 here, so that 0 is none.
        long arrival = arrivalNs < 0 ? _nowNs : arrivalNs;
        long newest = _newestOfTenant[tenant] - 1;
        if (newest >= _batchStart)
        {
            ref ArrivalStamp stamp = ref At(newest);
            if (Math.Abs(arrival - stamp.ArrivalNs) <= ToleranceNs + ((_nowNs - stamp.ArrivalNs) >> AgeBits))
            {
                stamp.Events++;
                return;
            }
        }

        At(_next) = new ArrivalStamp { Tenant = tenant, Events = 1, ArrivalNs = arrival };
        _newestOfTenant[tenant] = ++_next;
    }

    /// <summary>The batch stands in the ring.</summary>
    /// <param name="endPosition">Position behind it. Unit: bytes.</param>
    /// <param name="nowNs">Monotonic clock. Unit: ns.</param>
    public void Close(long endPosition, long nowNs)
    {
        for (long i = _batchStart; i < _next; i++)
        {
            ref ArrivalStamp stamp = ref At(i);
            stamp.EndPosition = endPosition;
            stamp.SequencedNs = nowNs;
        }

        _batchStart = _next;
        _closed.Publish(_next);
    }

    /// <summary>Takes the oldest stamp if all its events lie below a position.</summary>
    /// <param name="position">Unit: bytes.</param>
    /// <param name="stamp">The stamp.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(long position, out ArrivalStamp stamp)
    {
        long index = _taken.Value;
        if (index == _closed.Value || At(index).EndPosition > position)
        {
            stamp = default;
            return false;
        }

        stamp = At(index);
        _taken.Publish(index + 1);
        return true;
    }

    private ref ArrivalStamp At(long index) => ref _stamps[index & (Capacity - 1)];
}
