using System;
using System.Numerics;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Native memory for values of variable length that live as long as a state entry: long keys, strings of MIN and MAX.
/// Blocks are powers of two with one free list a size, so that the steady state recycles and never calls the allocator.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by one shard. Freed blocks keep their size class; memory returns to the heap on
/// Dispose.
/// </remarks>
public sealed class SizeClassArena : IDisposable
{
    private const int SmallestShift = 4;
    private const int Classes = 27;
    private const int SmallestChunkBytes = 16 * 1024;
    private const int LargestDoublings = 4; // to 256 KiB

    private readonly NativeHeap _heap;
    private readonly nint[] _free = new nint[Classes];
    private nint[] _chunks = new nint[16];
    private int[] _chunkBytes = new int[16];
    private int _chunkCount;
    private nint _next;
    private int _left;

    /// <summary>An empty arena; takes nothing until first use.</summary>
    /// <param name="heap">Where chunks come from.</param>
    public SizeClassArena(NativeHeap heap) => _heap = heap;

    /// <summary>Bytes of the blocks taken and not given back. Unit: bytes.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Bytes a block of a given length really has. Unit: bytes.</summary>
    /// <param name="lengthBytes">Asked for. Range: 0 to 1 GiB. Unit: bytes.</param>
    /// <returns>The power of two that holds it.</returns>
    public static int CapacityOf(int lengthBytes) => 1 << (SmallestShift + ClassOf(lengthBytes));

    /// <summary>A block, not zeroed.</summary>
    /// <param name="lengthBytes">Range: 0 to 1 GiB. Unit: bytes.</param>
    /// <returns>Its address, 16-byte aligned.</returns>
    public nint Take(int lengthBytes)
    {
        int sizeClass = ClassOf(lengthBytes);
        LiveBytes += 1L << (SmallestShift + sizeClass);
        nint block = _free[sizeClass];
        if (block != 0)
        {
            _free[sizeClass] = Raw.Read<nint>(block);
            return block;
        }

        return Carve(1 << (SmallestShift + sizeClass));
    }

    /// <summary>A block that was given back, if one of that size waits: nothing has to be found or cleared for it.
    /// </summary>
    /// <param name="lengthBytes">Range: 0 to 1 GiB. Unit: bytes.</param>
    /// <param name="block">Its address.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTakeWaiting(int lengthBytes, out nint block)
    {
        block = _free[ClassOf(lengthBytes)] == 0 ? 0 : Take(lengthBytes);
        return block != 0;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="address">As taken.</param>
    /// <param name="lengthBytes">Length it was taken with, or any of the same class. Unit: bytes.</param>
    public void Give(nint address, int lengthBytes)
    {
        int sizeClass = ClassOf(lengthBytes);
        LiveBytes -= 1L << (SmallestShift + sizeClass);
        Raw.Write(address, _free[sizeClass]);
        _free[sizeClass] = address;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _chunkCount; i++)
        {
            _heap.Free(_chunks[i], _chunkBytes[i]);
        }

        _chunkCount = 0;
    }

    private static int ClassOf(int lengthBytes) =>
        lengthBytes <= 1 << SmallestShift ? 0 : BitOperations.Log2((uint)lengthBytes - 1) + 1 - SmallestShift;

    private nint Carve(int blockBytes)
    {
        if (blockBytes > _left)
        {
            int chunk = SmallestChunkBytes << Math.Min(_chunkCount, LargestDoublings);
            if (blockBytes >= chunk)
            {
                return NewChunk(blockBytes);
            }

            _next = NewChunk(chunk);
            _left = chunk;
        }

        nint block = _next;
        _next += blockBytes;
        _left -= blockBytes;
        return block;
    }

    private nint NewChunk(int lengthBytes)
    {
        if (_chunkCount == _chunks.Length)
        {
            Array.Resize(ref _chunks, 2 * _chunkCount);
            Array.Resize(ref _chunkBytes, 2 * _chunkCount);
        }

        _chunkBytes[_chunkCount] = lengthBytes;
        return _chunks[_chunkCount++] = _heap.Allocate(lengthBytes);
    }
}
