using System.Runtime.CompilerServices;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// The producer of a <see cref="RingBuffer"/> for as long as one loop lasts: where it stands is kept in registers from
/// one frame to the next, and not in the ring. For loops that publish frame by frame.
/// </summary>
/// <remarks>
/// A frame's stores wait in the core for their lines, and only so many can: the fewer there are beside those of the
/// frame itself, the more frames are on their way at a time. What else a claim needs is read from the ring, since with
/// more fields here the registers of a loop do not suffice, and the stores are back.
/// Threading: the ring's producer. A local variable, never copied: each copy would claim by itself. Dispose it before
/// the ring, which it does not ask whether its memory is still there.
/// </remarks>
public ref struct RingProducer
{
    private readonly RingBuffer _ring;
    private long _claimed;
    private long _limit; // consumers have left what lies a round below it

    internal RingProducer(RingBuffer ring, long claimed, long limit)
    {
        _ring = ring;
        _claimed = claimed;
        _limit = limit;
    }

    /// <summary>Position after the frames claimed so far. Unit: bytes.</summary>
    public readonly long ClaimedPosition => _claimed;

    /// <summary>Claims room for one frame, or for several in a row; visible to consumers only after
    /// <see cref="Publish"/>.</summary>
    /// <param name="alignedBytes">Length of the frames with padding, a multiple of 8. Unit: bytes.</param>
    /// <param name="address">Where the first goes; the others follow without a gap.</param>
    /// <returns><see langword="false"/> when the ring is full: do other work and ask again.</returns>
    /// <exception cref="System.ArgumentOutOfRangeException">A size that no frame has, or larger than the ring.
    /// </exception>
    /// <exception cref="System.InvalidOperationException">It is disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryClaim(int alignedBytes, out nint address)
    {
        long claimed = _claimed;
        if (!FrameSize.Fits(alignedBytes, _limit - claimed))
        {
            _limit = _ring.LimitFor(alignedBytes);
            if (alignedBytes > _limit - claimed)
            {
                address = 0;
                return false;
            }
        }

        address = _ring.AddressOf(claimed);
        _claimed = claimed + alignedBytes;
        return true;
    }

    /// <summary>Hands everything claimed to the consumers. Ordering: release.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Publish()
    {
        _ring.Cursor.Publish(_claimed);
        _ring.Waiting?.Signal();
    }

    /// <summary>The loop is over: the ring claims by itself again. What was claimed and not published was not claimed.
    /// </summary>
    public void Dispose()
    {
        _limit = _claimed = 0; // no room: a claim behind the end looks, and is refused
        _ring.TakeBack();
    }
}
