using System;
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
/// fast ring costs no cache traffic on them. Dispose once producer and consumers have ended.
/// Source: LMAX Disruptor (gating sequences, claim and publish), with byte positions for slots.
/// </remarks>
public sealed class RingBuffer : IFrameRing, IDisposable
{
    private readonly MirroredBuffer _memory;
    private readonly long _mask;
    private readonly nint _address;
    private readonly GatingSequences _gates = new();
    private ProducerFields _producer; // written once a frame: apart from what consumers read once a frame
    private bool _isLent; // to a RingProducer

    /// <summary>Maps a ring.</summary>
    /// <param name="capacityBytes">A power of two, at least a page. Unit: bytes.</param>
    /// <param name="initialPosition">Position of the first frame, a multiple of 8. Unit: bytes.</param>
    /// <param name="waiting">Where consumers sleep that are to be woken, or <see langword="null"/>.</param>
    /// <exception cref="Foundation.Errors.HotPathException">HP1001: bad capacity. HP3003: no memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A frame cannot lie at the initial position.</exception>
    public RingBuffer(long capacityBytes, long initialPosition = 0, WaitGate? waiting = null)
    {
        FrameSize.CheckPosition(initialPosition);
        Waiting = waiting;
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

    /// <inheritdoc/>
    public WaitGate? Waiting { get; }

    /// <summary>Position after the frames claimed so far. Producer only. Unit: bytes.</summary>
    public long ClaimedPosition => _producer.Claimed;

    // From 0 to the capacity: the gate never passes the cursor, nor what is claimed the gate by more than the capacity.
    private long KnownRoomBytes => _producer.Gate + CapacityBytes - _producer.Claimed;

    /// <summary>Adds a consumer that holds back the producer. Before the first claim.</summary>
    /// <returns>The consumer's sequence.</returns>
    public Sequence AddConsumer()
    {
        RefuseIfLent();
        var sequence = new Sequence(_producer.Claimed);
        _gates.Add(sequence, _producer.Gate);
        return sequence;
    }

    /// <inheritdoc/>
    public void AddGate(Sequence sequence)
    {
        RefuseIfLent();
        _gates.Add(sequence, _producer.Gate);
    }

    /// <inheritdoc/>
    public bool RemoveGate(Sequence sequence, params ReadOnlySpan<Sequence> ahead) =>
        _gates.Remove(sequence, ahead);

    /// <summary>Whether there is room; looks at the consumers only when the room known of is too small.</summary>
    /// <param name="lengthBytes">Room wanted. Unit: bytes.</param>
    /// <returns><see langword="false"/> when consumers have to move on first.</returns>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoom(long lengthBytes) => lengthBytes <= KnownRoomBytes || HaveConsumersLeft(lengthBytes);

    /// <summary>Claims room for one frame, or for several in a row; visible to consumers only after
    /// <see cref="Publish"/>.</summary>
    /// <param name="alignedBytes">Length of the frames with padding, a multiple of 8. Unit: bytes.</param>
    /// <param name="address">Where the first goes; the others follow without a gap.</param>
    /// <returns><see langword="false"/> when the ring is full: do other work and ask again.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size that no frame has, or larger than the ring.</exception>
    /// <exception cref="ObjectDisposedException">The ring is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryClaim(int alignedBytes, out nint address)
    {
        if (!FrameSize.Fits(alignedBytes, KnownRoomBytes) && !HaveConsumersLeftFor(alignedBytes))
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
            Waiting?.Signal();
        }
    }

    /// <summary>
    /// A producer that knows by itself where it stands. Until it is disposed, nothing else claims or adds consumers.
    /// </summary>
    /// <returns>It, at the end of what is published.</returns>
    /// <exception cref="InvalidOperationException">There is one, or something is claimed and not published.</exception>
    public RingProducer StartProducing()
    {
        RefuseIfLent();
        if (_producer.Claimed != _producer.Published)
        {
            throw new InvalidOperationException(
                $"{_producer.Claimed - _producer.Published} bytes are claimed and not published: publish them first");
        }

        long limit = _producer.Gate + CapacityBytes;
        _isLent = true;
        GiveNoRoom();
        return new(this, _producer.Claimed, limit);
    }

    /// <inheritdoc/>
    public nint AddressOf(long position) => _address + (nint)(position & _mask);

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        GiveNoRoom();
    }

    /// <summary>Looks at the consumers, for a claim that a <see cref="RingProducer"/> knows no room for.</summary>
    /// <param name="alignedBytes">What it claims. Unit: bytes.</param>
    /// <returns>Where claims have to end. Unit: bytes.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long LimitFor(int alignedBytes)
    {
        FrameSize.Check(alignedBytes, FrameSize.WordBytes, CapacityBytes);
        ObjectDisposedException.ThrowIf(_memory.Address == 0, this);
        if (!_isLent)
        {
            throw new InvalidOperationException("this RingProducer is disposed: the ring may claim by itself again");
        }

        return _gates.Lowest(Cursor) + CapacityBytes;
    }

    /// <summary>A <see cref="RingProducer"/> is done.</summary>
    internal void TakeBack()
    {
        if (!_isLent)
        {
            return;
        }

        _producer.Claimed = _producer.Published = Cursor.Value;
        GiveNoRoom();
        _isLent = false;
    }

    // The next claim looks at the consumers, and is refused if there is a reason.
    private void GiveNoRoom() => _producer.Gate = _producer.Claimed - CapacityBytes;

    private void RefuseIfLent()
    {
        if (_isLent)
        {
            throw new InvalidOperationException("a RingProducer is at work: dispose it first");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HaveConsumersLeftFor(int alignedBytes)
    {
        FrameSize.Check(alignedBytes, FrameSize.WordBytes, CapacityBytes);
        return HaveConsumersLeft(alignedBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HaveConsumersLeft(long lengthBytes)
    {
        ObjectDisposedException.ThrowIf(_memory.Address == 0, this);
        RefuseIfLent();
        _producer.Gate = _gates.Lowest(Cursor);
        return lengthBytes <= KnownRoomBytes;
    }
}
