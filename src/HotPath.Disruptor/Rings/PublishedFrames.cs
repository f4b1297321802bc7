using System;
using System.Diagnostics;
using System.Threading;

namespace HotPath.Disruptor.Rings;

/// <summary>
/// Which frames of several producers are whole. Each producer notes its own frame, then moves the cursor over whatever
/// is noted from it on, its own frames or others': so consumers poll one sequence, as with one producer, and nobody
/// waits for anybody.
/// </summary>
/// <remarks>
/// A note is the frame's position in the slot of its first unit. Positions never come again, so what a slot holds from
/// earlier rounds is never taken for a note, and nothing has to be cleared. Two producers that each note a frame and do
/// not see the other's note would leave the cursor behind both: a full fence between the note and the look
/// forbids it (store buffering; <c>PublishedFramesLitmusTests</c> shows what happens without).
/// Source: LMAX Disruptor, the available buffer of its multi-producer sequencer, with lengths for slots.
/// </remarks>
/// <typeparam name="TFence">The fence.</typeparam>
internal sealed class PublishedFrames<TFence>
    where TFence : struct, IFence
{
    private const long NoPosition = -1;

    private readonly long[] _positions;
    private readonly int[] _lengths;
    private readonly int _unitShift;
    private readonly int _mask;

    /// <summary>Nothing published yet.</summary>
    /// <param name="capacityBytes">Length of the ring, a power of two. Unit: bytes.</param>
    /// <param name="unitBytes">Least length of a frame, a power of two. Unit: bytes.</param>
    /// <param name="cursor">Moved over whole frames; starts at the position of the first.</param>
    public PublishedFrames(long capacityBytes, int unitBytes, Sequence cursor)
    {
        int units = checked((int)(capacityBytes / unitBytes));
        _positions = new long[units];
        _lengths = new int[units];
        _unitShift = int.Log2(unitBytes);
        _mask = units - 1;
        Cursor = cursor;
        Array.Fill(_positions, NoPosition);
    }

    /// <summary>Whole frames lie below it.</summary>
    public Sequence Cursor { get; }

    /// <summary>Notes a frame and moves the cursor as far as it goes. Ordering: release, then a full fence.</summary>
    /// <param name="position">Its position. Unit: bytes.</param>
    /// <param name="alignedBytes">Its length, at least a unit. Unit: bytes.</param>
    /// <returns>Whether this call moved the cursor.</returns>
    public bool Publish(long position, int alignedBytes)
    {
        int slot = SlotOf(position);
        Debug.Assert(Volatile.Read(ref _positions[slot]) != position, "a frame is published once");
        _lengths[slot] = alignedBytes;
        Volatile.Write(ref _positions[slot], position);
        TFence.Full();
        return Advance();
    }

    private bool Advance()
    {
        bool hasMoved = false;
        long cursor = Cursor.Value;
        while (TryLength(cursor, out int lengthBytes))
        {
            long seen = Cursor.Exchange(cursor + lengthBytes, cursor);
            hasMoved |= seen == cursor;
            cursor = seen == cursor ? cursor + lengthBytes : seen;
        }

        return hasMoved;
    }

    // A frame one round later overwrites the length only after the cursor has passed; then the exchange fails.
    private bool TryLength(long position, out int lengthBytes)
    {
        int slot = SlotOf(position);
        bool isNoted = Volatile.Read(ref _positions[slot]) == position;
        lengthBytes = _lengths[slot];
        return isNoted;
    }

    private int SlotOf(long position) => (int)(position >> _unitShift) & _mask;
}
