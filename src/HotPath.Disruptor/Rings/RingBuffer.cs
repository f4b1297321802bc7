using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using HotPath.Foundation.Memory;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// The ring between sequencer and consumers: variable-length frames at their log positions. Its sequences <em>are</em>
/// positions; the memory is mapped twice in a row, so no frame wraps and there is no padding between frames.
/// </summary>
/// <remarks>
/// Threading: one producer (TryClaim, Publish); each consumer owns the sequence it was given by
/// <see cref="AddConsumer"/> and publishes the position up to which it has consumed. A frame's memory is reused once
/// every consumer is past it. The producer reads consumers' sequences only when the room it knows of is used up, so a
/// fast ring costs no cache traffic on them.
/// Source: LMAX Disruptor (gating sequences, claim and publish), with byte positions for slots.
/// </remarks>
public sealed class RingBuffer : IFrameRing, IDisposable
{
    private readonly MirroredBuffer _memory;
    private readonly long _mask;
    private readonly nint _address;
    private readonly GatingSequences _gates = new();
    private readonly WaitGate? _waiting;
    private ProducerFields _producer; // written once a frame: apart from what consumers read once a frame

    /// <summary>Maps a ring.</summary>
    /// <param name="capacityBytes">A power of two, at least a page. Unit: bytes.</param>
    /// <param name="initialPosition">Position of the first frame, a multiple of 8. Unit: bytes.</param>
    /// <param name="waiting">Where consumers sleep that are to be woken, or <see langword="null"/>.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: bad capacity. HP3003: no memory.</exception>
    public RingBuffer(long capacityBytes, long initialPosition = 0, WaitGate? waiting = null)
    {
        _waiting = waiting;
        _memory = new MirroredBuffer(capacityBytes);
        _address = _memory.Address;
        _mask = capacityBytes - 1;
        _producer.Claimed = _producer.Published = _producer.Gate = initialPosition;
        Cursor = new Sequence(initialPosition);
    }

    /// <inheritdoc/>
    public long CapacityBytes => _mask + 1;

    /// <inheritdoc/>
    public Sequence Cursor { get; }

    /// <summary>Position after the frames claimed so far. Producer only. Unit: bytes.</summary>
    public long ClaimedPosition => _producer.Claimed;

    /// <summary>Adds a consumer that holds back the producer. Before the first claim.</summary>
    /// <returns>The consumer's sequence.</returns>
    public Sequence AddConsumer()
    {
        var sequence = new Sequence(_producer.Claimed);
        _gates.Add(sequence);
        return sequence;
    }

    /// <inheritdoc/>
    public void AddGate(Sequence sequence) => _gates.Add(sequence);

    /// <inheritdoc/>
    public bool RemoveGate(Sequence sequence) => _gates.Remove(sequence);

    /// <summary>Whether there is room; looks at the consumers only when the room known of is too small.</summary>
    /// <param name="lengthBytes">Room wanted. Unit: bytes.</param>
    /// <returns><see langword="false"/> when consumers have to move on first.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoom(long lengthBytes)
    {
        long lowest = _producer.Claimed + lengthBytes - CapacityBytes;
        return lowest <= _producer.Gate || HaveConsumersLeft(lowest);
    }

    /// <summary>Claims room for one frame, or for several in a row; visible to consumers only after
    /// <see cref="Publish"/>.</summary>
    /// <param name="alignedBytes">Length of the frames with padding, a multiple of 8. Unit: bytes.</param>
    /// <param name="address">Where the first goes; the others follow without a gap.</param>
    /// <returns><see langword="false"/> when the ring is full: do other work and ask again.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryClaim(int alignedBytes, out nint address)
    {
        Debug.Assert(alignedBytes > 0 && (alignedBytes & 7) == 0, "frames are aligned");
        if (!HasRoom(alignedBytes))
        {
            address = 0;
            return false;
        }

        address = AddressOf(_producer.Claimed);
        _producer.Claimed += alignedBytes;
        return true;
    }

    /// <summary>Hands everything claimed to the consumers: once a batch. Ordering: release.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish()
    {
        long claimed = _producer.Claimed;
        if (claimed != _producer.Published)
        {
            _producer.Published = claimed;
            Cursor.Publish(claimed);
            _waiting?.Signal();
        }
    }

    /// <inheritdoc/>
    public nint AddressOf(long position) => _address + (nint)(position & _mask);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HaveConsumersLeft(long position)
    {
        _producer.Gate = _gates.Lowest();
        return position <= _producer.Gate;
    }
}
