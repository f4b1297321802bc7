using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;
using HotPath.Dataflow.Ports;

namespace HotPath.Runtime.Ingress;

/// <summary>
/// A source that keeps step with others of its group: it is passed over for as long as the last row that it gave is
/// further ahead of the slowest than it may be.
/// </summary>
/// <remarks>
/// A source counts from its first row until its end, and is left out while it is idle, if it may be. The slowest is
/// never held, so that somebody always goes on. What is held stays where it is, in the source: a client that sends to
/// it gets no credit, and a pipe is not read. Threading: single-threaded; owned by ingress.
/// </remarks>
public sealed class AlignedTurn : ISourceTurn
{
    private readonly SourceHead _source;
    private readonly WatermarkAlignment _alignment;
    private readonly List<AlignedTurn> _group;
    private long _rowTimeMs = long.MinValue;
    private long _lastRowMs;
    private bool _hasEnded;

    /// <summary>A source of a group.</summary>
    /// <param name="source">The source, of a table with a row time.</param>
    /// <param name="alignment">What it may do.</param>
    /// <param name="group">All of its group; this one is added.</param>
    internal AlignedTurn(SourceHead source, WatermarkAlignment alignment, List<AlignedTurn> group)
    {
        _source = source;
        _alignment = alignment;
        _group = group;
        _group.Add(this);
    }

    /// <inheritdoc/>
    public bool IsBounded => _source.IsBounded;

    /// <inheritdoc/>
    public SourceHead? Head => _source;

    /// <inheritdoc/>
    public ReadStatus Take(SourceTime now)
    {
        if (IsHeld(now.Ms))
        {
            return ReadStatus.Idle;
        }

        ReadStatus status = _source.Take(now);
        switch (status)
        {
            case ReadStatus.Row:
                _rowTimeMs = Math.Max(_rowTimeMs, _source.RowTimeMs());
                _lastRowMs = now.Ms;
                break;
            case ReadStatus.End:
                _hasEnded = true;
                break;
        }

        return status;
    }

    /// <inheritdoc/>
    public bool ResumeAfter(int table, int source) => _source.ResumeAfter(table, source);

    private bool IsHeld(long nowMs)
    {
        if (_rowTimeMs < long.MinValue + _alignment.MaxDriftMs)
        {
            return false; // it has given no row
        }

        foreach (AlignedTurn other in _group)
        {
            bool counts = !other._hasEnded && other._rowTimeMs != long.MinValue && !other.IsIdle(nowMs);
            if (counts && other._rowTimeMs < _rowTimeMs - _alignment.MaxDriftMs)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsIdle(long nowMs) => _alignment.IdleMs > 0 && nowMs - _lastRowMs > _alignment.IdleMs;
}
