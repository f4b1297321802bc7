using System;
using System.Collections.Generic;
using HotPath.Dataflow.Plans;

namespace HotPath.Operators.Shards;

/// <summary>Rows that a shard must not evaluate. Nearly always none, and then a question is one comparison.</summary>
/// <remarks>Threading: single-threaded; owned by one shard.</remarks>
internal sealed class QuarantinedRows
{
    private readonly HashSet<(long Position, ulong OperatorId)> _rows = [];
    private long _lastPosition = long.MinValue;

    public void Add(long position, ulong operatorId)
    {
        _rows.Add((position, operatorId));
        _lastPosition = Math.Max(_lastPosition, position);
    }

    /// <summary>Whether a row is kept from a statement.</summary>
    public bool Holds(long position, ulong operatorId) =>
        position <= _lastPosition && (_rows.Contains((position, operatorId)) || HoldsWhole(position));

    /// <summary>Whether a row is kept from every statement, its watermark from every clock.</summary>
    public bool HoldsWhole(long position) =>
        position <= _lastPosition && _rows.Contains((position, EvaluationNote.WholeRow));
}
