using System;
using HotPath.Dataflow.Outputs;

namespace HotPath.Runtime.Egress;

/// <summary>
/// Rows of one shard that wait for their position to be released: a queue that is in total order but for pending
/// firings overtaken by other tenants, and is sorted only then.
/// </summary>
/// <remarks>
/// Threading: single-threaded; owned by egress. Grows by doubling, then allocates nothing. Of a row it keeps the
/// address alone: a firing of many millions waits here as a whole.
/// </remarks>
public sealed class ShardOutputs
{
    private static readonly Comparison<nint> ByIdentity =
        static (left, right) =>
            OutputArena.RecordAt(left).Identity.CompareTo(OutputArena.RecordAt(right).Identity);

    private nint[] _rows;
    private int _head;
    private int _tail;
    private bool _isSorted = true;

    /// <summary>An empty queue.</summary>
    /// <param name="capacity">Rows that it holds before it grows. Unit: rows. Range: positive.</param>
    public ShardOutputs(int capacity = 8192) => _rows = new nint[capacity];

    /// <summary>Rows waiting. Unit: rows.</summary>
    public int Count => _tail - _head;

    /// <summary>What those rows take in the arena. Unit: bytes.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>The first row in total order, after <see cref="Sort"/>.</summary>
    public OutputRecord First => OutputArena.RecordAt(_rows[_head]);

    /// <summary>Adds a row as the shard produced it.</summary>
    /// <param name="record">The row.</param>
    public void Add(in OutputRecord record)
    {
        if (_tail == _rows.Length)
        {
            MakeRoom();
        }

        _isSorted = _isSorted
            && (_tail == _head || OutputArena.RecordAt(_rows[_tail - 1]).Identity < record.Identity);
        _rows[_tail++] = record.RowAddress;
        WaitingBytes += record.LengthBytes;
    }

    /// <summary>Puts the rows in total order.</summary>
    public void Sort()
    {
        if (!_isSorted)
        {
            _rows.AsSpan(_head, Count).Sort(ByIdentity);
            _isSorted = true;
        }
    }

    /// <summary>Takes the first row away; it is released after that.</summary>
    public void RemoveFirst()
    {
        WaitingBytes -= First.LengthBytes;
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
        nint[] target = count > _rows.Length / 2 ? new nint[2 * _rows.Length] : _rows;
        Array.Copy(_rows, _head, target, 0, count);
        _rows = target;
        _head = 0;
        _tail = count;
    }
}
