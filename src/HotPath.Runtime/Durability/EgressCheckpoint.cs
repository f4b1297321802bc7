using System;
using System.Collections.Generic;
using HotPath.Runtime.Egress;
using HotPath.Runtime.Environments;

namespace HotPath.Runtime.Durability;

/// <summary>
/// Egress's part in checkpoints: stops releasing at the mark, makes the sinks durable there and notes how far they are.
/// </summary>
/// <remarks>Threading: single-threaded; owned by egress.</remarks>
/// <typeparam name="TEnvironment">Seams to the outside.</typeparam>
public sealed class EgressCheckpoint<TEnvironment>
    where TEnvironment : struct, IEnvironment
{
    private readonly CheckpointBoard _board;
    private TEnvironment _environment;
    private long _captured;

    /// <summary>No request yet.</summary>
    /// <param name="board">Where parts meet.</param>
    /// <param name="environment">Seams to the outside.</param>
    public EgressCheckpoint(CheckpointBoard board, TEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        _environment = environment;
        _captured = board.Requested;
    }

    /// <summary>Whether a request waits for egress.</summary>
    public bool IsDue => _board.Requested > _captured;

    /// <summary>How far egress may release: not past the mark of a request that it has not answered.</summary>
    /// <param name="limit">How far the shards and the journal allow; read before this call. Unit: bytes.</param>
    /// <returns>Unit: bytes.</returns>
    public long LimitOf(long limit)
    {
        long requested = _board.Requested;
        return requested > _captured && !_board.IsDeclined && !_environment.Fault(FaultPoint.ReleasePastMark)
            ? Math.Min(limit, requested)
            : limit;
    }

    /// <summary>Answers a request if everything before its mark has been released.</summary>
    /// <param name="released">Position released up to. Unit: bytes.</param>
    /// <param name="sinks">The sinks.</param>
    /// <returns>Whether a request was answered.</returns>
    /// <exception cref="Foundation.Errors.HotPathException">HP2002, HP2007: a sink cannot be written. HP2006: nor made
    /// durable.</exception>
    public bool TryCapture(long released, IReadOnlyList<SinkChannel> sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        if (IsDue && _board.IsDeclined)
        {
            NoteCaptured();
            return true;
        }

        if (!IsDue || released < _board.Requested)
        {
            return false;
        }

        for (int i = 0; i < sinks.Count; i++)
        {
            SinkChannel sink = sinks[i];
            if (!_environment.Fault(FaultPoint.SinkUnsynced))
            {
                sink.Sync();
            }

            SinkRecords.Write(sink.Definition.Id, sink.Cursor, _board.EgressPart);
        }

        NoteCaptured();
        return true;
    }

    private void NoteCaptured()
    {
        _captured = _board.Requested;
        _board.NoteEgressWritten();
    }
}
