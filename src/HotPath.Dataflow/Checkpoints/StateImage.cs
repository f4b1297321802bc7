using System;
using System.Collections.Generic;

namespace HotPath.Dataflow.Checkpoints;

/// <summary>A whole state in managed memory: what the model of the store keeps.</summary>
internal sealed class StateImage
{
    private readonly SortedDictionary<byte[], byte[]> _records;

    public StateImage()
        : this(new SortedDictionary<byte[], byte[]>(KeyOrder), position: -1)
    {
    }

    private StateImage(SortedDictionary<byte[], byte[]> records, long position)
    {
        _records = records;
        Position = position;
    }

    public long Position { get; private set; }

    private static Comparer<byte[]> KeyOrder { get; } =
        Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right));

    public StateImage Copy() => new(new SortedDictionary<byte[], byte[]>(_records, KeyOrder), Position);

    public void Apply(long position, ReadOnlySpan<StateBatch> batches)
    {
        foreach (StateBatch batch in batches)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                StateChange change = batch[i];
                _ = _records.Remove(change.Key.ToArray());
                if (!change.IsRemoval)
                {
                    _records.Add(change.Key.ToArray(), change.Value.ToArray());
                }
            }
        }

        Position = position;
    }

    public bool TryRead(ReadOnlySpan<byte> key, StateVisitor visitor)
    {
        bool isFound = _records.TryGetValue(key.ToArray(), out byte[]? value);
        if (isFound)
        {
            visitor(key, value);
        }

        return isFound;
    }

    public void ReadAll(ReadOnlySpan<byte> prefix, StateVisitor visitor)
    {
        foreach ((byte[] key, byte[] value) in _records)
        {
            if (key.AsSpan().StartsWith(prefix))
            {
                visitor(key, value);
            }
        }
    }
}
