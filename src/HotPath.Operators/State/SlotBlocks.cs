using System;
using System.Collections.Generic;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.State;

/// <summary>
/// Memory of slot tables: zeroed blocks of a power of two, which come back zeroed and are used again, so that tables
/// that come and go with their windows call no allocator.
/// </summary>
/// <remarks>Threading: single-threaded; owned by whoever owns the tables.</remarks>
internal sealed class SlotBlocks : IDisposable
{
    private const long KeptBytesMax = 64 * 1024 * 1024; // larger ones are the allocator's again

    private readonly NativeHeap _heap;
    private readonly SizeClassArena _kept;
    private readonly List<(nint Address, long LengthBytes)> _large = [];
    private long _largeBytes;

    /// <summary>No blocks.</summary>
    /// <param name="heap">Where they come from.</param>
    public SlotBlocks(NativeHeap heap)
    {
        _heap = heap;
        _kept = new SizeClassArena(heap);
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
        if (bytes > KeptBytesMax)
        {
            _largeBytes += bytes;
            _large.Add((_heap.Allocate(bytes), bytes));
            return _large[^1].Address;
        }

        nint block = _kept.Take((int)bytes);
        Raw.Write(block, 0UL); // where a block that waits has its link
        return block;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="block">As taken.</param>
    /// <param name="slots">As it was taken with. Unit: slots.</param>
    /// <param name="isZeroed">Whether it has only empty slots.</param>
    public void Give(nint block, int slots, bool isZeroed)
    {
        long bytes = BytesOf(slots);
        if (bytes > KeptBytesMax)
        {
            _largeBytes -= bytes;
            _large.Remove((block, bytes));
            _heap.Free(block, bytes);
            return;
        }

        if (!isZeroed)
        {
            Raw.Clear(block, (int)bytes);
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

    private static long BytesOf(int slots) => (long)slots * sizeof(ulong);
}
