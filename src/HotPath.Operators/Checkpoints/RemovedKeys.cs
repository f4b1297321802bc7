using System;
using HotPath.Dataflow.Checkpoints;
using HotPath.Foundation.Memory;

namespace HotPath.Operators.Checkpoints;

/// <summary>
/// Keys that the store holds and the shard no longer does. Each is kept with the number of the checkpoint that first
/// held it: if that one fails, the store never had the key, and there is nothing to remove.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard. A key that was removed never comes back.</remarks>
internal sealed class RemovedKeys(NativeHeap heap) : IDisposable
{
    private StateBatch _changed = new(heap);
    private StateBatch _frozen = new(heap);
    private StateBatch _spare = new(heap);
    private int _next;

    /// <summary>Removals that no committed checkpoint has. Unit: keys.</summary>
    public int Count => _changed.Count + _frozen.Count;

    /// <summary>What they take. Unit: bytes.</summary>
    public long Bytes => _changed.Bytes + _frozen.Bytes;

    public void Add(ReadOnlySpan<byte> key, int firstWritten) =>
        BitConverter.TryWriteBytes(_changed.Put(key, sizeof(int)), firstWritten);

    public void Begin()
    {
        (_changed, _frozen) = (_frozen, _changed);
        _next = 0;
    }

    /// <summary>Hands over frozen removals.</summary>
    /// <returns>How many.</returns>
    public int WriteSlice(StateBatch target, int entriesMax)
    {
        int written = 0;
        for (; written < entriesMax && _next < _frozen.Count; written++)
        {
            target.Remove(_frozen[_next++].Key);
        }

        return written;
    }

    public void End(bool committed, int number)
    {
        if (!committed)
        {
            TakeBack(number);
        }

        _frozen.Clear();
    }

    public void Dispose()
    {
        _changed.Dispose();
        _frozen.Dispose();
        _spare.Dispose();
    }

    private void TakeBack(int failed)
    {
        for (int i = 0; i < _frozen.Count; i++)
        {
            _spare.Put(_frozen[i].Key, _frozen[i].Value);
        }

        for (int i = 0; i < _changed.Count; i++)
        {
            StateChange removal = _changed[i];
            if (BitConverter.ToInt32(removal.Value) != failed)
            {
                _spare.Put(removal.Key, removal.Value);
            }
        }

        (_changed, _spare) = (_spare, _changed);
        _spare.Clear();
    }
}
