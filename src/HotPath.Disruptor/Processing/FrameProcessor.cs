using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using HotPath.Disruptor.Agents;
using HotPath.Disruptor.Rings;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Processing;

/// <summary>
/// Hands the frames behind a barrier to a handler, in batches of whatever is there, and publishes its own sequence
/// once a batch.
/// </summary>
/// <remarks>
/// A handler that throws ends its processor: the sequence then stands at the frame that failed, producers find the ring
/// full in time, and nothing is lost. So does a frame that tells a length which cannot be.
/// Threading: DoWork by one thread at a time; the rest from any.
/// Source: LMAX Disruptor, BatchEventProcessor.
/// </remarks>
/// <typeparam name="TLayout">How frames tell their length.</typeparam>
/// <typeparam name="THandler">What is done with them.</typeparam>
public sealed class FrameProcessor<TLayout, THandler> : IAgent
    where TLayout : struct, IFrameLayout
    where THandler : IFrameHandler
{
    private readonly IFrameRing _ring;
    private readonly SequenceBarrier _barrier;
    private readonly long _batchBytesMax;
    private THandler _handler;
    private long _next;
    private long _end = long.MaxValue;

    /// <summary>A processor that has seen nothing yet.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="ring">Where frames lie.</param>
    /// <param name="barrier">What it waits for: the ring's cursor, or consumers that come before it.</param>
    /// <param name="handler">What is done with frames.</param>
    /// <param name="batchBytesMax">After how much the sequence is published at the latest. Unit: bytes.</param>
    public FrameProcessor(
        string name,
        IFrameRing ring,
        SequenceBarrier barrier,
        THandler handler,
        long batchBytesMax = 64 * 1024)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(barrier);
        Name = name;
        _ring = ring;
        _barrier = barrier;
        _handler = handler;
        _batchBytesMax = batchBytesMax;
        _next = ring.Cursor.Value;
        Sequence = new Sequence(_next);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Position up to which it has handled frames.</summary>
    public Sequence Sequence { get; }

    /// <inheritdoc/>
    public bool IsDone => _next >= Volatile.Read(ref _end);

    /// <summary>Makes it done once it has handled everything below a position. Ordering: release.</summary>
    /// <param name="position">A frame's boundary; nothing is published beyond it. Unit: bytes.</param>
    public void DrainTo(long position) => Volatile.Write(ref _end, position);

    /// <inheritdoc/>
    public int DoWork()
    {
        // What lies between two sequences of a ring lies in one piece. The line of the next frame is asked for beside
        // the one that tells of it: a frame that comes while nothing is there takes one way between cores, not two.
        nint frame = _ring.AddressOf(_next);
        Raw.Prefetch(frame);
        long available = _barrier.Poll();
        if (available <= _next)
        {
            return 0;
        }

        int frames = 0;
        try
        {
            long batchEnd = Math.Min(available, _next + _batchBytesMax);
            do
            {
                int alignedBytes = TLayout.AlignedBytesOf(frame);

                // 0 and less are very large numbers once 1 is taken from them: one comparison finds them and what is
                // beyond.
                if ((ulong)(alignedBytes - 1L) >= (ulong)(available - _next))
                {
                    ThrowNoFrame(alignedBytes, available - _next);
                }

                _handler.OnFrame(frame, _next, _next + alignedBytes >= available);
                frame += alignedBytes;
                _next += alignedBytes;
                frames++;
            }
            while (_next < batchEnd);
        }
        finally
        {
            Sequence.Publish(_next);
            _ring.Waiting?.Signal();
        }

        return frames;
    }

    // Going on would lead out of what is published, or nowhere: to read what is no frame, or for ever the same.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowNoFrame(int alignedBytes, long publishedBytes) => throw new InvalidOperationException(
        $"what lies at position {_next} says that it is a frame of {alignedBytes} bytes, but {publishedBytes} are "
        + "published from there on: write the length that was claimed, and publish each frame once, with that length");
}
