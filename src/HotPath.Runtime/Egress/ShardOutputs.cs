using System;
using HotPath.Dataflow.Outputs;

namespace HotPath.Runtime.Egress;

/// <summary>
/// Rows of one shard that wait for their position to be released: a queue that is in total order but for pending
/// firings overtaken by other tenants, and is sorted only then.
/// </summary>
/// <remarks>Threading: single-threaded; owned by egress. Grows by doubling, then allocates nothing.</remarks>
public sealed class ShardOutputs
{
    private static readonly Comparison<OutputRecord> ByIdentity =
        static (left, right) => left.Identity.CompareTo(right.Identity);

    private OutputRecord[] _records = new OutputRecord[1024];
    private int _head;
    private int _tail;
    private bool _isSorted = true;

    /// <summary>Rows waiting. Unit: rows.</summary>
    public int Count => _tail - _head;

    /// <summary>What those rows take in the arena. Unit: bytes.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>The first row in total order, after <see cref="Sort"/>.</summary>
    public ref readonly OutputRecord First => ref _records[_head];

    /// <summary>Adds a row as the shard produced it.</summary>
    /// <param name="record">The row.</param>
    public void Add(in OutputRecord record)
    {
        if (_tail == _records.Length)
        {
            MakeRoom();
        }

        _isSorted = _isSorted && (_tail == _head || _records[_tail - 1].Identity < record.Identity);
        _records[_tail++] = record;
        WaitingBytes += record.LengthBytes;
    }

    /// <summary>Puts the rows in total order.</summary>
    public void Sort()
    {
        if (!_isSorted)
        {
            _records.AsSpan(_head, Count).Sort(ByIdentity);
            _isSorted = true;
        }
    }

    /// <summary>Takes the first row away.</summary>
    public void RemoveFirst()
    {
        WaitingBytes -= _records[_head].LengthBytes;
        _head++;
        if (_head == _tail)
        {
            _head = _tail = 0;
            _isSorted = true;
        }
    }

    private void MakeRoom()
    {
        int count = Count;
        OutputRecord[] target = count > _records.Length / 2 ? new OutputRecord[2 * _records.Length] : _records;
        Array.Copy(_records, _head, target, 0, count);
        _records = target;
        _head = 0;
        _tail = count;
    }
}
