using System;
using System.Collections.Generic;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Memory of slot tables: zeroed blocks of a power of two, which come back zeroed. Where tables come and go with their
/// windows they are used again, and call no allocator; where there is one table they are the allocator's again.
/// </summary>
/// <remarks>Threading: single-threaded; owned by whoever owns the tables.</remarks>
internal sealed class SlotBlocks : IDisposable
{
    private const long KeptBytesMax = 1024 * 1024 * 1024;

    private readonly NativeHeap _heap;
    private readonly SizeClassArena _kept;
    private readonly long _keptBytesMax;
    private readonly List<(nint Address, long LengthBytes)> _large = [];
    private long _largeBytes;

    /// <summary>No blocks.</summary>
    /// <param name="heap">Where they come from.</param>
    /// <param name="areKept">Whether blocks that were given back wait for the next table.</param>
    public SlotBlocks(NativeHeap heap, bool areKept)
    {
        _heap = heap;
        _kept = new SizeClassArena(heap);
        _keptBytesMax = areKept ? KeptBytesMax : 0;
        Empty = heap.Allocate(sizeof(ulong));
    }

    /// <summary>One slot that is empty and stays so.</summary>
    public nint Empty { get; private set; }

    /// <summary>Bytes of the blocks taken and not given back. Unit: bytes.</summary>
    public long LiveBytes => _kept.LiveBytes + _largeBytes;

    /// <summary>A zeroed block.</summary>
    /// <param name="slots">A power of two. Unit: slots.</param>
    /// <returns>Its address.</returns>
    public nint Take(int slots)
    {
        long bytes = BytesOf(slots);
        if (bytes > _keptBytesMax)
        {
            _largeBytes += bytes;
            _large.Add((_heap.Allocate(bytes), bytes));
            return _large[^1].Address;
        }

        return Unlinked(_kept.Take((int)bytes));
    }

    /// <summary>A zeroed block, if one of that size waits.</summary>
    /// <param name="slots">A power of two. Unit: slots.</param>
    /// <param name="block">Its address.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTakeWaiting(int slots, out nint block)
    {
        long bytes = BytesOf(slots);
        block = bytes <= _keptBytesMax && _kept.TryTakeWaiting((int)bytes, out nint waiting) ? Unlinked(waiting) : 0;
        return block != 0;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="block">As taken, with empty slots only.</param>
    /// <param name="slots">As it was taken with. Unit: slots.</param>
    public void Give(nint block, int slots)
    {
        long bytes = BytesOf(slots);
        if (bytes > _keptBytesMax)
        {
            _largeBytes -= bytes;
            _large.Remove((block, bytes));
            _heap.Free(block, bytes);
            return;
        }

        _kept.Give(block, (int)bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _large.ForEach(block => _heap.Free(block.Address, block.LengthBytes));
        _large.Clear();
        _heap.Free(Empty, sizeof(ulong));
        Empty = 0;
        _kept.Dispose();
    }

    // A block that waits has a link where its first slot is.
    private static nint Unlinked(nint block)
    {
        Raw.Write(block, 0UL);
        return block;
    }

    private static long BytesOf(int slots) => (long)slots * sizeof(ulong);
}
