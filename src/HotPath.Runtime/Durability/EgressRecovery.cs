using System.Collections.Generic;
using HotPath.Dataflow.Ports;
using HotPath.Disruptor.Rings;

namespace HotPath.Runtime.Durability;

/// <summary>What egress needs of a durable node.</summary>
/// <param name="Board">Where checkpoints meet.</param>
/// <param name="Committed">Position up to which outputs may be seen.</param>
/// <param name="Cursors">What each sink had published at the checkpoint, by id; <see langword="null"/> when nothing can
/// have been published yet, and what lies where a sink writes is none of this node's.</param>
public sealed record EgressRecovery(
    CheckpointBoard Board, Sequence Committed, IReadOnlyDictionary<int, SinkCursor>? Cursors)
{
    /// <summary>The cursor of a sink.</summary>
    /// <param name="sink">Its id.</param>
    /// <returns>The cursor, that of an empty sink when no checkpoint knows it; <see langword="null"/> to start anew.
    /// </returns>
    public SinkCursor? CursorOf(int sink) =>
        Cursors is null ? null : Cursors.TryGetValue(sink, out SinkCursor cursor) ? cursor : default(SinkCursor);
}
