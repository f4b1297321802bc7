using System;
using HotPath.Dataflow.Outputs;

namespace HotPath.Runtime.Egress;

/// <summary>Stretches of rows that wait in total order, as a rule: each is behind the one before it.</summary>
/// <remarks>
/// Threading: single-threaded; owned by egress. Grows by doubling, then allocates nothing. It keeps 16 bytes a
/// stretch, no row: a firing of many millions may wait here as a whole.
/// </remarks>
internal sealed class OutputRun(int capacity)
{
    private static readonly Comparison<OutputStretch> ByIdentity =
        static (left, right) => IdentityOf(left).CompareTo(IdentityOf(right));

    private OutputStretch[] _stretches = new OutputStretch[capacity];
    private int _head;
    private int _tail;
    private OutputIdentity _last;
    private bool _isSorted = true;

    public bool IsEmpty => _tail == _head;

    public OutputStretch First => _stretches[_head];

    public OutputIdentity FirstIdentity => IdentityOf(_stretches[_head]);

    /// <summary>Whether a row comes behind all that are here.</summary>
    public bool IsNext(in OutputIdentity identity) => _tail == _head || _last < identity;

    /// <summary>Adds a stretch.</summary>
    /// <param name="stretch">The stretch.</param>
    /// <param name="first">Identity of its first row.</param>
    /// <param name="isNext">Whether it comes behind all that are here.</param>
    public void Add(OutputStretch stretch, in OutputIdentity first, bool isNext)
    {
        if (_tail == _stretches.Length)
        {
            MakeRoom();
        }

        _isSorted &= isNext;
        if (isNext)
        {
            _last = first with { Index = first.Index + stretch.Rows - 1 };
        }

        _stretches[_tail++] = stretch;
    }

    public void Sort()
    {
        if (!_isSorted)
        {
            _stretches.AsSpan(_head, _tail - _head).Sort(ByIdentity);
            _isSorted = true;
        }
    }

    /// <summary>Takes rows of the first stretch away.</summary>
    /// <param name="rows">At most what it has. Unit: rows.</param>
    /// <param name="lengthBytes">Length of their records. Unit: bytes.</param>
    public void Remove(int rows, int lengthBytes)
    {
        if (rows < _stretches[_head].Rows)
        {
            _stretches[_head] = _stretches[_head].Behind(rows, lengthBytes);
            return;
        }

        _head++;
        if (_head == _tail)
        {
            _head = _tail = 0;
            _isSorted = true;
        }
    }

    private static OutputIdentity IdentityOf(OutputStretch stretch) =>
        OutputArena.RecordAt(stretch.RowAddress).Identity;

    private void MakeRoom()
    {
        int count = _tail - _head;
        OutputStretch[] target =
            count > _stretches.Length / 2 ? new OutputStretch[2 * _stretches.Length] : _stretches;
        Array.Copy(_stretches, _head, target, 0, count);
        _stretches = target;
        _head = 0;
        _tail = count;
    }
}
