using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// Bounded sources merged row by row: by row time of the head record, then order of the table in the script, then file.
/// A function of the inputs alone: a source with nothing to read now is waited for.
/// </summary>
/// <remarks>
/// Threading: single-threaded. A binary heap over the heads. Source: design.md, "Tenants, scope and clocks".
/// </remarks>
public sealed class RowTimeMerge : ISourceTurn
{
    private readonly SourceHead[] _unread;
    private readonly SourceHead[] _heap;
    private readonly long[] _rowTimesMs;
    private int _readCount;
    private int _count;
    private bool _isTopTaken;

    /// <summary>A merge of sources, none of them read yet.</summary>
    /// <param name="heads">Bounded sources of tables with a row time.</param>
    public RowTimeMerge(IReadOnlyList<SourceHead> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        _unread = [.. heads];
        _heap = new SourceHead[_unread.Length];
        _rowTimesMs = new long[_unread.Length];
    }

    /// <inheritdoc/>
    public bool IsBounded => true;

    /// <inheritdoc/>
    public SourceHead? Head { get; private set; }

    /// <inheritdoc/>
    public ReadStatus Take(SourceTime now)
    {
        if (!TryFillUnread(now) || !TryRefillTop(now))
        {
            return ReadStatus.Idle;
        }

        if (_count == 0)
        {
            return ReadStatus.End;
        }

        _isTopTaken = true;
        Head = _heap[0];
        return Head.Status;
    }

    /// <inheritdoc/>
    public bool ResumeAfter(int table, int source) => _unread.Any(head => head.ResumeAfter(table, source));

    private bool TryFillUnread(SourceTime now)
    {
        while (_readCount < _unread.Length)
        {
            SourceHead head = _unread[_readCount];
            ReadStatus status = head.Read(now);
            if (status == ReadStatus.Idle)
            {
                return false;
            }

            _readCount++;
            if (status != ReadStatus.End)
            {
                Push(head);
            }
        }

        return true;
    }

    private bool TryRefillTop(SourceTime now)
    {
        if (!_isTopTaken)
        {
            return true;
        }

        ReadStatus status = _heap[0].Read(now);
        if (status == ReadStatus.Idle)
        {
            return false;
        }

        _isTopTaken = false;
        if (status == ReadStatus.End)
        {
            _count--;
            _heap[0] = _heap[_count];
            _rowTimesMs[0] = _rowTimesMs[_count];
        }
        else
        {
            _rowTimesMs[0] = _heap[0].RowTimeMs();
        }

        SiftDown();
        return true;
    }

    private void Push(SourceHead head)
    {
        int index = _count++;
        _heap[index] = head;
        _rowTimesMs[index] = head.RowTimeMs();
        while (index > 0 && IsBefore(index, (index - 1) / 2))
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void SiftDown()
    {
        int index = 0;
        while (true)
        {
            int first = (2 * index) + 1;
            if (first >= _count)
            {
                return;
            }

            first = first + 1 < _count && IsBefore(first + 1, first) ? first + 1 : first;
            if (!IsBefore(first, index))
            {
                return;
            }

            Swap(first, index);
            index = first;
        }
    }

    private bool IsBefore(int left, int right)
    {
        if (_rowTimesMs[left] != _rowTimesMs[right])
        {
            return _rowTimesMs[left] < _rowTimesMs[right];
        }

        SourceHead a = _heap[left];
        SourceHead b = _heap[right];
        Debug.Assert(a.TableIndex != b.TableIndex || a.FileIndex != b.FileIndex, "each file is one source");
        return a.TableIndex != b.TableIndex ? a.TableIndex < b.TableIndex : a.FileIndex < b.FileIndex;
    }

    private void Swap(int left, int right)
    {
        (_heap[left], _heap[right]) = (_heap[right], _heap[left]);
        (_rowTimesMs[left], _rowTimesMs[right]) = (_rowTimesMs[right], _rowTimesMs[left]);
    }
}
