using System;
using System.Threading;
using HotPath.Foundation.Errors;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// The ring for several producers: each claims room of its own, fills it, and publishes it whenever it is ready.
/// Consumers see frames in the order of their positions, each once it and all before it are published.
/// </summary>
/// <remarks>
/// Threading: TryClaim and Publish from any thread; consumers as of <see cref="RingBuffer"/>. A producer that never
/// publishes what it claimed holds back everybody behind it: what may fail is done before the claim. Claiming is one
/// exchange, publishing a fence and usually one more. Dispose once all producers and consumers have ended.
/// Source: LMAX Disruptor, multi-producer sequencer.
/// </remarks>
public sealed class MultiProducerRingBuffer : IFrameRing, IDisposable
{
    /// <summary>Least length of a frame. Unit: bytes.</summary>
    public const int FrameBytesMin = 32;

    private const long CapacityBytesMax = 1L << 35; // as many places for notes as an array has

    private readonly MirroredBuffer _memory;
    private readonly long _mask;
    private readonly nint _address;
    private readonly GatingSequences _gates = new();
    private readonly PublishedFrames<FullFence> _published;
    private PaddedLong _claimed;
    private PaddedLong _gate;

    /// <summary>Maps a ring.</summary>
    /// <param name="capacityBytes">A power of two, at least a page, at most 32 GiB. Unit: bytes.</param>
    /// <param name="initialPosition">Position of the first frame, a multiple of 8. Unit: bytes.</param>
    /// <param name="waiting">Where consumers sleep that are to be woken, or <see langword="null"/>.</param>
    /// <exception cref="HotPathException">HP1001: bad capacity. HP3003: no memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A frame cannot lie at the initial position.</exception>
    public MultiProducerRingBuffer(long capacityBytes, long initialPosition = 0, WaitGate? waiting = null)
    {
        FrameSize.CheckPosition(initialPosition);
        if (capacityBytes > CapacityBytesMax)
        {
            throw new HotPathException(
                ErrorCode.ConfigurationInvalid,
                $"ring of {capacityBytes} bytes: at most {CapacityBytesMax} with several producers; take less");
        }

        _memory = new MirroredBuffer(capacityBytes);
        _address = _memory.Address;
        _mask = capacityBytes - 1;
        _claimed.Value = _gate.Value = initialPosition;
        Waiting = waiting;
        Cursor = new Sequence(initialPosition);
        _published = new PublishedFrames<FullFence>(capacityBytes, FrameBytesMin, Cursor);
    }

    /// <inheritdoc/>
    public long CapacityBytes => _mask + 1;

    /// <inheritdoc/>
    public Sequence Cursor { get; }

    /// <inheritdoc/>
    public WaitGate? Waiting { get; }

    /// <summary>Position after the frames claimed so far. Unit: bytes. Ordering: acquire.</summary>
    public long ClaimedPosition => Volatile.Read(ref _claimed.Value);

    /// <summary>Claims room for one frame; it must be published.</summary>
    /// <param name="alignedBytes">Length of the frame with padding, a multiple of 8, at least
    /// <see cref="FrameBytesMin"/>. Unit: bytes.</param>
    /// <param name="position">Where it lies in the order of frames. Unit: bytes.</param>
    /// <param name="address">Where it goes.</param>
    /// <returns><see langword="false"/> when the ring is full: do other work and ask again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size that no frame has, or larger than the ring.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    public bool TryClaim(int alignedBytes, out long position, out nint address)
    {
        if (alignedBytes < FrameBytesMin || !FrameSize.IsAligned(alignedBytes))
        {
            FrameSize.Check(alignedBytes, FrameBytesMin, CapacityBytes);
        }

        position = ClaimedPosition;
        while (HasRoom(position, alignedBytes))
        {
            long seen = Interlocked.CompareExchange(ref _claimed.Value, position + alignedBytes, position);
            if (seen == position)
            {
                address = AddressOf(position);
                return true;
            }

            position = seen;
        }

        address = 0;
        return false;
    }

    /// <summary>Hands a filled frame to the consumers. Ordering: release.</summary>
    /// <param name="position">What <see cref="TryClaim"/> gave. Unit: bytes.</param>
    /// <param name="alignedBytes">As claimed. Unit: bytes.</param>
    public void Publish(long position, int alignedBytes)
    {
        if (_published.Publish(position, alignedBytes))
        {
            Waiting?.Signal();
        }
    }

    /// <inheritdoc/>
    public nint AddressOf(long position) => _address + (nint)(position & _mask);

    /// <inheritdoc/>
    public void AddGate(Sequence sequence) => _gates.Add(sequence, Volatile.Read(ref _gate.Value));

    /// <inheritdoc/>
    public bool RemoveGate(Sequence sequence, params ReadOnlySpan<Sequence> ahead) =>
        _gates.Remove(sequence, ahead);

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        Volatile.Write(ref _gate.Value, long.MinValue); // no room: the next claim looks, and is refused
    }

    // What another thread wrote to the gate meanwhile is a gate, too, if an older one: never too high.
    private bool HasRoom(long position, int alignedBytes)
    {
        long lowest = position + alignedBytes - CapacityBytes;
        if (lowest <= Volatile.Read(ref _gate.Value))
        {
            return true;
        }

        ObjectDisposedException.ThrowIf(_memory.Address == 0, this);
        FrameSize.Check(alignedBytes, FrameBytesMin, CapacityBytes);
        long gate = _gates.Lowest(Cursor);
        Volatile.Write(ref _gate.Value, gate);
        return lowest <= gate;
    }
}
