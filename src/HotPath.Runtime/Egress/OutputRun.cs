using System;
using HotPath.Dataflow.Outputs;

namespace HotPath.Runtime.Egress;

/// <summary>Rows that wait in total order, as a rule: each is behind the one before it.</summary>
/// <remarks>
/// Threading: single-threaded; owned by egress. Grows by doubling, then allocates nothing. Of a row it keeps the
/// address alone: a firing of many millions may wait here as a whole.
/// </remarks>
internal sealed class OutputRun(int capacity)
{
    private static readonly Comparison<nint> ByIdentity =
        static (left, right) =>
            OutputArena.RecordAt(left).Identity.CompareTo(OutputArena.RecordAt(right).Identity);

    private nint[] _rows = new nint[capacity];
    private int _head;
    private int _tail;
    private OutputIdentity _last;
    private bool _isSorted = true;

    public int Count => _tail - _head;

    public OutputRecord First => OutputArena.RecordAt(_rows[_head]);

    /// <summary>Whether a row comes behind all that are here.</summary>
    public bool IsNext(in OutputIdentity identity) => _tail == _head || _last < identity;

    public void Add(in OutputRecord record, bool isNext)
    {
        if (_tail == _rows.Length)
        {
            MakeRoom();
        }

        _isSorted &= isNext;
        if (isNext)
        {
            _last = record.Identity;
        }

        _rows[_tail++] = record.RowAddress;
    }

    public void Sort()
    {
        if (!_isSorted)
        {
            _rows.AsSpan(_head, Count).Sort(ByIdentity);
            _isSorted = true;
        }
    }

    public void RemoveFirst()
    {
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
