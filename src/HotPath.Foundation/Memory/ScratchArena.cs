using System;

namespace HotPath.Foundation.Memory;

/// <summary>
/// Bump allocator for values that live as long as one row, or as a short run of rows: results of string functions, keys
/// being built. Reset before each; grows by doubling once and then never again for rows of that size.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard or one source.</remarks>
public sealed class ScratchArena : IDisposable
{
    private readonly NativeHeap _heap;
    private nint[] _blocks = new nint[8];
    private int[] _lengths = new int[8];
    private int _count;
    private int _current;
    private int _used;

    /// <summary>Takes the first block.</summary>
    /// <param name="heap">Where blocks come from.</param>
    /// <param name="initialBytes">Size of the first block. Unit: bytes.</param>
    public ScratchArena(NativeHeap heap, int initialBytes = 64 * 1024)
    {
        ArgumentNullException.ThrowIfNull(heap);
        _heap = heap;
        _blocks[0] = heap.Allocate(initialBytes);
        _lengths[0] = initialBytes;
        _count = 1;
    }

    /// <summary>Whether the values handed out since the last reset did not fit the first block.</summary>
    public bool IsBeyondFirstBlock => _current > 0;

    /// <summary>Forgets every value handed out since the last reset.</summary>
    public void Reset()
    {
        _current = 0;
        _used = 0;
    }

    /// <summary>Room for one value, 8-byte aligned, not zeroed.</summary>
    /// <param name="lengthBytes">Not negative. Unit: bytes.</param>
    /// <returns>Address; valid until <see cref="Reset"/>.</returns>
    public nint Take(int lengthBytes)
    {
        int aligned = checked(lengthBytes + 7) & ~7;
        if (aligned > _lengths[_current] - _used)
        {
            NextBlock(aligned);
        }

        nint address = _blocks[_current] + _used;
        _used += aligned;
        return address;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
        {
            _heap.Free(_blocks[i], _lengths[i]);
        }

        _count = 0;
        _lengths[0] = 0;
    }

    private void NextBlock(int needed)
    {
        while (++_current < _count)
        {
            if (_lengths[_current] >= needed)
            {
                _used = 0;
                return;
            }
        }

        if (_count == _blocks.Length)
        {
            Array.Resize(ref _blocks, 2 * _count);
            Array.Resize(ref _lengths, 2 * _count);
        }

        int length = Math.Max(needed, checked(2 * _lengths[_count - 1]));
        _blocks[_count] = _heap.Allocate(length);
        _lengths[_count] = length;
        _current = _count++;
        _used = 0;
    }
}
