using System;
using HotPath.Foundation.Memory;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>
/// Changes of state on their way from a shard to the checkpoint store, in native chunks that are kept for the next use.
/// Shards fill it in any order; the store puts it in key order.
/// </summary>
/// <remarks>
/// Threading: one thread at a time; handed from the shard to the writer and back. A key occurs at most once. Has its
/// first chunk from the start and allocates again only when it is fuller than ever before.
/// </remarks>
public sealed class StateBatch : IDisposable
{
    private const int ChunkBytes = 1024 * 1024;

    private readonly NativeHeap _heap;
    private (nint Address, int LengthBytes)[] _chunks = new (nint, int)[4];
    private nint[] _records = new nint[1024];
    private int _chunkCount;
    private int _chunk = -1;
    private int _usedBytes;

    /// <summary>An empty batch.</summary>
    /// <param name="heap">Where chunks come from.</param>
    public StateBatch(NativeHeap heap)
    {
        ArgumentNullException.ThrowIfNull(heap);
        _heap = heap;

        // Old images come only when a firing meets a checkpoint: what is seldom needed is not to be fetched then.
        AddChunk(ChunkBytes);
    }

    /// <summary>Changes held. Unit: records.</summary>
    public int Count { get; private set; }

    /// <summary>Length of all keys and values. Unit: bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The change added as number <paramref name="index"/>.</summary>
    /// <param name="index">From 0.</param>
    public StateChange this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return new(_records[index]);
        }
    }

    /// <summary>Adds a new value.</summary>
    /// <param name="key">The key, not empty.</param>
    /// <param name="value">The value.</param>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => value.CopyTo(Put(key, value.Length));

    /// <summary>Adds a new value that the caller writes in place.</summary>
    /// <param name="key">The key, not empty.</param>
    /// <param name="valueBytes">Length of the value. Unit: bytes.</param>
    /// <returns>Where the value goes; valid until the batch is cleared, its old content is undefined.</returns>
    public Span<byte> Put(ReadOnlySpan<byte> key, int valueBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(valueBytes);
        nint record = Append(key, valueBytes, valueBytes);
        return Raw.WritableSpan(record + StateChange.KeyOffset + key.Length, valueBytes);
    }

    /// <summary>Adds the removal of a key.</summary>
    /// <param name="key">The key, not empty.</param>
    public void Remove(ReadOnlySpan<byte> key) => Append(key, valueBytes: 0, StateChange.Removed);

    /// <summary>Forgets every change and keeps the chunks.</summary>
    public void Clear()
    {
        Count = 0;
        Bytes = 0;
        _chunk = -1;
        _usedBytes = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        for (int i = 0; i < _chunkCount; i++)
        {
            _heap.Free(_chunks[i].Address, _chunks[i].LengthBytes);
        }

        _chunkCount = 0;
    }

    private nint Append(ReadOnlySpan<byte> key, int valueBytes, int valueLength)
    {
        int lengthBytes = checked(StateChange.KeyOffset + key.Length + valueBytes + 7) & ~7;
        nint record = Take(lengthBytes);
        Raw.Write(record + StateChange.KeyLengthOffset, key.Length);
        Raw.Write(record + StateChange.ValueLengthOffset, valueLength);
        key.CopyTo(Raw.WritableSpan(record + StateChange.KeyOffset, key.Length));
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, 2 * Count);
        }

        _records[Count++] = record;
        Bytes += key.Length + valueBytes;
        return record;
    }

    private nint Take(int lengthBytes)
    {
        while (_chunk < 0 || _usedBytes + lengthBytes > _chunks[_chunk].LengthBytes)
        {
            _usedBytes = 0;
            if (++_chunk == _chunkCount)
            {
                AddChunk(lengthBytes);
            }
        }

        nint address = _chunks[_chunk].Address + _usedBytes;
        _usedBytes += lengthBytes;
        return address;
    }

    private void AddChunk(int lengthBytes)
    {
        if (_chunkCount == _chunks.Length)
        {
            Array.Resize(ref _chunks, 2 * _chunkCount);
        }

        int chunkBytes = Math.Max(ChunkBytes, lengthBytes);
        _chunks[_chunkCount++] = (_heap.Allocate(chunkBytes), chunkBytes);
    }
}
