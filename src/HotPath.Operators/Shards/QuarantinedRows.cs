using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Operators.Shards;

/// <summary>
/// Rows and results that a shard must not evaluate. Nearly always none, and then a question is one comparison.
/// </summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class QuarantinedRows
{
    private readonly HashSet<(long Position, ulong OperatorId)> _rows = [];
    private readonly HashSet<(long Position, ulong OperatorId, int Tenant, long Number)> _results = [];
    private long _lastPosition = long.MinValue;
    private long _lastResultPosition = long.MinValue;

    public void Add(long position, ulong operatorId)
    {
        _rows.Add((position, operatorId));
        _lastPosition = Math.Max(_lastPosition, position);
    }

    public void AddResult(long position, ulong operatorId, int tenant, long number)
    {
        _results.Add((position, operatorId, tenant, number));
        _lastResultPosition = Math.Max(_lastResultPosition, position);
    }

    /// <summary>Whether a result is not evaluated.</summary>
    public bool HoldsResult(long position, ulong operatorId, int tenant, long number) =>
        position <= _lastResultPosition && _results.Contains((position, operatorId, tenant, number));

    /// <summary>Whether some row at or behind a position may be kept from a statement.</summary>
    public bool MayHold(long position) => position <= _lastPosition;

    /// <summary>Whether a row is kept from a statement.</summary>
    public bool Holds(long position, ulong operatorId) =>
        position <= _lastPosition && (_rows.Contains((position, operatorId)) || HoldsWhole(position));

    /// <summary>Whether a row is kept from every statement, its watermark from every clock.</summary>
    public bool HoldsWhole(long position) =>
        position <= _lastPosition && _rows.Contains((position, EvaluationNote.WholeRow));
}
